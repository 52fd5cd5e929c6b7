/** How edits and deletions bear on the messages they name: the same rule in a store and on a device. Pure. */
import type { Entry, Id } from './model';

/** The message an entry changes, or null. */
export const targetOf = ({ kind, body }: Pick<Entry, 'kind' | 'body'>): Id | null =>
  (kind === 'edit' || kind === 'delete') && 'target' in body ? body.target : null;

/** An entry after its message was deleted: whoever and whenever stay, what was said does not. */
export function blank(entry: Entry): Entry {
  if (entry.kind === 'message') return { ...entry, body: { text: '', deleted: true } };
  if (entry.kind === 'edit') return { ...entry, body: { target: entry.body.target, text: '' } };
  return entry;
}
