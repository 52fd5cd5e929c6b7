/** All logs of one server on this device: replicas, marks of what was seen, and the views made of them. */
import {
  countedAbove,
  type AppendResult,
  type Draft,
  type Entry,
  type Id,
  type LogHead,
  type Mark,
  type MessageEntry,
  type NetworkCalls,
  type OpenLog,
  type Output,
  type Position,
  type Side,
} from '../protocol';
import type { KeptLog } from './cache';
import { partsHeld } from './counts';
import { Marks, type KeptMark } from './marks';
import type { Clock, Table } from './ports';
import { Replica, type ReplicaHooks } from './replica';
import { Signal, type Readable } from './signal';
import { EMPTY_LOG, type LogView, type Pending } from './views';

export interface LogsHooks {
  call: ReplicaHooks['call'];
  me(): Id | null;
  /** Above which seq a log is new to this person who has no mark there. */
  newAbove(log: LogHead & { first?: number }): number;
  /** Marked as unread from this seq on. */
  unreadFrom(log: Id): number | null;
  pending(log: Id): Pending[];
  /** What is held of a log changed; `added` came to its end. */
  grown(held: KeptLog, added: readonly Entry[]): void;
  /** Entries that nobody could have seen before this session. */
  news(log: Id, entries: readonly Entry[]): void;
  foreign(): void;
}

interface Held {
  replica: Replica;
  view: Signal<LogView>;
  seen: number;
  /** The head when this session first met the log: what lies below is history, not news. */
  history: number;
  rewound: LogView['rewound'];
}

/** Entries a view should have to begin with; fewer make it ask for older ones at once. */
const FIRST_PAGE = 50;

export class Logs {
  readonly #marks: Marks;
  readonly #hooks: LogsHooks;
  readonly #held = new Map<Id, Held>();
  /** One view for each log anybody asked for, also before the server told of it. */
  readonly #views = new Map<Id, Signal<LogView>>();
  /** Logs somebody has looked at: their newest page is always fetched. */
  readonly #opened = new Set<Id>();
  #heads = new Map<Id, LogHead>();
  #sides = new Map<Id, Side>();
  /** Entries pushed before the resume's answer told of their log: only how far they went matters. */
  readonly #early = new Map<Id, LogHead>();
  /** From the first resume on, what comes is news; what was missed before the session began is history. */
  #resumedOnce = false;

  constructor(marks: Table<KeptMark>, clock: Clock, hooks: LogsHooks) {
    this.#marks = new Marks(marks, clock, hooks.call, (log) => this.refresh(log));
    this.#hooks = hooks;
  }

