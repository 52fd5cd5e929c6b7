/**
 * How far this person has read: what the device keeps on its disk, what the server has heard from all their devices, and
 * what it is yet to hear. It is told at most once in `limits.markEvery`, of all logs together.
 */
import { limits, type CallFunction, type Id, type LogHead, type Mark, type NetworkCalls } from '../protocol';
import type { Clock, Table } from './ports';

export type KeptMark = Pick<Mark, 'epoch' | 'seq'>;

export class Marks {
  readonly #table: Table<KeptMark>;
  readonly #clock: Clock;
  readonly #call: CallFunction<NetworkCalls>;
  #server: Id | null = null;
  /** By the server's word. */
  #heard = new Map<Id, Mark>();
  readonly #unsaid = new Map<Id, Mark>();
  #cancel: (() => void) | null = null;
  /** From a resume until a call is lost. */
  #connected = false;
  #closed = false;

  /** @param call throws where there is no connection */
  constructor(table: Table<KeptMark>, clock: Clock, call: CallFunction<NetworkCalls>) {
    this.#table = table;
    this.#clock = clock;
    this.#call = call;
  }

  /** From now on marks are those of this server. */
  of(server: Id): void {
    this.#server = server;
  }

  /** What a resume told replaces what was heard. */
  resumed(marks: readonly Mark[]): void {
    this.#connected = true;
    this.#heard = new Map(marks.map((mark) => [mark.log, mark]));
  }

  /** @returns whether it is news */
  hear(mark: Mark): boolean {
    const before = this.#heard.get(mark.log);
    if (before?.epoch === mark.epoch && before.seq >= mark.seq) return false;
    this.#heard.set(mark.log, mark);
    return true;
  }

  /** By the server's word; null where it has none in this lineage. */
  heard({ log, epoch }: Pick<LogHead, 'log' | 'epoch'>): number | null {
    const mark = this.#heard.get(log);
    return mark?.epoch === epoch ? mark.seq : null;
  }

  /** The further of what the device kept and what the server said; null where neither knows this lineage. */
  async known(head: Pick<LogHead, 'log' | 'epoch'>): Promise<number | null> {
    const kept = await this.#table.get(this.#key(head.log)).catch(() => undefined);
    const mine = kept?.epoch === head.epoch ? kept.seq : null;
    const heard = this.heard(head);
    return mine === null || heard === null ? (mine ?? heard) : Math.max(mine, heard);
  }

  /** Keeps it on the device, and tells the server what it has not heard yet. */
  put(mark: Mark): void {
    this.#table.put(this.#key(mark.log), { epoch: mark.epoch, seq: mark.seq }).catch(() => undefined);
    if ((this.heard(mark) ?? -1) >= mark.seq) return;
    this.#unsaid.set(mark.log, mark);
    this.tell();
  }

  /** Tells what is unsaid, now or when the pause since the last time is over. Without a connection it waits for the next resume. */
  tell(): void {
    if (!this.#connected || this.#closed || this.#cancel || this.#unsaid.size === 0) return;
    this.#cancel = this.#clock.after(limits.markEvery, () => {
      this.#cancel = null;
      this.tell();
    });
    void this.#say([...this.#unsaid.values()]);
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  async #say(marks: Mark[]): Promise<void> {
    // Gone from here while it is under way, so that the pause's end does not say it twice.
    for (const { log } of marks) this.#unsaid.delete(log);
    const answer = await this.#call('markRead', { marks }).catch(() => null);
    if (answer?.ok) return answer.value.marks.forEach((mark) => void this.hear(mark));
    if (answer?.error.kind === 'final') return;
    if (!answer) this.#connected = false;
    for (const mark of marks) if (!this.#unsaid.has(mark.log)) this.#unsaid.set(mark.log, mark);
    this.tell();
  }

  #key(log: Id): string {
    return `${this.#server ?? ''}/${log}`;
  }
}
