/** The list of rooms: what stands where in it, what is quiet, and what its order becomes. Pure. */
import type { LogView, ServerView } from '../../../client';
import { limits, may, type Id, type Member, type Preference, type Room } from '../../../protocol';

export interface Sections {
  rooms: readonly Room[];
  directs: readonly Room[];
  archived: readonly Room[];
}

/** @param headOf the highest seq of a room's log */
export function sectionsOf(
  { rooms, preferences }: Pick<ServerView, 'rooms' | 'preferences'>,
  headOf: (room: Id) => number,
): Sections {
  const hidden = ({ id }: Room) => (preferences.get(id)?.hiddenAt ?? -1) >= headOf(id);
  const shown = rooms.filter(({ archived }) => !archived);
  return {
    rooms: shown.filter(({ kind }) => kind !== 'direct'),
    directs: shown.filter((room) => room.kind === 'direct' && !hidden(room)),
    archived: rooms.filter(({ archived }) => archived),
  };
}

/** As people see it from top to bottom. */
export const inList = ({ rooms, directs }: Sections): readonly Room[] => [...rooms, ...directs];

export const isQuiet = (preference: Preference | undefined, now: number): boolean =>
  preference !== undefined && preference.mutedUntil !== null && preference.mutedUntil > now;

/** What calls for its person: a number for what is meant for them, a dot for the rest. */
export function callsOf(room: Room, { unread, mentions }: Pick<LogView, 'unread' | 'mentions'>) {
  return { count: room.kind === 'direct' ? Math.max(unread, mentions) : mentions, unread: unread > 0 || mentions > 0 };
}

/**
 * All rooms' new order when one takes the place of another of its section.
 * @returns null where nothing changes
 */
export function arranged(all: readonly Id[], moved: Id, to: Id): Id[] | null {
  const [from, target] = [all.indexOf(moved), all.indexOf(to)];
  if (from < 0 || target < 0 || from === target) return null;
  const order = all.filter((id) => id !== moved);
  order.splice(target, 0, moved);
  return order;
}

const HALF_HOUR = 30 * 60_000;
/** The hour of the morning at which a silence until tomorrow ends. */
const MORNING = 9;

export const quietTerms = ['half', 'one', 'two', 'four', 'tomorrow', 'open'] as const;
export type QuietTerm = (typeof quietTerms)[number];

/** @param now milliseconds since 1970, in this device's time zone */
export function quietEnd(term: QuietTerm, now: number): number {
  if (term === 'open') return limits.lastMoment;
  if (term === 'tomorrow') {
    const morning = new Date(now);
    morning.setDate(morning.getDate() + 1);
    return morning.setHours(MORNING, 0, 0, 0);
  }
  return now + { half: 1, one: 2, two: 4, four: 8 }[term] * HALF_HOUR;
}

type Self = Pick<Member, 'id' | 'role'>;

/** Its maker may, and those who look after rooms; a direct conversation has no name, and is not put away. */
export const mayChange = (room: Room, me: Self): boolean =>
  room.kind !== 'direct' && !room.commons && (room.createdBy === me.id || may(me.role, 'manageRoom'));

export const mayAdd = (room: Room): boolean => room.kind === 'private' && !room.archived;

export const mayLeave = (room: Room): boolean =>
  !room.commons && !(room.kind === 'direct' && (room.members?.length ?? 0) <= 2);
