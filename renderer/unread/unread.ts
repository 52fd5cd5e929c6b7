/** What is unread in the rooms of one server: which of them call, and what was said last in each, as far as this device holds it. Pure. */
import type { LogView, ServerView } from '../../client';
import { countedAbove, type Id, type MessageEntry, type Room } from '../../protocol';
import { callsIn, type Calls } from '../rail/standing';

export interface UnreadRoom {
  room: Room;
  calls: Calls;
  /** By the server's count. */
  count: number;
  /** The newest that are held, whispers among them, as they follow upon each other. */
  newest: readonly MessageEntry[];
}

/** So many of a room are shown: whoever wants more goes there. */
const SHOWN = 3;

/** Messages of others above what was read; those in threads stand with their threads. */
function newIn({ entries, seen, unreadFrom }: LogView, me: Id | null): MessageEntry[] {
  const above = countedAbove(seen, unreadFrom);
  return entries.filter(
    (entry): entry is MessageEntry =>
      entry.kind === 'message' &&
      entry.seq > above &&
      entry.author !== me &&
      !entry.body.deleted &&
      entry.body.thread === undefined,
  );
}

/**
 * Rooms in which something is unread: first those with something for this person, in each part the one that was spoken in last.
 * @param muted all of the server is @param now milliseconds since 1970
 */
export function unreadRooms(
  { rooms, preferences, me }: Pick<ServerView, 'rooms' | 'preferences' | 'me'>,
  logOf: (room: Id) => LogView,
  muted: boolean,
  now: number,
): UnreadRoom[] {
  const found = rooms.flatMap((room): UnreadRoom[] => {
    const log = logOf(room.id);
    const calls = callsIn(room, { preferences, waiting: () => log }, muted, now);
    if (!calls.unread) return [];
    const all = [...newIn(log, me), ...log.asides.flatMap(({ view }) => newIn(view, me))].sort((a, b) => a.at - b.at);
    return [{ room, calls, count: Math.max(log.unread, log.mentions), newest: all.slice(-SHOWN) }];
  });
  const latest = ({ newest }: UnreadRoom) => newest.at(-1)?.at ?? 0;
  const rank = ({ calls }: UnreadRoom) => (calls.count > 0 ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b) || latest(b) - latest(a));
}
