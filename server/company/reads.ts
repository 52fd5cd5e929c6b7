/** Marks that rose, told in digests to those who read the same log. */
import type { Id, Mark, NetworkPushes, Payload } from '../../protocol';
import type { Clock } from '../clock';
import { Digest } from './digest';

type Readers = Payload<NetworkPushes['reads']>['readers'];

export class Reads {
  readonly #digest: Digest;
  /** By log, then member, what is not told yet. */
  readonly #risen = new Map<Id, Map<Id, number>>();

  constructor(clock: Clock, tell: (log: Id, readers: Readers) => void) {
    this.#digest = new Digest(clock, (log) => {
      const risen = this.#risen.get(log);
      this.#risen.delete(log);
      if (risen)
        tell(
          log,
          [...risen].map(([member, seq]) => ({ member, seq })),
        );
    });
  }

  /** How far somebody has read a thread is their own matter. */
  rose(member: Id, marks: readonly Mark[]): void {
    for (const { log, seq, thread } of marks) {
      if (thread !== undefined) continue;
      this.#risen.set(log, (this.#risen.get(log) ?? new Map<Id, number>()).set(member, seq));
      this.#digest.touch(log);
    }
  }

  close(): void {
    this.#digest.close();
  }
}
