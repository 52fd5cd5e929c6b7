/** What a timeline shows, line by line, made from what a device holds of a room: its log, and the whispers in it. Pure. */
import type { LogView } from '../../../client';
import { isChange, type Id, type MessageEntry } from '../../../protocol';
import { Whispers } from './asides';
import { MessageRows, opensRun } from './message-row';
import type { Marks } from './news';
import type { MessageRow, Row } from './row';

export type { MessageRow, Row } from './row';

interface Context {
  room: Id;
  me: Id | null;
  /** By log, above which seq it is new; null where nothing is marked. A side log that is not named is new as a whole. */
  newAfter: Marks | null;
}

export function rowsOf(view: LogView, { room, me, newAfter }: Context): Row[] {
  const { entries, holes, pending, complete, asides } = view;
  const rows: Row[] = complete ? [{ kind: 'start', key: 'start' }] : [];
  const first = entries[0];
  const roomNew = newAfter?.get(room) ?? null;
  // A divider at the very top of what is held would have to move when older entries come.
  let marks = roomNew !== null && first !== undefined && (complete || first.seq <= roomNew);
  let day = 0;
  let last: MessageRow | null = null;

  const turnDay = (at: number) => {
    const next = startOfDay(at, day);
    if (next === day) return;
    day = next;
    last = null;
    rows.push({ kind: 'day', key: `day-${next}`, at });
  };
  const divide = () => {
    marks = false;
    last = null;
    rows.push({ kind: 'new', key: 'new' });
  };
  const say = (row: MessageRow) => {
    row.opens = opensRun(row, last);
    last = row;
    rows.push(row);
  };

  const own = new MessageRows({ log: room, whisper: null, me, view });
  const whispers = new Whispers(asides, me);
  const whisper = (seq: number) => {
    for (const { log, entry, rows: aside, after } of whispers.upTo(seq)) {
      turnDay(entry.at);
      if (marks && entry.author !== me && after >= (roomNew ?? 0) && entry.seq > (newAfter?.get(log) ?? 0)) divide();
      say(aside.said(entry));
    }
  };

  let hole = 0;
  if (!complete && first) whispers.skipTo(first.seq);
  for (const entry of entries) {
    const missing = holes[hole];
    if (missing?.before === entry.seq) {
      hole += 1;
      whisper(missing.after);
      whispers.skipTo(entry.seq);
      last = null;
      // What is missing is new as well.
      if (marks && missing.before - 1 > (roomNew ?? 0)) divide();
      rows.push({ kind: 'hole', key: `hole-${missing.after}`, ...missing });
    }
    if (asides.length > 0) whisper(entry.seq - 1);
    if (isChange(entry)) continue;
    if (entry.kind === 'message') {
      if (entry.body.thread !== undefined) continue;
      turnDay(entry.at);
      if (marks && entry.seq > (roomNew ?? 0) && entry.author !== me) divide();
      say(own.said(entry));
    } else {
      turnDay(entry.at);
      last = null;
      rows.push({ kind: 'quiet', key: entry.id, entry });
    }
  }
  whisper(Infinity);

  // What came back from the server may still be in the outbox for a moment: it is one message all the same.
  const said = new Set(pending.length > 0 ? entries.map(({ id }) => id) : []);
  const waiting = pending.filter(({ kind, id, body }) => kind === 'message' && !said.has(id) && !threadOf(body));
  const latest = entries.at(-1)?.at ?? 0;
  for (const row of byAge(
    waiting.map((one) => own.waits(one)),
    whispers.waiting,
  )) {
    turnDay(Math.max(row.at, latest));
    say(row);
  }
  return unique(rows);
}

const threadOf = (body: object): Id | undefined => (body as Partial<MessageEntry['body']>).thread;

/** The beginning of the day of `at`; asks the calendar only where it may be another day than `day`. */
function startOfDay(at: number, day: number): number {
  // A day is never shorter than this, summer time or not.
  const SHORTEST = 23 * 60 * 60_000;
  return at >= day && at < day + SHORTEST ? day : new Date(at).setHours(0, 0, 0, 0);
}

/** Two lists that each keep their order. */
function byAge(some: readonly MessageRow[], others: readonly MessageRow[]): readonly MessageRow[] {
  return others.length === 0 ? some : [...some, ...others].sort((a, b) => a.at - b.at);
}

/** Clocks that jump back can bring one day twice: keys must stay apart. */
function unique(rows: Row[]): Row[] {
  const seen = new Map<string, number>();
  for (const row of rows) {
    if (row.kind !== 'day') continue;
    const times = seen.get(row.key) ?? 0;
    seen.set(row.key, times + 1);
    if (times > 0) row.key = `${row.key}-${times}`;
  }
  return rows;
}
