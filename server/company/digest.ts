/** Tells of each log at once, and then no more often than `limits.digestEvery`: what happens meanwhile goes out together. */
import { limits, type Id } from '../../protocol';
import type { Clock } from '../clock';

interface Pause {
  again: boolean;
  cancel(): void;
}

export class Digest {
  readonly #clock: Clock;
  readonly #tell: (log: Id) => void;
  readonly #pauses = new Map<Id, Pause>();

  constructor(clock: Clock, tell: (log: Id) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** There is something to tell of this log. */
  touch(log: Id): void {
    const pause = this.#pauses.get(log);
    if (pause) pause.again = true;
    else this.#say(log);
  }

  close(): void {
    for (const { cancel } of this.#pauses.values()) cancel();
    this.#pauses.clear();
  }

  #say(log: Id): void {
    const cancel = this.#clock.after(limits.digestEvery, () => {
      this.#pauses.delete(log);
      if (pause.again) this.#say(log);
    });
    const pause: Pause = { again: false, cancel };
    this.#pauses.set(log, pause);
    this.#tell(log);
  }
}
