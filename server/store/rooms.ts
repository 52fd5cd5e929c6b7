/** What a store keeps of rooms and of who is in them. All promises of store.ts hold. */
import type { Answer, Id, OpenLog, Preference, Room, Side } from '../../protocol';
import type { Appended } from './store';

/** Who does it, and when; `entry` is the id of the line that tells of it in the room's log. */
interface RoomDeed {
  room: Id;
  by: Id;
  entry: Id;
  now: number;
}

export interface RoomMaking {
  id: Id;
  kind: Room['kind'];
  /** Empty for a direct one. */
  name: string;
  topic: string;
  by: Id;
  /** Who is in it, its maker among them; empty for an open one. */
  members: readonly Id[];
  /** The direct conversation that goes on as this room, and the id of the line that says so there; null for none. */
  from: { room: Id; entry: Id } | null;
  entry: Id;
  now: number;
}

/** A room after something was done to it, and what its log has more. */
export interface RoomChanged {
  room: Room;
  changed: Appended;
}

/** Who may read a room from where on, and since when. */
export interface Membership {
  room: Id;
  member: Id;
  first: number;
  since: number;
}

/**
 * Who may do it is the caller's matter; what a room can be is the store's: `no-such-log` for no such room, `archived` for
 * one that is put away, `no-such-member` for who is not on the server, `not-in-room` for who is not in it.
 */
export interface Rooming {
  /** The first room first, then by age. `members` and `left` as they are. */
  rooms(): Promise<Room[]>;
  /** Of private and direct rooms; of an open one those who left it and came back. */
  memberships(): Promise<Membership[]>;
  /** Of all rooms. */
  sides(): Promise<(Side & { log: Id })[]>;
  /** The logs a member may read, in the order of `rooms`, side logs behind: heads, and where what they may read begins. */
  openLogs(member: Id): Promise<OpenLog[]>;
  /**
   * A room whose log starts with a `created` entry. The same id with the same maker, kind and name (as it was made, or as it
   * is now), or of a direct one, gives the room there is; with anything else, or an id that an entry has, it is
   * `id-conflict`; above limits.rooms `too-many-rooms`; a maker who is not on the server any more is `removed`.
   * `promoted`: what the direct conversation's log has more.
   */
  createRoom(
    making: RoomMaking,
  ): Promise<Answer<{ room: Room; head: OpenLog; created: boolean; promoted: Appended | null }>>;
  /** One line for each thing that is another than before; with none, nothing is changed. */
  changeRoom(
    deed: Omit<RoomDeed, 'entry'> & {
      name?: string | undefined;
      topic?: string | undefined;
      archived?: boolean | undefined;
      entries: readonly Id[];
    },
  ): Promise<Answer<RoomChanged>>;
  /**
   * Who is in already stays as they are. `first`: where what the others may read begins; null: at this line. What was said
   * before they came is not unread: those with whom it is shared have their mark at this line.
   */
  addToRoom(deed: RoomDeed & { members: readonly Id[]; first: number | null }): Promise<Answer<RoomChanged>>;
  /** Comes back: into an open one, or a direct one whose people the caller knows them to be of; there from this line on. */
  enterRoom(deed: RoomDeed): Promise<Answer<RoomChanged>>;
  /** `member` may be another than `by`. */
  leaveRoom(deed: RoomDeed & { member: Id }): Promise<Answer<RoomChanged>>;

  preferences(member: Id): Promise<Preference[]>;
  /** What is left out stays. `no-such-log` for no such room. */
  prefer(member: Id, wanted: Wanted): Promise<Answer<Preference>>;
  /** These first, in this order; unknown ones are left out. All preferences are answered. */
  arrange(member: Id, rooms: readonly Id[]): Promise<Preference[]>;
}

/** The room every server is born with. */
export const firstRoom = ({ id, now }: { id: Id; now: number }): Room => ({
  ...{ id, commons: true, kind: 'open', name: 'Commons', topic: '', createdBy: null, createdAt: now },
  ...{ slow: 0, archived: false, members: null, left: [] },
});

/** What is left out stays. */
export type Wanted = { [K in keyof Preference]?: Preference[K] | undefined } & { room: Id };

/** @param before what was set so far */
export function preferred(before: Preference | undefined, { room, ...wanted }: Wanted): Preference {
  const { position, mutedUntil, level, hiddenAt, unreadFrom } = before ?? unset(room);
  const { position: place = position, mutedUntil: until = mutedUntil, level: told = level } = wanted;
  const { hiddenAt: hidden = hiddenAt, unreadFrom: unread = unreadFrom } = wanted;
  return { room, position: place, mutedUntil: until, level: told, hiddenAt: hidden, unreadFrom: unread };
}

/** As long as somebody has set nothing for a room. */
const unset = (room: Id): Preference => ({
  ...{ room, position: null, mutedUntil: null, level: null, hiddenAt: null, unreadFrom: null },
});

/** These rooms first, in this order, then those that had a place before. What has none keeps none. */
export function ordered(preferences: readonly Preference[], rooms: readonly Id[]): Preference[] {
  const placed = preferences
    .filter(({ room, position }) => position !== null && !rooms.includes(room))
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  const places = new Map([...new Set(rooms), ...placed.map(({ room }) => room)].map((room, at) => [room, at]));
  const known = new Map(preferences.map((preference) => [preference.room, preference]));
  for (const [room, position] of places) known.set(room, { ...(known.get(room) ?? unset(room)), position });
  return [...known.values()];
}
