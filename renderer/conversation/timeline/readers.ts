/** The shrinking number: who of those a message was meant for has not read it yet. Pure. */
import type { Id, Member, Reader, Room } from '../../../protocol';
import type { MessageRow } from './row';

export interface Reading {
  readers: readonly Reader[];
  /** The person at this device has read up to here, whatever the server knows of it yet. */
  me: { id: Id; seq: number } | null;
  /** Who is still in the room. */
  inside: ReadonlySet<Id>;
}

type Said = Pick<MessageRow, 'author' | 'at' | 'seq'>;

/**
 * Those who were in the room when a message was said, without its author and without who has left: who has read it, and
 * who has not. Nobody for a message that waits.
 */
export function readBy({ author, at, seq }: Said, { readers, me, inside }: Reading): { read: Id[]; unread: Id[] } {
  const people: { read: Id[]; unread: Id[] } = { read: [], unread: [] };
  if (seq === null) return people;
  for (const { member, seq: told, since } of readers) {
    if (member === author || since > at || !inside.has(member)) continue;
    const upTo = member === me?.id ? Math.max(told, me.seq) : told;
    (upTo >= seq ? people.read : people.unread).push(member);
  }
  return people;
}

/** Who is in a room now: of an open one everybody who has not left it. */
export function insideOf(
  { members, left }: Pick<Room, 'members' | 'left'>,
  all: ReadonlyMap<Id, Pick<Member, 'id' | 'standing'>>,
): ReadonlySet<Id> {
  const away = new Set(left);
  const within = members === null ? [...all.keys()].filter((id) => !away.has(id)) : members;
  return new Set(within.filter((id) => all.get(id)?.standing === 'in'));
}
