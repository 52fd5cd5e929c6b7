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

/** Who may read a private or direct room from where on, and since when. */
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
  /** Of private and direct rooms. */
  memberships(): Promise<Membership[]>;
  /** Of all rooms. */
  sides(): Promise<(Side & { log: Id })[]>;
  /** The logs a member may read, in the order of `rooms`, side logs behind: heads, and where what they may read begins. */
  openLogs(member: Id): Promise<OpenLog[]>;
  /**
   * A room whose log starts with a `created` entry. The same id with the same maker (for a direct one: the same people) gives
   * the room there is; with anything else, or an id that an entry has, it is `id-conflict`; above limits.rooms
   * `too-many-rooms`; a maker who is not in any more is `removed`. `promoted`: what the direct conversation's log has more.
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
  /** Who is in already stays as they are. `first`: where what the others may read begins; null: at this line. */
  addToRoom(deed: RoomDeed & { members: readonly Id[]; first: number | null }): Promise<Answer<RoomChanged>>;
  /** Of an open one. */
  enterRoom(deed: RoomDeed): Promise<Answer<RoomChanged>>;
  /** `member` may be another than `by`. */
  leaveRoom(deed: RoomDeed & { member: Id }): Promise<Answer<RoomChanged>>;

  preferences(member: Id): Promise<Preference[]>;
  /** What is left out stays. `no-such-log` for no such room. */
  prefer(member: Id, preference: Partial<Preference> & { room: Id }): Promise<Answer<Preference>>;
  /** These first, in this order; unknown ones are left out. All preferences are answered. */
  arrange(member: Id, rooms: readonly Id[]): Promise<Preference[]>;
}

const plain = { commons: false, slow: 0, topic: '', archived: false, members: null, left: [] };

export const openRoom = ({ id, name, by, now }: { id: Id; name: string; by: Id; now: number }): Room => ({
  ...plain,
  ...{ id, kind: 'open', name, createdBy: by, createdAt: now },
});

/** The room every server is born with. */
export const firstRoom = ({ id, now }: { id: Id; now: number }): Room => ({
  ...plain,
  ...{ id, commons: true, kind: 'open', name: 'Commons', createdBy: null, createdAt: now },
});
