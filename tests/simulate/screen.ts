/** What a person of a simulation sees: the room's log and its whispers, as they come, as they stand, and at rest. */
import type { Aside, Session } from '../../client';
import type { Answer, Entry, Id, NetworkCalls, NetworkPushes, Output, Payload } from '../../protocol';
import type { Line } from '../faults/journal';
import { brief } from '../faults/said';
import type { Kept } from './porch';

/** A line of the journal, and for what was seen or answered the lineage it was of. */
export interface Noted {
  line: Line;
  epoch: Id | null;
  /** The side log it is about; null for the room's own. */
  side: Id | null;
}

/** The lineages a device was told of last; it outlives the app. */
export class Told {
  /** Of the room. */
  epoch: Id | null = null;
  readonly #ofSides = new Map<Id, Id>();

  of(side: Id | null): Id | null {
    return side === null ? this.epoch : (this.#ofSides.get(side) ?? null);
  }

  answered(name: string, answer: Answer<unknown>): void {
    if (name !== 'resume' || !answer.ok) return;
    const { logs, rooms } = answer.value as Output<NetworkCalls['resume']>;
    for (const { log, epoch, side } of logs) {
      if (side) this.#ofSides.set(log, epoch);
      else if (log === rooms[0]?.id) this.epoch = epoch;
    }
  }

  /** A side log may come up before the answer that tells of all. */
  pushed(name: string, payload: unknown): void {
    if (name !== 'logs') return;
    for (const { log, epoch } of (payload as Payload<NetworkPushes['logs']>).logs) this.#ofSides.set(log, epoch);
  }
}

/** What came onto the screen in one run of the app. */
export class Screen {
  readonly #told: Told;
  readonly #words: ReadonlyMap<Id, string>;
  readonly #note: (noted: Noted) => void;
  /** Of a log, the highest seq, and of which lineage that is; null until something is there. */
  readonly #seen = new Map<Id | null, { seq: number; epoch: Id | null }>();

  /** @param epoch of what the device kept of the room */
  constructor(told: Told, words: ReadonlyMap<Id, string>, epoch: Id | null, note: (noted: Noted) => void) {
    this.#told = told;
    this.#words = words;
    this.#note = note;
    this.#seen.set(null, { seq: 0, epoch });
  }

  shows(entries: readonly Entry[], asides: readonly Aside[]): void {
    const all = new Map(asides.map(({ log, view }) => [log, view.entries]));
    this.#shows(null, entries);
    for (const side of new Set([...this.#seen.keys(), ...all.keys()]))
      if (side !== null) this.#shows(side, all.get(side) ?? []);
  }

  #shows(side: Id | null, entries: readonly Entry[]): void {
    const seen = this.#seen.get(side) ?? { seq: 0, epoch: null };
    this.#seen.set(side, seen);
    const last = entries.at(-1)?.seq ?? 0;
    // A view that shrinks at its end was emptied: what comes next is of the lineage this device was told of.
    if (last < seen.seq) [seen.seq, seen.epoch] = [0, null];
    if (last > 0) seen.epoch ??= this.#told.of(side);
    for (const entry of entries) {
      if (entry.seq <= seen.seq) continue;
      seen.seq = entry.seq;
      const line: Line = { t: 'seen', seq: entry.seq, id: entry.id, text: wordsOf(entry, this.#words) };
      this.#note({ line, epoch: seen.epoch, side });
    }
  }
}

/** What stands on the screen at the end, by log, and the lines that say so. */
export function finalViews(session: Session, room: Id): { held: Map<Id, readonly Entry[]>; lines: Noted[] } {
  const held = new Map<Id, readonly Entry[]>();
  const lines = [room, ...session.log(room).current.asides.map(({ log }) => log)].map((log): Noted => {
    const { entries, holes } = session.log(log).current;
    held.set(log, entries);
    const rows = entries.map(({ seq, id }): [number, Id] => [seq, id]);
    const missing = holes.map(({ after, before }): [number, number] => [after + 1, before - 1]);
    return { line: { t: 'view', rows, holes: missing }, epoch: null, side: log === room ? null : log };
  });
  return { held, lines };
}

/** Everything said is settled, and all that is kept for this person is on their screen. */
export function atRest(session: Session, room: Id, { logs, sides }: Kept): boolean {
  const me = session.server.current.me ?? '';
  const mine = [...sides].flatMap(([log, { members }]) => (members.includes(me) ? log : []));
  const shown = session.log(room).current.asides.map(({ log }) => log);
  return [room, ...new Set([...mine, ...shown])].every((log) => {
    const { entries, holes, pending, complete } = session.log(log).current;
    const last = logs.get(log)?.entries.at(-1)?.id;
    return complete && holes.length === 0 && pending.every(({ refused }) => refused) && entries.at(-1)?.id === last;
  });
}

/** A message on the screen, of whomever, counted from the end. */
export function messageOn(session: Session, room: Id, which: number): Id | undefined {
  const { entries } = session.log(room).current;
  const messages = entries.filter(({ kind, body }) => kind === 'message' && !body.thread);
  return messages.at(-1 - (which % Math.max(1, messages.length)))?.id;
}

/** Scrolls: to older entries, and into a hole from either side. */
export function lookFurther(session: Session, room: Id): void {
  const { complete, holes, entries } = session.log(room).current;
  if (!complete) void session.loadOlder(room);
  const [hole] = holes;
  if (hole) void session.fill(room, hole.after, entries.length % 2 === 0 ? 'older' : 'newer');
}

/** What an entry says, as journals have it; of what was deleted, what it said before. */
export function wordsOf(entry: Entry, words: ReadonlyMap<Id, string>): string | null {
  if (entry.kind !== 'message') return null;
  return entry.body.deleted ? (words.get(entry.id) ?? '') : brief(entry.body.text);
}
