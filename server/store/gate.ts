/** Whether somebody may add to a log now: the one rule every store obeys. Pure. */
import { limits, type Id, type RefusalCode, type Room, type Side } from '../../protocol';
import type { LogState } from './entries';

/** What a store knows of a log somebody wants to add to. */
export interface Venue {
  room: Pick<Room, 'id' | 'archived'>;
  /** Of a side log. */
  side: Side | null;
  /** It would be made with this entry; how many its author has begun already. */
  begun: number | null;
  /** In the room, and on the server. */
  isIn(member: Id): boolean;
}

/** Null where there is no such log for this author; else why nothing is added, or null. */
export function gate({ room, side, begun, isIn }: Venue, author: Id): { closed: RefusalCode | null } | null {
  if (!isIn(author) || (side && !side.members.includes(author))) return null;
  if (room.archived) return { closed: 'archived' };
  if (side && !side.members.every(isIn)) return { closed: 'not-in-room' };
  if (begun !== null && begun >= limits.sideLogs) return { closed: 'too-many' };
  return { closed: null };
}

/** A side log before its first entry. */
export const unborn = (log: Id, epoch: Id): LogState => ({ log, epoch, head: 0, lastAt: 0 });
