/**
 * How far this person has read, and what is unread: what the device keeps on its disk, what the server has heard from all
 * their devices and has counted, and what it is yet to hear. It is told at most once in `limits.markEvery`, of all logs together.
 */
import {
  limits,
  type CallFunction,
  type Count,
  type Id,
  type LogHead,
  type Mark,
  type NetworkCalls,
} from '../protocol';
import { unreadOf, unreadThreads, type Counted, type Holding, type Unread } from './counts';
import type { Clock, Table } from './ports';

export type KeptMark = Pick<Mark, 'epoch' | 'seq'>;

export interface AllUnread extends Unread {
  /** Of the threads this person has a part in, where anything is unread: their mentions are among those above, their messages are not. */
  threads: ReadonlyMap<Id, Unread>;
}

/** Of a log's own course under null, of a thread under the message it hangs on. */
type Course = Id | null;

const courseOf = ({ thread }: Pick<Mark, 'thread'>): Course => thread ?? null;

export class Marks {
  readonly #table: Table<KeptMark>;
  readonly #clock: Clock;
  readonly #call: CallFunction<NetworkCalls>;
  readonly #recounted: (log: Id) => void;
  #server: Id | null = null;
  /** By the server's word; threads are kept by it alone. */
  #heard = new Map<Id, Map<Course, Mark>>();
  #counts = new Map<Id, Map<Course, Counted>>();
  readonly #unsaid = new Map<string, Mark>();
  #cancel: (() => void) | null = null;
  /** From a resume until a call is lost. */
  #connected = false;
  #closed = false;

  /**
   * @param call throws where there is no connection
   * @param recounted the server counted what is unread in this log
   */
  constructor(
    table: Table<KeptMark>,
    clock: Clock,
    call: CallFunction<NetworkCalls>,
    recounted: (log: Id) => void = () => undefined,
  ) {
    this.#table = table;
    this.#clock = clock;
    this.#call = call;
    this.#recounted = recounted;
  }

  /** From now on marks are those of this server. */
  of(server: Id): void {
    this.#server = server;
  }

  /** What a resume told replaces what was heard. */
  resumed(marks: readonly Mark[], counts: readonly Count[]): void {
    this.#connected = true;
    this.#heard = new Map();
    for (const mark of marks) this.#place(mark);
    this.#counts = new Map();
    this.#count(counts);
  }

  /** @returns whether it is news */
  hear(mark: Mark): boolean {
    const before = this.#heard.get(mark.log)?.get(courseOf(mark));
    if (before?.epoch === mark.epoch && before.seq >= mark.seq) return false;
    this.#place(mark);
    return true;
  }

  /** By the server's word; null where it has none in this lineage. */
  heard({ log, epoch, thread }: Pick<Mark, 'log' | 'epoch' | 'thread'>): number | null {
    const mark = this.#heard.get(log)?.get(thread ?? null);
    return mark?.epoch === epoch ? mark.seq : null;
  }

  /** The further of what the device kept and what the server said; null where neither knows this lineage. */
  async known(head: Pick<LogHead, 'log' | 'epoch'>): Promise<number | null> {
    const kept = await this.#table.get(this.#key(head.log)).catch(() => undefined);
    const mine = kept?.epoch === head.epoch ? kept.seq : null;
    const heard = this.heard(head);
    return mine === null || heard === null ? (mine ?? heard) : Math.max(mine, heard);
  }

  /** The thread was looked at, or the server counted it: this person has a part in it. */
  knowsThread(log: Id, root: Id): boolean {
    return this.#heard.get(log)?.has(root) === true || this.#counts.get(log)?.has(root) === true;
  }

  /**
   * @param holding what the device holds of this log
   * @param above the mark of the log's own course
   */
  unread({ log, epoch }: Pick<LogHead, 'log' | 'epoch'>, holding: Holding, above: number): AllUnread {
    const marks = new Map<Id, number>();
    for (const [course, mark] of this.#heard.get(log) ?? [])
      if (course !== null && mark.epoch === epoch) marks.set(course, mark.seq);
    const counts = new Map<Id, Counted>();
    for (const [course, counted] of this.#counts.get(log) ?? []) if (course !== null) counts.set(course, counted);
    const threads = unreadThreads(holding, marks, counts);
    const { unread, mentions } = unreadOf(holding, above, this.#counts.get(log)?.get(null) ?? null);
    const inThreads = [...threads.values()].reduce((sum, thread) => sum + thread.mentions, 0);
    return { unread, mentions: mentions + inThreads, threads };
  }

  /** Keeps it on the device, and tells the server what it has not heard yet. */
  put(mark: Mark): void {
    if (mark.thread === undefined)
      this.#table.put(this.#key(mark.log), { epoch: mark.epoch, seq: mark.seq }).catch(() => undefined);
    if ((this.heard(mark) ?? -1) >= mark.seq) return;
    if (mark.thread !== undefined) this.#place(mark);
    this.#unsaid.set(keyOf(mark), mark);
    this.tell();
  }

  /** What is held of this log is dropped: it is nobody's to read here any more. */
  drop(log: Id): void {
    this.#heard.delete(log);
    this.#counts.delete(log);
    for (const [key, mark] of this.#unsaid) if (mark.log === log) this.#unsaid.delete(key);
    this.#table.delete(this.#key(log)).catch(() => undefined);
  }

  /** Tells what is unsaid, now or when the pause since the last time is over. Without a connection it waits for the next resume. */
  tell(): void {
    if (!this.#connected || this.#closed || this.#cancel || this.#unsaid.size === 0) return;
    this.#cancel = this.#clock.after(limits.markEvery, () => {
      this.#cancel = null;
      this.tell();
    });
    void this.#say([...this.#unsaid.values()].slice(0, limits.resumeLogs));
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  async #say(marks: Mark[]): Promise<void> {
    // Gone from here while it is under way, so that the pause's end does not say it twice.
    for (const mark of marks) this.#unsaid.delete(keyOf(mark));
    const answer = await this.#call('markRead', { marks }).catch(() => null);
    if (answer?.ok) return this.#told(answer.value);
    if (answer?.error.kind === 'final') return;
    if (!answer) this.#connected = false;
    for (const mark of marks) if (!this.#unsaid.has(keyOf(mark))) this.#unsaid.set(keyOf(mark), mark);
    this.tell();
  }

  #told({ marks, counts }: { marks: readonly Mark[]; counts: readonly Count[] }): void {
    for (const mark of marks) this.hear(mark);
    const logs = new Set(marks.map(({ log }) => log));
    for (const log of logs) this.#counts.delete(log);
    this.#count(counts);
    for (const log of logs) this.#recounted(log);
  }

  #place(mark: Mark): void {
    const marks = this.#heard.get(mark.log) ?? new Map<Course, Mark>();
    this.#heard.set(mark.log, marks.set(courseOf(mark), mark));
  }

  #count(counts: readonly Count[]): void {
    for (const { log, thread, ...counted } of counts)
      this.#counts.set(log, (this.#counts.get(log) ?? new Map<Course, Counted>()).set(thread, counted));
  }

  #key(log: Id): string {
    return `${this.#server ?? ''}/${log}`;
  }
}

const keyOf = ({ log, thread }: Mark): string => `${log}/${thread ?? ''}`;
