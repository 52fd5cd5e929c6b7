/** How anonymous polls stand, told in digests to those who read the log: how many, never who. */
import type { Id, Tally } from '../../protocol';
import type { Clock } from '../clock';
import { Digest } from '../company/digest';

export class Tallies {
  readonly #digest: Digest;
  /** By log, then poll, what is not told yet. */
  readonly #changed = new Map<Id, Map<Id, Tally>>();

  constructor(clock: Clock, tell: (log: Id, tallies: Tally[]) => void) {
    this.#digest = new Digest(clock, (log) => {
      const changed = this.#changed.get(log);
      this.#changed.delete(log);
      if (changed) tell(log, [...changed.values()]);
    });
  }

  /** Somebody has voted. */
  changed(log: Id, { poll, votes, voters }: Tally): void {
    this.#changed.set(log, (this.#changed.get(log) ?? new Map<Id, Tally>()).set(poll, { poll, votes, voters }));
    this.#digest.touch(log);
  }

  close(): void {
    this.#digest.close();
  }
}
