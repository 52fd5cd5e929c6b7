/** All logs of one server on this device: replicas, how far they were read, and what their views are made of. */
import type { AppendResult, Draft, Entry, Id, LogHead, Mark, NetworkCalls, OpenLog, Output, Side } from '../protocol';
import { Asides } from './asides';
import type { KeptLog } from './cache';
import { Holding } from './holding';
import { Marks, type KeptMark } from './marks';
import type { Clock, Table } from './ports';
import { Reading } from './reading';
import { Replica, type ReplicaHooks } from './replica';
import { Showing, type Held, type ShowingParts } from './showing';
import type { Readable } from './signal';
import type { Threads } from './threads';
import type { LogView } from './views';

export interface LogsHooks extends Pick<ShowingParts, 'me' | 'pending' | 'unreadFrom'> {
  call: ReplicaHooks['call'];
  /** Above which seq a log is new to this person who has no mark there. */
  newAbove(log: LogHead & { first?: number }): number;
  /** Side logs for which something waits to be said. */
  sides(): ReadonlyMap<Id, Side>;
  /** What is held of a log changed; `added` came to its end. */
  grown(held: KeptLog, added: readonly Entry[]): void;
  /** Entries that nobody could have seen before this session; `missed`: they came with a later resume. */
  news(log: Id, entries: readonly Entry[], missed: boolean): void;
  /** Everything that a later resume told of has come. */
  caughtUp(): void;
  foreign(): void;
}

/** A head as a push tells it; what may be read of the log is in the first word of it. */
type Told = LogHead & Partial<Pick<OpenLog, 'first' | 'side'>>;

/** Entries a view should have to begin with; fewer make it ask for older ones at once. */
const FIRST_PAGE = 50;

export class Logs extends Holding {
  protected readonly marks: Marks;
  readonly #hooks: LogsHooks;
  protected readonly asides: Asides;
  readonly #showing: Showing;
  readonly #reading: Reading;
  /** Logs somebody has looked at: their newest page is always fetched. */
  readonly #opened = new Set<Id>();
  #heads = new Map<Id, LogHead>();
  /** Entries pushed before the resume's answer told of their log: only how far they went matters. */
  readonly #early = new Map<Id, LogHead>();
  /** From the first resume on, what comes is news; what was missed before the session began is history. */
  #resumedOnce = false;
  /** What comes now was missed while there was no connection. */
  #catchingUp = false;

  constructor(marks: Table<KeptMark>, clock: Clock, hooks: LogsHooks) {
    super();
    const { me, pending, unreadFrom, call } = hooks;
    this.#hooks = hooks;
    this.marks = new Marks(marks, clock, call, (log) => this.refresh(log));
    this.asides = new Asides(() => hooks.sides());
    const parts = { marks: this.marks, asides: this.asides, held: (log: Id) => this.held.get(log) };
    this.#showing = new Showing({ ...parts, me, pending, unreadFrom, call: (input) => call('thread', input) });
    this.#reading = new Reading({ ...parts, refresh: (log) => this.refresh(log) });
  }

  get threads(): Threads {
    return this.#showing.threads;
  }

  view(log: Id): Readable<LogView> {
    return this.#showing.view(log);
  }

  refresh(log: Id): void {
    this.#showing.refresh(log);
  }

  /** Somebody looks at this log: its newest page is needed. @throws when there is no connection */
  async open(log: Id): Promise<void> {
    this.#opened.add(log);
    const replica = this.replica(log);
    await replica?.catchUp();
    // A log that only pushes have filled so far starts in the middle.
    if (replica && replica.entries.length < FIRST_PAGE) await replica.loadOlder();
    await this.#reachAsides(log);
  }

  async loadOlder(log: Id): Promise<void> {
    await this.replica(log)?.loadOlder();
    await this.#reachAsides(log);
  }

  /** Loads a part of a hole. @throws when there is no connection */
  async fill(log: Id, after: number, side: 'older' | 'newer'): Promise<void> {
    await this.replica(log)?.fill(after, side);
  }

