/** The last message of a place, for who wants to say it anew or to answer it; in a room whispers are among them. Pure. */
import type { Aside, LogView } from '../../../client';
import type { Id, MessageEntry } from '../../../protocol';
import { becameOf } from '../timeline/became';

type Said = Pick<LogView, 'entries' | 'pending' | 'changes'> & { asides?: readonly Aside[] };

export interface Sought {
  me: Id | null;
  /** The author it has to be of, or not to be of. */
  whose: 'mine' | 'others';
  /** The thread it stands in; null: in the room's own course. */
  thread: Id | null;
}

export interface Last {
  id: Id;
  text: string;
  /** Who reads it, where it is a whisper. */
  whisper: readonly Id[] | null;
}

interface Found extends Last {
  /** Of what waits to go out: since when, in ms since 1970. */
  waits: number | null;
  /** The entry of the room that it stands at, or behind. */
  after: number;
  at: number;
}

export function lastMessage(said: Said, sought: Sought): Last | null {
  const asides = (said.asides ?? []).map(({ view, members }) => lastOf(view, sought, members));
  let last: Found | null = null;
  for (const one of [lastOf(said, sought, null), ...asides]) if (one && (!last || isLater(one, last))) last = one;
  return last && { id: last.id, text: last.text, whisper: last.whisper };
}

/** As they stand in the room's course: what waits at its end, a whisper behind the entry it was said after. */
function isLater(one: Found, other: Found): boolean {
  if (one.waits !== null || other.waits !== null) return (one.waits ?? -1) > (other.waits ?? -1);
  if (one.after !== other.after) return one.after > other.after;
  return one.whisper !== null && (other.whisper === null || one.at >= other.at);
}

function lastOf(
  { entries, pending, changes }: Said,
  { me, whose, thread }: Sought,
  whisper: readonly Id[] | null,
): Found | null {
  if (whose === 'mine') {
    const waiting = pending
      .filter(({ kind, refused, body }) => kind === 'message' && refused === null && isIn(thread, body))
      .at(-1);
    if (waiting) return { id: waiting.id, text: waiting.text, whisper, waits: waiting.at, after: 0, at: waiting.at };
  }
  let last: MessageEntry | null = null;
  for (let at = entries.length - 1; at >= 0 && !last; at -= 1) {
    const entry = entries[at];
    if (entry?.kind !== 'message' || entry.body.deleted || entry.body.poll) continue;
    if (!isIn(thread, entry.body)) continue;
    if ((entry.author === me) !== (whose === 'mine')) continue;
    if (!changes.get(entry.id)?.some(({ kind }) => kind === 'delete')) last = entry;
  }
  if (!last) return null;
  const { id, seq, at, after } = last;
  const waiting = pending.filter(({ kind, target }) => kind === 'edit' && target === id).at(-1);
  const text = waiting?.text ?? becameOf(changes.get(id)).anew?.text ?? last.body.text;
  return { id, text, whisper, waits: null, after: whisper ? (after ?? 0) : seq, at };
}

const isIn = (thread: Id | null, body: object): boolean =>
  ((body as Partial<MessageEntry['body']>).thread ?? null) === thread;
