/**
 * Tokens and tickets that nobody knows, counted by the address they come from. Nobody guesses 256 bits; but each guess is a
 * look into the store, which others wait for. Where an address has brought too many, only those it looks for that were right
 * before are looked for: whoever shares it with the one who guesses goes on asking.
 */
import { limits, refuse, type Answer, type Refusal } from '../../protocol';
import { CallRate } from '../call-rate';
import type { Clock } from '../clock';

export class TokenTries {
  readonly #unknown: CallRate;
  /** Digests of tokens that were right, or were made, since the start; those met last at the end. */
  readonly #right = new Set<string>();

  constructor(clock: Clock) {
    this.#unknown = new CallRate(clock, limits.unknownTokens);
  }

  /** It is somebody's. */
  right(digest: string): void {
    this.#right.delete(digest);
    this.#right.add(digest);
    for (const oldest of this.#right) {
      if (this.#right.size <= limits.rightTokens) return;
      this.#right.delete(oldest);
    }
  }

  /** Why this one may not be looked for right now, or null. */
  refusal(address: string, digest: string): Refusal | null {
    if (this.#right.has(digest)) return null;
    const retryAfter = this.#unknown.wait(address);
    return retryAfter > 0 ? refuse('rate', { retryAfter }) : null;
  }

  /** @returns what whoever brought one that nobody knows is refused with: with `answer`, as long as there were not too many */
  wrong<T>(address: string, answer: Answer<T>): Answer<T> {
    const retryAfter = this.#unknown.take(address);
    return retryAfter > 0 ? { ok: false, error: refuse('rate', { retryAfter }) } : answer;
  }
}