  get positions(): Position[] {
    return [...this.#held.values()].flatMap(({ replica }) => replica.position ?? []);
  }

  view(log: Id): Readable<LogView> {
    return this.#signal(log);
  }

  /** Somebody looks at this log: its newest page is needed. @throws when there is no connection */
  async open(log: Id): Promise<void> {
    this.#opened.add(log);
    const replica = this.#held.get(log)?.replica;
    await replica?.catchUp();
    // A log that only pushes have filled so far starts in the middle.
    if (replica && replica.entries.length < FIRST_PAGE) await replica.loadOlder();
  }

  loadOlder(log: Id): Promise<void> {
    return this.#held.get(log)?.replica.loadOlder() ?? Promise.resolve();
  }

  /** Loads a part of a hole. @throws when there is no connection */
  fill(log: Id, after: number, side: 'older' | 'newer'): Promise<void> {
    return this.#held.get(log)?.replica.fill(after, side) ?? Promise.resolve();
  }

  held(log: Id, id: Id): Entry | null {
    return this.#held.get(log)?.replica.entries.find((held) => held.id === id) ?? null;
  }

  /** The message this device knows under an id, or null. */
  message(log: Id, id: Id): MessageEntry | null {
    const entry = this.held(log, id);
    return entry?.kind === 'message' ? entry : null;
  }

  /** This person has a part in a thread, as far as the device knows. */
  takesPart(log: Id, root: Id): boolean {
    const entries = this.#held.get(log)?.replica.entries ?? [];
    return this.#marks.knowsThread(log, root) || partsHeld({ entries, me: this.#hooks.me() }).has(root);
  }

  /** The lineage that is held of a log; null for a log nobody told of. */
  epoch(log: Id): Id | null {
    return this.#held.get(log)?.replica.epoch ?? null;
  }

  /** The room and the people of a side log. */
  side(log: Id): Side | null {
    return this.#sides.get(log) ?? null;
  }

  /** The highest seq this device holds of a log. */
  last(log: Id): number {
    return this.#held.get(log)?.replica.position?.seq ?? 0;
  }

  /** A log has another lineage, and so many entries of this device were missing in it. */
  rewound(log: Id, offered: number): void {
    const held = this.#held.get(log);
    if (!held) return;
    held.rewound = { offered: (held.rewound?.offered ?? 0) + offered };
    this.refresh(log);
  }

  /** Somebody has read that the log was rewound. */
  understood(log: Id): void {
    const held = this.#held.get(log);
    if (!held) return;
    held.rewound = null;
    this.refresh(log);
  }

  /** Takes over what an earlier run of this device kept of the server. */
  async restore(server: Id, logs: readonly KeptLog[]): Promise<void> {
    this.#marks.of(server);
    for (const { log, epoch, entries } of logs) {
      const last = entries.at(-1);
      if (!last || this.#held.has(log)) continue;
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
    this.#marks.of(server.id);
    this.#marks.resumed(marks, counts);
    this.#heads = new Map(logs.map((head) => [head.log, head]));
    this.#sides = new Map(logs.flatMap(({ log, side }) => (side ? [[log, side] as const] : [])));
    for (const log of logs) {
      await this.#meet(log, log.lineage === 'other');
      const held = this.#held.get(log.log);
      if (held && !this.#resumedOnce) held.history = log.head;
      if (held) this.#agree(log, held);
    }
    this.#marks.tell();
    this.#resumedOnce = true;
    await Promise.all(
      [...this.#held].filter(([log]) => this.#heads.has(log)).map(([log, held]) => this.#fetch(log, held)),
    );
  }

  /** Learns of a log, or of its head, from a push. */
  async head(head: LogHead & Partial<Pick<OpenLog, 'first' | 'side'>>): Promise<void> {
    this.#heads.set(head.log, head);
    if (head.side) this.#sides.set(head.log, head.side);
    await this.#meet(head, false);
    this.#held.get(head.log)?.replica.noteHead(head);
  }

  /** Drops all that is held of those logs that are nobody's to read here any more. @returns which these were */
  drop(gone: (log: Id) => boolean): Id[] {
    const dropped = [...this.#held.keys()].filter(gone);
    for (const log of dropped) {
      this.#held.delete(log);
      this.#heads.delete(log);
      this.#sides.delete(log);
      this.#early.delete(log);
      this.#marks.drop(log);
      this.#signal(log).set(EMPTY_LOG);
    }
    return dropped;
  }

  push(log: Id, epoch: Id, entries: readonly Entry[]): void {
    const held = this.#held.get(log);
    if (held) return held.replica.push(epoch, entries);
    this.#early.set(log, { log, epoch, head: entries.at(-1)?.seq ?? 0 });
  }

  /** An own entry was acknowledged: where it is next in order it is shown at once, else its head tells what to fetch. */
  acknowledged(head: LogHead, draft: Draft, { seq, at }: Extract<AppendResult, { ok: true }>): void {
    const replica = this.#held.get(head.log)?.replica;
    const last = replica?.position?.seq ?? 0;
    if (last > 0 && seq === last + 1) replica?.push(head.epoch, [{ ...draft, seq, at, author: this.#hooks.me() }]);
    replica?.noteHead(head);
  }

  markSeen(log: Id, seq: number): void {
    const held = this.#held.get(log);
    const position = held?.replica.position;
    if (!held || !position || seq <= held.seen) return;
    held.seen = Math.min(seq, held.replica.head);
    this.#marks.put({ log, epoch: position.epoch, seq: held.seen });
    this.refresh(log);
  }

  /** Another device of this person has read further. */
  read(marks: readonly Mark[]): void {
    for (const mark of marks) {
      const held = this.#held.get(mark.log);
      if (!this.#marks.hear(mark) || !held) continue;
      if (mark.thread === undefined) this.#agree(mark, held);
      else this.refresh(mark.log);
    }
  }

  close(): void {
    this.#marks.close();
  }

  /** Makes a log's view anew, after its pending entries changed. */
  refresh(log: Id): void {
    const held = this.#held.get(log);
    const pending = this.#hooks.pending(log);
    if (!held) return this.#signal(log).update((view) => ({ ...view, pending }));
    const { replica, seen, rewound } = held;
    const { entries, holes, head, complete, loadingOlder } = replica;
    const unreadFrom = this.#hooks.unreadFrom(log);
    const { unread, mentions } = this.#marks.unread(
      { log, epoch: replica.epoch },
      { entries, holes, head, me: this.#hooks.me() },
      countedAbove(seen, unreadFrom),
    );
    held.view.set({
      ...EMPTY_LOG,
      ...{ entries, holes, head, pending, complete, loadingOlder, seen, unread, mentions, unreadFrom, rewound },
    });
  }

  async #fetch(log: Id, { replica, seen }: Held): Promise<void> {
    const wanted = replica.position !== null || this.#opened.has(log) || seen < (this.#heads.get(log)?.head ?? 0);
    if (wanted) await replica.catchUp();
  }

  /** What the person has seen is the most that this device or the server knows of; each tells the other. */
  #agree({ log, epoch }: Pick<LogHead, 'log' | 'epoch'>, held: Held): void {
    if (held.replica.epoch !== epoch) return;
    const heard = this.#marks.heard({ log, epoch });
    const risen = heard !== null && heard > held.seen;
    if (risen) held.seen = heard;
    if (risen || heard !== held.seen) this.#marks.put({ log, epoch, seq: held.seen });
    if (risen) this.refresh(log);
  }

  async #meet(head: LogHead, otherLineage: boolean): Promise<void> {
    const held = this.#held.get(head.log) ?? (await this.#take(head));
    if (otherLineage || held.replica.epoch !== head.epoch) {
      held.history = head.head;
      held.seen = this.#marks.heard(head) ?? head.head;
      held.rewound ??= { offered: 0 };
      held.replica.reset(head.epoch);
    }
    held.replica.noteHead(head);
    const early = this.#early.get(head.log);
    this.#early.delete(head.log);
    if (early?.epoch === head.epoch) held.replica.noteHead(early);
  }

  async #take(head: LogHead): Promise<Held> {
    const mark = await this.#marks.known(head);
    const known = this.#held.get(head.log);
    if (known) return known;
    const seen = mark ?? this.#hooks.newAbove(head);
    if (mark === null) this.#marks.put({ log: head.log, epoch: head.epoch, seq: seen });
    const view = this.#signal(head.log);
    const replica = new Replica(head.log, head.epoch, {
      call: this.#hooks.call,
      foreign: () => this.#hooks.foreign(),
      changed: (added) => {
        this.#hooks.grown({ log: head.log, epoch: replica.epoch, entries: replica.newest }, added);
        this.refresh(head.log);
        const news = added.filter(({ seq }) => seq > held.history);
        if (news.length > 0) this.#hooks.news(head.log, news);
      },
    });
    const held: Held = { replica, view, seen, history: head.head, rewound: null };
    this.#held.set(head.log, held);
    return held;
  }

  #signal(log: Id): Signal<LogView> {
    const view = this.#views.get(log) ?? new Signal<LogView>(EMPTY_LOG);
    this.#views.set(log, view);
    return view;
  }
}