  /** Loads what stands around a seq. @throws when there is no connection */
  async goTo(log: Id, seq: number): Promise<void> {
    await this.replica(log)?.goTo(seq);
    await this.#reachAsides(log);
  }

  /** A log has another lineage, and so many entries of this device were missing in it. */
  rewound(log: Id, offered: number): void {
    const held = this.held.get(this.asides.of(log)?.room ?? log);
    if (!held) return;
    held.rewound = { offered: (held.rewound?.offered ?? 0) + offered };
    this.refresh(held.replica.log);
  }

  /** Somebody has read that the log was rewound. */
  understood(log: Id): void {
    const held = this.held.get(log);
    if (!held) return;
    held.rewound = null;
    this.refresh(log);
  }

  /** Takes over what an earlier run of this device kept of the server. */
  async restore(server: Id, logs: readonly KeptLog[]): Promise<void> {
    this.marks.of(server);
    for (const { log, epoch, entries, side } of logs) {
      const last = entries.at(-1);
      if (!last || this.held.has(log)) continue;
      if (side) this.asides.tell({ log, side });
      const { replica } = await this.#take({ log, epoch, head: last.seq });
      if (replica.epoch === epoch) replica.restore(entries);
    }
  }

  /** Takes over the logs of a resume, then fetches what was missed. Logs nobody looked at stay empty unless something in them is new. */
  async resumed({
    server,
    logs,
    marks,
    counts,
  }: Pick<Output<NetworkCalls['resume']>, 'server' | 'logs' | 'marks' | 'counts'>): Promise<void> {
    this.marks.of(server.id);
    this.marks.resumed(marks, counts);
    this.asides.resumed(logs);
    this.#heads = new Map(logs.map((head) => [head.log, head]));
    for (const log of logs) {
      await this.#meet(log, log.lineage === 'other');
      const held = this.held.get(log.log);
      if (held && !this.#resumedOnce) held.history = log.head;
      this.#reading.agree(log);
    }
    this.marks.tell();
    this.#catchingUp = this.#resumedOnce;
    this.#resumedOnce = true;
    const there = [...this.held].filter(([log]) => this.#heads.has(log));
    try {
      await Promise.all(there.map(([log, held]) => this.#fetch(log, held)));
    } finally {
      this.#catchingUp = false;
    }
    this.#hooks.caughtUp();
    for (const [log, { replica }] of there) {
      this.threads.skipped(log);
      replica.askPolls();
      if (this.#opened.has(log)) await this.#reachAsides(log);
    }
  }

  /** Learns of a log, or of its head, from a push. */
  async head(head: Told): Promise<void> {
    this.#heads.set(head.log, head);
    this.asides.tell(head);
    await this.#meet(head, false);
    const held = this.held.get(head.log);
    held?.replica.noteHead(head);
    // What was whispered or said before this device knew where, or is looked at already.
    const missed = held && (this.side(head.log) || this.#opened.has(head.log) || held.replica.head > head.head);
    if (held && missed) {
      await this.#fetch(head.log, held).catch(() => undefined);
      this.#reachSide(head.log);
    }
  }

  /**
   * Logs that are not this person's to read any more, and side logs with their rooms; what waits to be said there stays,
   * and is refused.
   * @returns those that were held
   */
  drop(gone: (log: Id) => boolean): Id[] {
    const dropped = [...this.held.keys()].filter((log) => gone(log) || gone(this.asides.of(log)?.room ?? log));
    for (const log of dropped) {
      this.held.delete(log);
      this.#heads.delete(log);
      this.#early.delete(log);
      this.marks.drop(log);
      this.threads.forget(log);
      this.refresh(log);
      this.asides.forget(log);
    }
    return dropped;
  }

  push(log: Id, epoch: Id, entries: readonly Entry[]): void {
    const held = this.held.get(log);
    if (held) return held.replica.push(epoch, entries);
    this.#early.set(log, { log, epoch, head: entries.at(-1)?.seq ?? 0 });
  }

  /**
   * An own entry was acknowledged: where it is next in order it is shown at once, else its head tells what to fetch. What
   * the server adds something to is on its way.
   */
  acknowledged(head: LogHead, draft: Draft, { seq, at }: Extract<AppendResult, { ok: true }>): void {
    const replica = this.replica(head.log);
    const last = replica?.position?.seq ?? 0;
    const added = this.asides.of(head.log) !== null || ('forward' in draft.body && draft.body.forward !== undefined);
    if (added && seq === last + 1) return replica?.expect(head);
    if (last > 0 && seq === last + 1) replica?.push(head.epoch, [{ ...draft, seq, at, author: this.#hooks.me() }]);
    replica?.noteHead(head);
  }

  markSeen(log: Id, seq: number): void {
    this.#reading.seen(log, seq);
  }

  /** Another device of this person has read further. */
  read(marks: readonly Mark[]): void {
    for (const mark of marks) this.#reading.heard(mark);
  }

  close(): void {
    this.marks.close();
  }

  protected me(): Id | null {
    return this.#hooks.me();
  }

  async #fetch(log: Id, { replica, seen }: Held): Promise<void> {
    const wanted =
      replica.position !== null ||
      this.#opened.has(this.asides.of(log)?.room ?? log) ||
      seen < (this.#heads.get(log)?.head ?? 0);
    if (wanted) await replica.catchUp();
  }

  /** Loads whispers as far back as what is held of their room. @throws when there is no connection */
  async #reachAsides(room: Id): Promise<void> {
    const from = this.replica(room)?.entries[0]?.seq;
    if (from === undefined) return;
    const sides = this.asides.in(room).flatMap(({ log }) => this.replica(log) ?? []);
    await Promise.all(sides.map((replica) => replica.reach(({ after = 0 }) => after < from)));
  }

  /** The same for one side log, where its room is looked at. Without a connection the next resume does it. */
  #reachSide(log: Id): void {
    const room = this.asides.of(log)?.room;
    if (room !== undefined && this.#opened.has(room)) this.#reachAsides(room).catch(() => undefined);
  }

  async #meet(head: Told, otherLineage: boolean): Promise<void> {
    const held = this.held.get(head.log) ?? (await this.#take(head));
    if (otherLineage || held.replica.epoch !== head.epoch) {
      held.history = head.head;
      held.seen = this.marks.heard(head) ?? head.head;
      held.rewound ??= { offered: 0 };
      this.threads.forget(head.log);
      held.replica.reset(head.epoch);
    }
    if (head.first !== undefined) held.replica.first = head.first;
    held.replica.noteHead(head);
    const early = this.#early.get(head.log);
    this.#early.delete(head.log);
    if (early?.epoch === head.epoch) held.replica.noteHead(early);
  }

  async #take(head: Told): Promise<Held> {
    const mark = await this.marks.known(head);
    const known = this.held.get(head.log);
    if (known) return known;
    const { log, first = 1 } = head;
    const seen = mark ?? this.#hooks.newAbove(head);
    if (mark === null) this.marks.put({ log, epoch: head.epoch, seq: seen });
    const replica = new Replica(log, head.epoch, {
      call: this.#hooks.call,
      foreign: () => this.#hooks.foreign(),
      skipped: () => {
        this.threads.skipped(log);
        this.#reachSide(log);
      },
      changed: (added) => {
        if (this.replica(log) !== replica) return;
        this.#hooks.grown({ log, epoch: replica.epoch, entries: replica.newest }, added);
        this.refresh(log);
        const news = added.filter(({ seq }) => seq > held.history);
        if (news.length > 0) this.#hooks.news(log, news, this.#catchingUp);
      },
    });
    // A side log that comes up in the middle of a session begins with news.
    const history = head.side && this.#resumedOnce ? first - 1 : head.head;
    const held: Held = { replica, seen, history, rewound: null };
    this.held.set(log, held);
    return held;
  }
}
