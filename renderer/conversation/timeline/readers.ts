/** The shrinking number: who of those a message was meant for has not read it yet. Pure. */
import type { Id, Reader } from '../../../protocol';
import type { MessageRow } from './row';

export interface Reading {
  readers: readonly Reader[];
  /** The person at this device has read up to here, whatever the server knows of it yet. */
  me: { id: Id; seq: number } | null;
  /** Whether somebody is still in the room. */
  isIn: (member: Id) => boolean;
}

type Said = Pick<MessageRow, 'author' | 'at' | 'seq'>;

/**
 * Those who were in the room when a message was said, without its author and without who has left: who has read it, and
 * who has not. Nobody for a message that waits.
 */
export function readBy({ author, at, seq }: Said, { readers, me, isIn }: Reading): { read: Id[]; unread: Id[] } {
  const [read, unread]: Id[][] = [[], []];
  if (seq === null) return { read: [], unread: [] };
  for (const reader of readers) {
    const { member, since } = reader;
    if (member === author || since > at || !isIn(member)) continue;
    const upTo = member === me?.id ? Math.max(reader.seq, me.seq) : reader.seq;
    (upTo >= seq ? read : unread)?.push(member);
  }
  return { read: read ?? [], unread: unread ?? [] };
}
