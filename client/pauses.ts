/** Logs whose last batch was refused for now: each waits, longer each time, until it is tried again. */
import type { Id, Refusal } from '../protocol';
import { backoff } from './backoff';
import type { Clock, Random } from './ports';

export class Pauses {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #over: (log: Id) => void;
  /** `cancel` is null once the wait is over and the next try runs. */
  readonly #pauses = new Map<Id, { tries: number; slow: boolean; cancel: (() => void) | null }>();

  /** @param over called when a log may be tried again */
  constructor(clock: Clock, random: Random, over: (log: Id) => void) {
    this.#clock = clock;
    this.#random = random;
    this.#over = over;
  }

  waits(log: Id): boolean {
    return Boolean(this.#pauses.get(log)?.cancel);
  }

  /** It waits because its room is slow: that is for messages, and nothing else has to wait for them. */
  slow(log: Id): boolean {
    const pause = this.#pauses.get(log);
    return pause?.slow === true && pause.cancel !== null;
  }

  begin(log: Id, { code, retryAfter = 0 }: Pick<Refusal, 'code' | 'retryAfter'>): void {
    const last = this.#pauses.get(log);
    last?.cancel?.();
    const slow = code === 'slow' && retryAfter > 0;
    // In a slow room nothing failed: the room says how long it takes.
    const tries = slow ? 0 : (last?.tries ?? 0) + 1;
    const wait = slow ? retryAfter : Math.max(retryAfter, backoff(tries - 1, this.#random.fraction()));
    const cancel = this.#clock.after(wait, () => {
      this.#pauses.set(log, { tries, slow, cancel: null });
      this.#over(log);
    });
    this.#pauses.set(log, { tries, slow, cancel });
  }

  /** A batch went through. */
  end(log: Id): void {
    this.#pauses.delete(log);
  }

  clear(): void {
    for (const { cancel } of this.#pauses.values()) cancel?.();
    this.#pauses.clear();
  }
}
