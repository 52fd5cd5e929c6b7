/** Logs whose last batch was refused for now: each waits, longer each time, until it is tried again. */
import type { Id, Refusal } from '../protocol';
import { backoff } from './backoff';
import type { Clock, Random } from './ports';

export class Pauses {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #over: (log: Id) => void;
  /** `cancel` is null once the wait is over and the next try runs. */
  readonly #pauses = new Map<Id, { tries: number; cancel: (() => void) | null }>();

  /** @param over called when a log may be tried again */
  constructor(clock: Clock, random: Random, over: (log: Id) => void) {
    this.#clock = clock;
    this.#random = random;
    this.#over = over;
  }

  waits(log: Id): boolean {
    return Boolean(this.#pauses.get(log)?.cancel);
  }

  begin(log: Id, { retryAfter = 0 }: Refusal): void {
    const last = this.#pauses.get(log);
    last?.cancel?.();
    const tries = (last?.tries ?? 0) + 1;
    const wait = Math.max(retryAfter, backoff(tries - 1, this.#random.fraction()));
    const cancel = this.#clock.after(wait, () => {
      this.#pauses.set(log, { tries, cancel: null });
      this.#over(log);
    });
    this.#pauses.set(log, { tries, cancel });
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
