/**
 * Logs as they grow, each entry once and in order: what is pushed next in order is taken, everything else is read from
 * where one is. A lost connection, a server that was killed and one that came back with a backup all end in `look`.
 */
import type { Session } from '../../client';
import type { Entry, Id, NetworkCalls, OpenLog, Output, Room } from '../../protocol';
import type { Context } from '../context';
import { must } from '../member';
import { titleOf } from '../naming';
import { pages } from './pages';
import type { Place } from './lines';

/** So many entries back it looks in another history for what was told before. */
const LOOKED_BACK = 1_000;

interface Cursor extends Place {
  /** All up to here was told. */
  seq: number;
  /** Nothing below was ever to be told. */
  readonly from: number;
  /** The last ids that were told. */
  told: Id[];
  /** There may be more than was told. */
  behind: boolean;
}

export interface Following {
  rooms: ReadonlySet<Id> | null;
  /** After which seq to begin with a log that is there when it begins. */
  begin(log: OpenLog): number;
  tell(entries: readonly Entry[], place: Place): Promise<void> | void;
}

type Resumed = Output<NetworkCalls['resume']>;

export class Follower {
  readonly #session: Session;
  readonly #context: Context;
  readonly #what: Following;
  readonly #cursors = new Map<Id, Cursor>();
  #begun = false;
  #again = true;
  #wake: () => void = () => undefined;
  #reading: Id | null = null;

  constructor(session: Session, context: Context, what: Following) {
    this.#session = session;
    this.#context = context;
    this.#what = what;
  }

  /** Never ends by itself. @throws Ended where it cannot go on */
  async run(): Promise<never> {
    const { words, out } = this.#context;
    let here = true;
    let over: (() => void) | null = null;
    this.#session.on('entries', (push) => this.#pushed(push.log, push.epoch, push.entries));
    this.#session.on('heads', ({ logs }) => logs.forEach(({ log, head }) => this.#behind(log, head)));
    for (const push of ['logs', 'rooms'] as const) this.#session.on(push, () => this.#look());
    this.#session.on('gone', ({ logs }) => logs.forEach((log) => this.#cursors.delete(log)));
    this.#session.connection.subscribe(({ phase }) => {
      if (phase === 'connected' && !here) this.#look();
      if ((phase === 'connected') !== here && phase !== 'connecting') {
        here = phase === 'connected';
        if (phase !== 'offline') out.say(here ? words.back : words.lost);
      }
      if (phase === 'offline') over?.();
    });
    for (;;) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      over = this.#wake;
      if (this.#again) await this.#meet();
      for (const cursor of this.#cursors.values()) if (cursor.behind) await this.#catchUp(cursor);
      if (this.#again || [...this.#cursors.values()].some(({ behind }) => behind)) continue;
      // Asked for the sake of how it ends: while it is offline nothing is.
      if (this.#session.connection.current.phase === 'offline') this.#again = true;
      else await woken;
    }
  }

  #look(): void {
    this.#again = true;
    this.#wake();
  }

  #behind(log: Id, head: number): void {
    const cursor = this.#cursors.get(log);
    if (!cursor || head <= cursor.seq) return;
    cursor.behind = true;
    this.#wake();
  }

  #pushed(log: Id, epoch: Id, entries: readonly Entry[]): void {
    const cursor = this.#cursors.get(log);
    const next = cursor && !cursor.behind && this.#reading !== log && !this.#again && cursor.epoch === epoch;
    if (!next || entries[0]?.seq !== cursor.seq + 1) {
      if (cursor && epoch !== cursor.epoch) return this.#look();
      return this.#behind(log, entries.at(-1)?.seq ?? 0);
    }
    void this.#take(cursor, entries);
  }

  /** Which logs there are, and in which history. */
  async #meet(): Promise<void> {
    this.#again = false;
    const resumed = await must(this.#session, this.#context, 'resume', { logs: [] });
    for (const log of resumed.logs) {
      const room = this.#roomOf(log, resumed);
      if (!room) continue;
      const known = this.#cursors.get(log.log);
      if (!known) this.#begin(log, room);
      else if (known.epoch !== log.epoch) this.#otherHistory(known, log);
      else if (log.head > known.seq) known.behind = true;
    }
    const there = new Set(resumed.logs.map(({ log }) => log));
    for (const log of this.#cursors.keys()) if (!there.has(log)) this.#cursors.delete(log);
    this.#begun = true;
  }

  #roomOf({ log, side }: OpenLog, { rooms }: Resumed): Room | null {
    const id = side?.room ?? log;
    if (this.#what.rooms && !this.#what.rooms.has(id)) return null;
    return rooms.find((room) => room.id === id) ?? null;
  }

  /** A log that comes up while it runs is told from its first entry on. */
  #begin(open: OpenLog, room: Room): void {
    const { log, epoch, head, first, side } = open;
    const seq = Math.max(first - 1, this.#begun ? 0 : this.#what.begin(open));
    const members = side?.members ?? null;
    this.#cursors.set(log, { log, epoch, room, members, seq, from: seq, told: [], behind: head > seq });
  }

  #otherHistory(cursor: Cursor, { epoch, head, log }: OpenLog): void {
    const { words, out } = this.#context;
    out.say(words.otherHistory(titleOf(cursor.room, this.#session.server.current, words)));
    const back = Math.max(cursor.from, Math.min(cursor.seq, head) - LOOKED_BACK);
    this.#cursors.set(log, { ...cursor, epoch, seq: Math.min(back, head), behind: true });
  }

  async #catchUp(cursor: Cursor): Promise<void> {
    const { log, epoch } = cursor;
    cursor.behind = false;
    this.#reading = log;
    try {
      for await (const page of pages(this.#session, this.#context, { log, epoch, after: cursor.seq })) {
        if (page === null) return void (this.#again = true);
        await this.#take(cursor, page.entries);
        if (this.#cursors.get(log) !== cursor) return;
      }
    } finally {
      this.#reading = null;
    }
  }

  async #take(cursor: Cursor, entries: readonly Entry[]): Promise<void> {
    cursor.seq = entries.at(-1)?.seq ?? cursor.seq;
    const told = new Set(cursor.told);
    const news = entries.filter(({ id }) => !told.has(id));
    cursor.told = [...cursor.told, ...news.map(({ id }) => id)].slice(-LOOKED_BACK);
    await this.#what.tell(news, cursor);
    await this.#context.out.room();
  }
}
