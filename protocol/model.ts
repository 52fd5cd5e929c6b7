/** The nouns: what a server is made of, as schemas and the types derived from them. */
import * as v from 'valibot';
import { MemberName, MessageText, RoomName, ServerName } from './text';

/** A UUID in lower case (RFC 9562). Clients make version 7; the server accepts any version. */
export const Id = v.pipe(
  v.string('shape'),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'shape'),
);
export type Id = v.InferOutput<typeof Id>;

/** Milliseconds since 1970, by the server's clock. For display only: order is always the seq. */
export const Time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A place in a log, dense from 1; 0 is "before the first". */
export const Seq = v.pipe(v.number('shape'), v.safeInteger('shape'), v.minValue(0, 'shape'));

export const roles = ['host', 'moderator', 'member', 'guest'] as const;
export const Role = v.picklist(roles);
export type Role = v.InferOutput<typeof Role>;

/** What a member came with, as the server saw it (by Origin): the desktop app, a browser, or a program. */
export const vias = ['app', 'browser', 'program'] as const;
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
});
export type Member = v.InferOutput<typeof Member>;

export const Room = v.object({
  id: Id,
  /** The first room has no name of its own: each client calls it 사랑방 or Commons. */
  commons: v.boolean(),
  kind: v.picklist(['open']),
  name: RoomName,
  createdBy: v.nullable(Id),
  createdAt: Time,
  /** Seconds between two messages of one member; 0: as fast as one likes. Who may set it does not wait. */
  slow: v.number(),
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

const said = { id: Id };
/** What a member may put into a log. The device makes the id, once. `target` names a message of the same author in the same log. */
export const Draft = v.variant('kind', [
  v.object({ ...said, kind: v.literal('message'), body: v.object({ text: MessageText }) }),
  v.object({ ...said, kind: v.literal('edit'), body: v.object({ target: Id, text: MessageText }) }),
  v.object({ ...said, kind: v.literal('delete'), body: v.object({ target: Id }) }),
]);
export type Draft = v.InferOutput<typeof Draft>;

const placed = { seq: Seq, id: Id, author: v.nullable(Id), at: Time };
/**
 * One line of a log. `joined` is membership, never a connection, and `removed` its end (the author is who ended it);
 * `created` is a room's first line. An `edit` says a message anew; a `delete` blanks it and its edits wherever they are kept: their text is empty and `deleted` stands.
 */
export const Entry = v.variant('kind', [
  v.object({
    ...placed,
    kind: v.literal('message'),
    body: v.object({ text: v.string(), deleted: v.optional(v.literal(true)) }),
  }),
  v.object({ ...placed, kind: v.literal('edit'), body: v.object({ target: Id, text: v.string() }) }),
  v.object({ ...placed, kind: v.literal('delete'), body: v.object({ target: Id }) }),
  v.object({ ...placed, kind: v.literal('joined'), body: v.object({ name: v.string() }) }),
  v.object({ ...placed, kind: v.literal('removed'), body: v.object({ member: Id, name: v.string() }) }),
  v.object({ ...placed, kind: v.literal('created'), body: v.object({ name: v.string() }) }),
]);
export type Entry = v.InferOutput<typeof Entry>;
export type MessageEntry = Extract<Entry, { kind: 'message' }>;
