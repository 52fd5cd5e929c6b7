/** How entries bear on the messages they name: the same rule in a store and on a device. Pure. */
import type { Change, Draft, Entry } from './entries';
import type { Id } from './ids';

/** The message an entry is about, or null. */
export const targetOf = ({ body }: Pick<Entry, 'body'> | Pick<Draft, 'body'>): Id | null =>
  'target' in body ? body.target : null;

export const isChange = (entry: Entry): entry is Change => 'target' in entry.body;

/** An entry after its message was deleted: whoever and whenever stay, what was said does not. */
export function blank(entry: Entry): Entry {
  if (entry.kind === 'message') {
    const { thread } = entry.body;
    return { ...entry, body: { text: '', ...(thread === undefined ? {} : { thread }), deleted: true } };
  }
  if (entry.kind === 'edit') return { ...entry, body: { target: entry.body.target, text: '' } };
  return entry;
}
