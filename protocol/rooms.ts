/** Rooms: who makes them, who is in them, and what they are called. */
import * as v from 'valibot';
import { call, push } from './define';
import { Id } from './ids';
import { limits } from './limits';
import { OpenLog, Room, Seq, Time } from './model';
import { RoomName, Topic } from './text';

const room = v.object({ room: Room });
const People = v.pipe(v.array(Id, 'shape'), v.minLength(1, 'empty'), v.maxLength(limits.peopleAtOnce, 'long'));

/** What of a room is told to its person: everything, what is meant for them, nothing. */
export const noticeLevels = ['all', 'mentions', 'none'] as const;
export type NoticeLevel = (typeof noticeLevels)[number];

/** What one member has set for a room, on all their devices. */
export const Preference = v.object({
  room: Id,
  /** Its place in this person’s own order, ascending; null: behind those that have one. */
  position: v.nullable(v.number()),
  /** Nothing in it is told before then; null: everything is. */
  mutedUntil: v.nullable(Time),
  /** Null: as each of their devices has it for rooms in general. */
  level: v.nullable(v.picklist(noticeLevels)),
  /** A direct conversation that is off the list until something new is said above this seq; null: it is on it. */
  hiddenAt: v.nullable(Seq),
  /** Marked as unread from this seq on, whatever was read; null: not marked. */
  unreadFrom: v.nullable(Seq),
});
export type Preference = v.InferOutput<typeof Preference>;

const { room: _room, position: _position, ...settable } = Preference.entries;

export const roomCalls = {
  createRoom: call(
    'Makes a room. The device makes the id: asking twice makes one room. A direct conversation has the id that follows from its people (`directOf`), and there is one for the same people. `from`: the direct conversation that goes on as this room; its own log stays closed.',
    v.object({
      id: Id,
      kind: v.optional(Room.entries.kind, 'open'),
      /** Ignored for a direct one. */
      name: v.optional(RoomName),
      topic: v.optional(Topic, ''),
      /** Besides the maker; none for an open one. */
      members: v.optional(v.pipe(v.array(Id, 'shape'), v.maxLength(limits.peopleAtOnce, 'long')), []),
      from: v.optional(Id),
    }),
    room,
  ),
  changeRoom: call(
    'Renames a room, says what it is about, puts it away or takes it out again: its maker may, and those who may `manageRoom`. What it is about, everybody in it may say.',
    v.object({
      room: Id,
      name: v.optional(RoomName),
      topic: v.optional(Topic),
      archived: v.optional(v.boolean()),
    }),
    room,
  ),
  addToRoom: call(
    'Lets further people into a private room. They read from their coming on, or, with `share`, all that the asking member may read.',
    v.object({ room: Id, members: People, share: v.boolean() }),
    room,
  ),
  enterRoom: call('Comes back into an open room one has left.', v.object({ room: Id }), room),
  leaveRoom: call(
    'Leaves a room: nothing of it comes any more. The first room is not left, nor a conversation of two; with the last one a private room is put away.',
    v.object({ room: Id }),
    v.object({}),
  ),
  putOut: call(
    'Takes somebody out of a private room: its maker may, and those in it who may `manageRoom`.',
    v.object({ room: Id, member: Id }),
    room,
  ),
  prefer: call(
    'Sets something for a room, for the asking member alone; what is left out stays.',
    v.object({ room: Id, ...v.partial(v.object(settable)).entries }),
    v.object({ preference: Preference }),
  ),
  arrange: call(
    'Puts these rooms in this order, for the asking member alone, before all others.',
    v.object({ rooms: v.pipe(v.array(Id, 'shape'), v.maxLength(limits.resumeLogs, 'long')) }),
    v.object({ preferences: v.array(Preference) }),
  ),
} as const;

export const roomPushes = {
  rooms: push(
    'Rooms that are new or changed, to those who may see them; and the logs that came with them.',
    v.object({ rooms: v.array(Room), logs: v.array(OpenLog) }),
  ),
  logs: push(
    'Logs that are this member’s to read from now on: of a first whisper.',
    v.object({ logs: v.array(OpenLog) }),
  ),
  gone: push(
    'To a member’s own devices: these logs, and with them these rooms, are not theirs to read any more. What is held of them is dropped, but for open rooms, which may be entered again.',
    v.object({ logs: v.array(Id) }),
  ),
  preferences: push('To a member’s own devices: what was set.', v.object({ preferences: v.array(Preference) })),
} as const;
