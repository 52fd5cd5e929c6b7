/** Where something is said, in memory: the room, and the side log in it. */
import type { Id, Room, Side } from '../../../protocol';
import type { LogState } from '../entries';
import type { Venue } from '../gate';
import type { AppendRequest } from '../store';
import type { Kept } from './kept';

/**
 * @param there the side log, where there is one by now
 * @param opened those that this commit makes
 */
export function venueOf(
  kept: Kept,
  { log, side: asked, author }: AppendRequest,
  there: Side | null,
  opened: ReadonlyMap<Id, Side>,
): (Venue & { room: Room }) | null {
  const side = kept.rooms.has(log) ? null : (there ?? asked ?? null);
  const room = kept.rooms.get(side?.room ?? log);
  if (!room) return null;
  const isIn = (member: Id) =>
    kept.members.get(member)?.standing === 'in' &&
    (room.kind === 'open' ? !kept.left.get(room.id)?.has(member) : kept.people.get(room.id)?.has(member) === true);
  const begun = side && !there ? begunBy(kept, author) + opened.size : null;
  return { room, side, begun, isIn };
}

const begunBy = (kept: Kept, author: Id): number =>
  [...kept.sides.keys()].filter((log) => kept.logs.get(log)?.entries[0]?.author === author).length;

/** An empty side log. */
export function openSide(kept: Kept, { log, epoch }: LogState, side: Side): void {
  kept.sides.set(log, side);
  kept.logs.set(log, { state: { log, epoch, head: 0, lastAt: 0 }, entries: [] });
}
