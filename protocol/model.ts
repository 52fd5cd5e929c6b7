/** The nouns: what a server is made of, as schemas and the types derived from them. */
import * as v from 'valibot';
import { Id } from './ids';
import { MemberName, RoomName, ServerName, StatusText, Topic } from './text';

/** Milliseconds since 1970, by the server's clock. For display only: order is always the seq. */
export const Time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A place in a log, dense from 1; 0 is "before the first". */
export const Seq = v.pipe(v.number('shape'), v.safeInteger('shape'), v.minValue(0, 'shape'));

export const roles = ['host', 'moderator', 'member', 'guest'] as const;
export const Role = v.picklist(roles);
export type Role = v.InferOutput<typeof Role>;

/** What a member came with, as the server saw it (by Origin): the desktop app, a browser, or a program. A bot came with nothing: the host made it. */
export const vias = ['app', 'browser', 'program', 'bot'] as const;
export const Via = v.picklist(vias);
export type Via = v.InferOutput<typeof Via>;

/** Who was removed stays known, so that what they said keeps its name. */
export const Standing = v.picklist(['in', 'removed', 'banned']);
export type Standing = v.InferOutput<typeof Standing>;

export const Member = v.object({
  id: Id,
  name: MemberName,
  role: Role,
  via: Via,
  /** They came in where nobody in between can read along; false is shown to everybody as “not private”. */
  private: v.boolean(),
  joinedAt: Time,
  standing: Standing,
  /** Says nothing before then; null for nobody's silence. A time that has passed means the same as null. */
  mutedUntil: v.nullable(Time),
  /** What this person says of themselves, until then; null as `until`: until they change it. */
  status: v.nullable(v.object({ text: StatusText, until: v.nullable(Time) })),
  /** They do not want to be disturbed before then; null, or a time that has passed: they may be. */
  quietUntil: v.nullable(Time),
});
export type Member = v.InferOutput<typeof Member>;

/** Open: every member is in it who has not left. Private: those who were let in. Direct: two or a few, who stay the same. */
export const roomKinds = ['open', 'private', 'direct'] as const;

export const Room = v.object({
  id: Id,
  /** The first room has no name of its own: each client calls it 사랑방 or Commons. */
  commons: v.boolean(),
  kind: v.picklist(roomKinds),
  /** Empty for a direct one: it is called by its people. */
  name: v.union([v.literal(''), RoomName]),
  topic: Topic,
  createdBy: v.nullable(Id),
  createdAt: Time,
  /** Seconds between two messages of one member; 0: as fast as one likes. Who may set it does not wait. */
  slow: v.number(),
  /** Put away: it can be read, and nothing is added. */
  archived: v.boolean(),
  /** Who is in a private or a direct one; null for an open one. */
  members: v.nullable(v.array(Id)),
  /** Who has left an open one. */
  left: v.array(Id),
});
export type Room = v.InferOutput<typeof Room>;

export const Server = v.object({ id: Id, name: ServerName });
export type Server = v.InferOutput<typeof Server>;

/** A log's lineage and its highest seq. A room's log has the room's id. */
export const LogHead = v.object({ log: Id, epoch: Id, head: Seq });
export type LogHead = v.InferOutput<typeof LogHead>;

/** The last entry a device holds of a log: its id proves that both speak of the same lineage. */
export const Position = v.object({ log: Id, epoch: Id, seq: Seq, id: Id });
export type Position = v.InferOutput<typeof Position>;

/** A whisper's side log: the room it stands in, and its people. */
export const Side = v.object({ room: Id, members: v.array(Id) });
export type Side = v.InferOutput<typeof Side>;

/** A log as one member may read it: from `first` on, which is above 1 for who came later to a private room. */
export const OpenLog = v.object({ ...LogHead.entries, first: Seq, side: v.nullable(Side) });
export type OpenLog = v.InferOutput<typeof OpenLog>;
