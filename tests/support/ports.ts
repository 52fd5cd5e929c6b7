/** Ports for tests of client/: a clock that moves by hand, chance from a seed, tables in memory. */
import type { Clock, Random, Secrets } from '../../client';

export { MemoryStorage } from '../../renderer/ports/memory';

export class ManualClock implements Clock {
  #now = 1_800_000_000_000;
  #timers: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((candidate) => candidate !== timer);
    };
  }

  /** Moves the time on and runs what falls due, in order, letting promises settle between. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#now = next.at;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.callback();
      await settled();
    }
    this.#now = end;
    await settled();
  }

  /** What is still going to ring, in milliseconds from now. */
  get waiting(): number[] {
    return this.#timers.map(({ at }) => at - this.#now).sort((a, b) => a - b);
  }
}

/** Lets everything that needs no time finish. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The same ids and fractions for the same seed (mulberry32, public domain). */
export function seededRandom(seed = 1): Random {
  let state = seed;
  let count = 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { fraction, id: () => testId((count += 1), seed) };
}

/** The UUID of a number: sorts like the number. */
export const testId = (number: number, family = 0): string =>
  `00000000-${number.toString(16).padStart(4, '0')}-7000-8000-${family.toString(16).padStart(12, '0')}`;

export class MemorySecrets implements Secrets {
  readonly tokens = new Map<string, string>();

  async get(server: string): Promise<string | null> {
    return this.tokens.get(server) ?? null;
  }

  async set(server: string, token: string | null): Promise<void> {
    if (token === null) this.tokens.delete(server);
    else this.tokens.set(server, token);
  }
}
