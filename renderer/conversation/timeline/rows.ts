/** What a timeline shows, line by line, made from what a device holds of a log. */
import type { LogView, Pending } from '../../../client';
import { isChange, type Entry, type Id } from '../../../protocol';

export type Row =
  /** The room's beginning. */
  | { kind: 'start'; key: 'start' }
  | { kind: 'day'; key: string; at: number }
  /** From here on it is new. */
  | { kind: 'new'; key: 'new' }
  | MessageRow
  /** Lines that this device does not hold: fetched when somebody comes near. */
  | { kind: 'hole'; key: string; after: number; before: number; loading: boolean }
  /** Somebody joined or was removed, a room was made. */
  | { kind: 'quiet'; key: Id; entry: Extract<Entry, { kind: 'joined' | 'removed' | 'created' }> };

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
  /** An edit or a deletion of it that waits for the server. */
  change: Pending | null;
  /** It was said anew. */
  edited: boolean;
  deleted: boolean;
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

export function rowsOf({ entries, holes, pending, complete }: LogView, { me, newAfter }: Context): Row[] {
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
  const texts = editsOf(entries);
  const changes = new Map(pending.flatMap((change) => (change.target === null ? [] : [[change.target, change]])));
  const say = (said: Pick<MessageRow, 'key' | 'author' | 'at' | 'text' | 'seq' | 'pending' | 'deleted'>) => {
    const opens = last?.author !== said.author || said.at - last.at > RUN_MS;
    const change = changes.get(said.key) ?? null;
    const edit = change?.kind === 'edit' ? change.text : texts.get(said.key);
    const edited = edit !== undefined && !said.deleted;
    last = { kind: 'message', ...said, text: edited ? edit : said.text, edited, change, opens };
    rows.push(last);
  };
  let hole = 0;

  for (const entry of entries) {
    const missing = holes[hole];
    if (missing?.before === entry.seq) {
      hole += 1;
      last = null;
      // What is missing is new as well.
      if (marks && newAfter !== null && missing.before - 1 > newAfter) {
        marks = false;
        rows.push({ kind: 'new', key: 'new' });
      }
      rows.push({ kind: 'hole', key: `hole-${missing.after}`, ...missing });
    }
    if (isChange(entry)) continue;
    turnDay(entry.at);
    if (marks && newAfter !== null && entry.seq > newAfter && entry.kind === 'message' && entry.author !== me) {
      marks = false;
      last = null;
      rows.push({ kind: 'new', key: 'new' });
    }
    if (entry.kind === 'message') {
      const { id, author, at, seq, body } = entry;
      say({ key: id, author, at, text: body.text, seq, pending: null, deleted: body.deleted === true });
    } else if (entry.kind === 'joined' || entry.kind === 'removed' || entry.kind === 'created') {
      last = null;
      rows.push({ kind: 'quiet', key: entry.id, entry });
    }
  }
  // What came back from the server may still be in the outbox for a moment: it is one message all the same.
  const said = new Set(pending.length > 0 ? entries.map(({ id }) => id) : []);
  for (const waiting of pending) {
    if (waiting.kind !== 'message' || said.has(waiting.id)) continue;
    turnDay(Math.max(waiting.at, entries.at(-1)?.at ?? 0));
    say({
      key: waiting.id,
      author: me,
      at: waiting.at,
      text: waiting.text,
      seq: null,
      pending: waiting,
      deleted: false,
    });
  }
  return unique(rows);
}

/** What messages say now, by their ids: the last edit counts. One whose text is empty belongs to a deleted message. */
function editsOf(entries: readonly Entry[]): Map<Id, string> {
  const texts = new Map<Id, string>();
  for (const { kind, body } of entries) if (kind === 'edit' && body.text !== '') texts.set(body.target, body.text);
  return texts;
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
