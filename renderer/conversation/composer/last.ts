/** The last message of a place, for who wants to say it anew or to answer it. Pure. */
import type { LogView } from '../../../client';
import type { Id, MessageEntry } from '../../../protocol';
import { becameOf } from '../timeline/became';

type Said = Pick<LogView, 'entries' | 'pending' | 'changes'>;

export interface Last {
  id: Id;
  text: string;
}

/** @param whose the author it has to be of, or not to be of */
export function lastMessage({ entries, pending, changes }: Said, me: Id | null, whose: 'mine' | 'others'): Last | null {
  if (whose === 'mine') {
    const waiting = pending.filter(({ kind, refused }) => kind === 'message' && refused === null).at(-1);
    if (waiting) return { id: waiting.id, text: waiting.text };
  }
  let last: MessageEntry | null = null;
  for (let at = entries.length - 1; at >= 0 && !last; at -= 1) {
    const entry = entries[at];
    if (entry?.kind !== 'message' || entry.body.deleted || entry.body.poll) continue;
    if ((entry.author === me) !== (whose === 'mine')) continue;
    if (!changes.get(entry.id)?.some(({ kind }) => kind === 'delete')) last = entry;
  }
  if (!last) return null;
  const { id } = last;
  const waiting = pending.filter(({ kind, target }) => kind === 'edit' && target === id).at(-1);
  return { id, text: waiting?.text ?? becameOf(changes.get(id)).anew?.text ?? last.body.text };
}
