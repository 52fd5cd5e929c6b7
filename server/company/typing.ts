/**
 * Who is writing where. It is kept nowhere, and told to those who read that log, in digests; of a log nobody writes in
 * nothing is told. Somebody who says no more is not writing any more: after `limits.typingFor`, or with their message.
 */
import { limits, type Id, type NetworkPushes, type Payload } from '../../protocol';
import type { Clock } from '../clock';
import type { Appended } from '../store/store';
import { Digest } from './digest';

type Writing = Payload<NetworkPushes['typing']>['writing'];

interface Writer {
  thread: Id | null;
  /** The connection it was said on. */
  session: string;
  cancel(): void;
}

export class Typing {
  readonly #clock: Clock;
  readonly #digest: Digest;
  /** By log, then member, the one who began last behind. */
  readonly #logs = new Map<Id, Map<Id, Writer>>();

  constructor(clock: Clock, tell: (log: Id, writing: Writing) => void) {
    this.#clock = clock;
    this.#digest = new Digest(clock, (log) => tell(log, this.#writing(log)));
  }

  writes(log: Id, member: Id, { thread, session }: Pick<Writer, 'thread' | 'session'>): void {
    const writers = this.#logs.get(log) ?? new Map<Id, Writer>();
    this.#logs.set(log, writers);
    writers.get(member)?.cancel();
    const cancel = this.#clock.after(limits.typingFor, () => this.stops(log, member));
    writers.set(member, { thread, session, cancel });
    this.#digest.touch(log);
  }

  stops(log: Id, member: Id): void {
    const writers = this.#logs.get(log);
    const writer = writers?.get(member);
    if (!writers || !writer) return;
    writer.cancel();
    writers.delete(member);
    if (writers.size === 0) this.#logs.delete(log);
    this.#digest.touch(log);
  }

  /** What they were writing may be among these. */
  notice({ head: { log }, added }: Pick<Appended, 'head' | 'added'>): void {
    if (!this.#logs.has(log)) return;
    for (const { kind, author } of added) if (kind === 'message' && author) this.stops(log, author);
  }

  /** This connection ended. */
  left(session: string): void {
    for (const [log, writers] of this.#logs)
      for (const [member, writer] of writers) if (writer.session === session) this.stops(log, member);
  }

  close(): void {
    this.#digest.close();
    for (const writers of this.#logs.values()) for (const { cancel } of writers.values()) cancel();
    this.#logs.clear();
  }

  #writing(log: Id): Writing {
    const writers = [...(this.#logs.get(log) ?? [])].slice(0, limits.typingTold);
    return writers.map(([member, { thread }]) => ({ member, thread }));
  }
}
