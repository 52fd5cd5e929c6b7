/** Who may do what to a room: by the part one has in it, and by one's role (protocol/roles.ts). */
import { outranks, type Id, type Room } from '../../protocol';
import { allowed, roleOf, type Asking } from '../rights';
import type { Roster } from '../roster';

const isMaker = (asking: Asking, room: Room): boolean => room.createdBy === asking.member;

const isIn = ({ member }: Asking, { members, left }: Room): boolean =>
  members === null ? !left.includes(member) : members.includes(member);

/** Another name, away or back: not for the first room, which every client calls its own way, nor for a conversation. */
export const mayManage = (roster: Roster, asking: Asking, room: Room): boolean =>
  !room.commons && room.kind !== 'direct' && (isMaker(asking, room) || allowed(roster, asking, 'manageRoom'));

/** What it is about. */
export const mayDescribe = (asking: Asking, room: Room): boolean => isIn(asking, room);

export const mayAdd = (asking: Asking, room: Room): boolean => room.kind === 'private' && isIn(asking, room);

/** Nobody is put out by themselves, nor by somebody who stands no higher, unless that one made the room. */
export function mayPutOut(roster: Roster, asking: Asking, room: Room, member: Id): boolean {
  if (room.kind !== 'private' || !isIn(asking, room) || member === asking.member) return false;
  if (isMaker(asking, room)) return true;
  const subject = roster.member(member);
  if (!allowed(roster, asking, 'manageRoom')) return false;
  return subject === undefined || outranks(roleOf(roster, asking), subject.role);
}
