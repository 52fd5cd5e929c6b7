/** The views of logs, made of what is held, what waits and what was read: replaced whole when any of that changes. */
import { countedAbove, type Id } from '../protocol';
import type { Asides } from './asides';
import type { AllUnread, Marks } from './marks';
import type { Replica } from './replica';
import { Signal } from './signal';
import { Threads, type ThreadsHooks } from './threads';
import { EMPTY_LOG, type Aside, type LogView, type Pending } from './views';

/** A log on this device. */
export interface Held {
  replica: Replica;
  seen: number;
  /** The head when this session first met the log: what lies below is history, not news. */
  history: number;
  rewound: LogView['rewound'];
}

export interface ShowingParts {
  held(log: Id): Held | undefined;
  asides: Asides;
  marks: Marks;
  me(): Id | null;
  /** Marked as unread from this seq on. */
  unreadFrom(log: Id): number | null;
  pending(log: Id): Pending[];
  call: ThreadsHooks['call'];
}

const NONE: AllUnread = { unread: 0, mentions: 0, threads: new Map() };

export class Showing {
  readonly #parts: ShowingParts;
  readonly threads: Threads;
  /** One view for each log anybody asked for, also before the server told of it. */
  readonly #views = new Map<Id, Signal<LogView>>();

  constructor(parts: ShowingParts) {
    this.#parts = parts;
    const { held, pending, marks, call } = parts;
    const replica = (log: Id) => held(log)?.replica ?? null;
    this.threads = new Threads({ replica, pending, marks, call, refresh: (log) => this.refresh(log) });
  }

  view(log: Id): Signal<LogView> {
    const view = this.#views.get(log) ?? new Signal<LogView>(EMPTY_LOG);
    this.#views.set(log, view);
    return view;
  }

  /** Makes a log's views anew; a side log is part of its room's view. */
  refresh(log: Id): void {
    const view = this.view(log);
    const unread = this.#unread(log);
    view.set(this.#show(log, view.current, unread));
    this.threads.refresh(log, unread.threads);
    const room = this.#parts.asides.of(log)?.room;
    if (room !== undefined && room !== log) this.refresh(room);
  }

  #show(log: Id, before: LogView, own: AllUnread): LogView {
    const held = this.#parts.held(log);
    const pending = this.#parts.pending(log);
    const asides = this.#asides(log, before.asides);
    const whispers = asides.reduce((sum, { view }) => sum + view.unread, 0);
    const unread = own.unread + whispers;
    const mentions = own.mentions + whispers;
    const threadMentions = [...own.threads.values()].reduce((sum, thread) => sum + thread.mentions, 0);
    const counts = { unread, mentions, threadMentions };
    if (!held) return { ...EMPTY_LOG, pending, asides, ...counts };
    const { seen, rewound, replica } = held;
    const { entries, holes, head, complete, loadingOlder } = replica;
    const { changes, threads, tallies } = replica.around;
    const unreadFrom = this.#parts.unreadFrom(log);
    return {
      ...{ entries, holes, head, pending, changes, threads, tallies, asides },
      ...{ complete, loadingOlder, seen, unreadFrom, rewound },
      ...counts,
    };
  }

  #unread(log: Id): AllUnread {
    const { held, marks, me, unreadFrom } = this.#parts;
    const there = held(log);
    if (!there) return NONE;
    const { epoch, entries, holes, head } = there.replica;
    const above = countedAbove(there.seen, unreadFrom(log));
    return marks.unread({ log, epoch }, { entries, holes, head, me: me() }, above);
  }

  #asides(room: Id, before: readonly Aside[]): readonly Aside[] {
    const known = new Map(before.map((aside) => [aside.log, aside]));
    const asides = this.#parts.asides.in(room).flatMap(({ log, side: { members } }): Aside | [] => {
      const view = this.view(log).current;
      if (view.entries.length === 0 && view.pending.length === 0) return [];
      const same = known.get(log);
      return same?.view === view ? same : { log, members, view };
    });
    return asides.length === before.length && asides.every((aside, at) => aside === before[at]) ? before : asides;
  }
}
