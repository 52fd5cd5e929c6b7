/** What counts as unread: the same rule in a store and on a device. Pure. */
import type { MessageEntry } from './entries';
import type { Id } from './ids';
import type { Member, Room } from './model';

/** A message that names this person, or everybody. */
export const names = ({ body }: Pick<MessageEntry, 'body'>, person: Id | null): boolean =>
  body.everybody !== undefined || (body.mentions?.some(({ member }) => member === person) ?? false);

/**
 * Above which seq a log is new to somebody who has no mark there: all of it that is theirs to read, but for an open room
 * that was there before them.
 * @param room null for a side log
 */
export function newAbove(
  { first, head }: { first: number; head: number },
  room: Pick<Room, 'kind' | 'createdAt'> | null,
  person: Pick<Member, 'joinedAt'> | null,
): number {
  const before = room?.kind === 'open' && room.createdAt <= (person?.joinedAt ?? 0);
  return before ? head : Math.max(0, first - 1);
}

/** Above which seq messages count: the mark, or lower where they were marked as unread. */
export const countedAbove = (mark: number, unreadFrom: number | null): number =>
  unreadFrom === null ? mark : Math.min(mark, Math.max(0, unreadFrom - 1));
