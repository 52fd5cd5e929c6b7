/** What a timeline shows, line by line, made from what a device holds of a log. */
import type { LogView, Pending } from '../../../client';
import type { Entry, Id } from '../../../protocol';

export type Row =
  /** The room's beginning. */
  | { kind: 'start'; key: 'start' }
  | { kind: 'day'; key: string; at: number }
  /** From here on it is new. */
  | { kind: 'new'; key: 'new' }
  | MessageRow
  /** Somebody joined, a room was made. */
  | { kind: 'quiet'; key: Id; entry: Extract<Entry, { kind: 'joined' | 'created' }> };

export interface MessageRow {
  kind: 'message';
  /** The entry's id: a waiting message stays the same row when it becomes an entry. */
  key: Id;
  author: Id | null;
  at: number;
  text: string;
  /** Null while it waits for the server. */
  seq: number | null;
  pending: Pending | null;
  /** It opens a run: face, name and time stand above it. */
  opens: boolean;
}

/** Messages of one author with no longer pause than this stand under one name. */
const RUN_MS = 5 * 60_000;

interface Context {
  me: Id | null;
  /** New messages are those above this seq; null where nothing is marked. */
  newAfter: number | null;
}

export function rowsOf({ entries, pending, complete }: LogView, { me, newAfter }: Context): Row[] {
  const rows: Row[] = complete ? [{ kind: 'start', key: 'start' }] : [];
  const first = entries[0];
  // A divider at the very top of what is held would have to move when older entries come.
  let marks = newAfter !== null && first !== undefined && (complete || first.seq <= newAfter);
  let day = 0;
  let last: MessageRow | null = null;

  const turnDay = (at: number) => {
    const next = new Date(at).setHours(0, 0, 0, 0);
    if (next === day) return;
    day = next;
    last = null;
    rows.push({ kind: 'day', key: `day-${next}`, at });
  };
  const say = (message: Omit<MessageRow, 'kind' | 'opens'>) => {
    const opens = last?.author !== message.author || message.at - last.at > RUN_MS;
    last = { kind: 'message', ...message, opens };
    rows.push(last);
  };

  for (const entry of entries) {
    turnDay(entry.at);
    if (marks && newAfter !== null && entry.seq > newAfter && entry.kind === 'message' && entry.author !== me) {
      marks = false;
      last = null;
      rows.push({ kind: 'new', key: 'new' });
    }
    if (entry.kind === 'message') {
      const { id, author, at, seq, body } = entry;
      say({ key: id, author, at, text: body.text, seq, pending: null });
    } else {
      last = null;
      rows.push({ kind: 'quiet', key: entry.id, entry });
    }
  }
  for (const waiting of pending) {
    turnDay(Math.max(waiting.at, entries.at(-1)?.at ?? 0));
    say({ key: waiting.id, author: me, at: waiting.at, text: waiting.text, seq: null, pending: waiting });
  }
  return unique(rows);
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
