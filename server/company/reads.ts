/** Marks that rose, and readers who came, told in digests to those who read the same log. */
import type { Id, Mark, NetworkPushes, Payload } from '../../protocol';
import type { Clock } from '../clock';
import { Digest } from './digest';

type Readers = Payload<NetworkPushes['reads']>['readers'];
type News = Omit<Readers[number], 'member'>;

export class Reads {
  readonly #digest: Digest;
  /** By log, then member, what is not told yet. */
  readonly #news = new Map<Id, Map<Id, News>>();

  constructor(clock: Clock, tell: (log: Id, readers: Readers) => void) {
    this.#digest = new Digest(clock, (log) => {
      const news = this.#news.get(log);
      this.#news.delete(log);
      if (news)
        tell(
          log,
          [...news].map(([member, one]) => ({ member, ...one })),
        );
    });
  }

  /** How far somebody has read a thread is their own matter. */
  rose(member: Id, marks: readonly Mark[]): void {
    for (const { log, seq, thread } of marks) if (thread === undefined) this.#tell(log, member, { seq });
  }

  /**
   * Somebody reads these logs from now on.
   * @param seq how far they have
   */
  came(member: Id, logs: readonly Id[], { seq, since }: { seq: number; since: number }): void {
    for (const log of logs) this.#tell(log, member, { seq, since });
  }

  close(): void {
    this.#digest.close();
  }

  #tell(log: Id, member: Id, news: News): void {
    const all = this.#news.get(log) ?? new Map<Id, News>();
    const before = all.get(member);
    all.set(member, { ...before, ...news, seq: Math.max(news.seq, before?.seq ?? 0) });
    this.#news.set(log, all);
    this.#digest.touch(log);
  }
}
