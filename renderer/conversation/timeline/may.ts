/** What one may do with a message: what stands in its menu, and what its keys do. Pure. */
import { may, outranks, type Member, type Room } from '../../../protocol';
import type { MessageRow } from './row';

export const deeds = [
  'react',
  'reply',
  'thread',
  'edit',
  'versions',
  'copyText',
  'copyLink',
  'forward',
  'pin',
  'unread',
  'remove',
] as const;
export type Deed = (typeof deeds)[number];

interface About {
  room: Pick<Room, 'archived'>;
  self: Member | null;
  author: Member | null;
}

/** The server judges each of them again. */
export function deedsFor(row: MessageRow, { room, self, author }: About): ReadonlySet<Deed> {
  const all = new Set<Deed>();
  // What the server does not have yet is changed where it waits.
  if (row.seq === null) return row.text === '' ? all : all.add('copyText');
  const open = !room.archived && self !== null;
  const mine = self !== null && row.author === self.id;
  const whispered = row.whisper !== null;
  if (open && row.within === null && (!row.deleted || row.thread)) all.add('thread');
  if (!whispered) all.add('copyLink');
  if (!whispered && row.within === null) all.add('unread');
  if (row.deleted) return all;
  all.add('copyText');
  if (row.edits > 0) all.add('versions');
  // A whisper is for its people, and stays among them.
  if (!whispered && row.poll === null) all.add('forward');
  if (!open) return all;
  all.add('react').add('reply');
  if (!whispered) all.add('pin');
  // What was passed on is another’s word.
  if (mine && row.forwarded === null) all.add('edit');
  if (mine || (author !== null && may(self.role, 'erase') && outranks(self.role, author.role))) all.add('remove');
  return all;
}
