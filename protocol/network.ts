/** All that crosses the network between a client and a server: calls upward, pushes downward. */
import * as v from 'valibot';
import { botsCalls } from './bots';
import { call, push } from './define';
import { doctorCalls, doctorPushes } from './doctor';
import { InvitationToken, joiningCalls, joiningPushes, Knock, KnockTicket } from './joining';
import { inspectionCalls } from './inspection';
import { labCalls } from './lab';
import { limits } from './limits';
import { Mark, markCalls, markPushes } from './marks';
import { companyCalls, companyPushes } from './company';
import { Draft, Entry } from './entries';
import { Id } from './ids';
import { LogHead, Member, OpenLog, Position, Room, Seq, Server, Side, Time } from './model';
import { moderationCalls } from './moderation';
import { relayCalls, relayPushes } from './relay';
import { Refusal } from './refusals';
import { Preference, roomCalls, roomPushes } from './rooms';
import { About, Count, talkCalls, talkPushes } from './talk';
import { MemberName, Password } from './text';

/** 256 random bits, base64url. The server keeps only its SHA-256. */
export const Token = v.pipe(v.string('shape'), v.regex(/^[A-Za-z0-9_-]{43}$/, 'shape'));

/** Socket.IO's `auth`: who is calling. Without a token it is a stranger, who may only `join`. */
export const Handshake = v.object({
  protocol: v.pipe(v.number('shape'), v.safeInteger('shape')),
  token: v.optional(Token),
  /** Of a stranger: the token this device had here before its member was removed. Without it a ban knows only the address. */
  former: v.optional(Token),
});
export type Handshake = v.InferOutput<typeof Handshake>;

/** GET /hello: all a stranger may see. `name` and `people` only where the host allows. */
export const Hello = v.object({
  product: v.literal('maru'),
  id: Id,
  protocol: v.number(),
  oldest: v.number(),
  password: v.boolean(),
  name: v.optional(v.string()),
  people: v.optional(v.number()),
});
export type Hello = v.InferOutput<typeof Hello>;

export const AppendResult = v.variant('ok', [
  v.object({ ok: v.literal(true), id: Id, seq: Seq, at: Time, duplicate: v.boolean() }),
  v.object({ ok: v.literal(false), id: Id, error: Refusal }),
]);
export type AppendResult = v.InferOutput<typeof AppendResult>;

export const calls = {
  join: call(
    'Makes the stranger on this connection a member with a device and a token, which is answered once and never again. The connection is a member’s from then on. An invitation, or an answered knock, goes instead of the password; an invitation of a device makes it another device of the member who gave it.',
    v.object({
      name: MemberName,
      password: v.optional(Password),
      hostKey: v.optional(Token),
      invitation: v.optional(InvitationToken),
      knock: v.optional(KnockTicket),
    }),
    v.object({ member: Member, device: Id, token: Token, server: Server }),
  ),
  resume: call(
    'Subscribes this connection to every log the member may read, then answers with all of them and their heads. `lineage` is `other` where the given position is not in this history: drop what is held and load again.',
    v.object({ logs: v.pipe(v.array(Position, 'shape'), v.maxLength(limits.resumeLogs, 'long')) }),
    v.object({
      server: Server,
      me: Id,
      members: v.array(Member),
      rooms: v.array(Room),
      logs: v.array(v.object({ ...OpenLog.entries, lineage: v.picklist(['new', 'same', 'other']) })),
      /** Who is connected; of these, who is idle on all of their connections. */
      here: v.array(Id),
      idle: v.array(Id),
      /** How far this member has read, by what all their devices said. */
      marks: v.array(Mark),
      /** What is unread above these marks, up to the heads above; logs and threads without any are left out. */
      counts: v.array(Count),
      preferences: v.array(Preference),
      /** Who is at the door, for those who may let them in. */
      knocks: v.optional(v.array(Knock)),
    }),
  ),
  read: call(
    'A page of a log in ascending order: the first entries after a seq, or the last ones before it. `about`: what became of the messages in it, as far as that stands outside of it.',
    v.object({
      log: Id,
      epoch: Id,
      after: v.optional(Seq),
      before: v.optional(Seq),
      limit: v.optional(
        v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.pageEntries)),
        limits.pageEntries,
      ),
    }),
    v.object({ ...LogHead.entries, entries: v.array(Entry), about: About }),
  ),
  append: call(
    'Puts entries into a log, in their order. Each is answered when it is on disk; an id said before with the same content gets its first answer again. With `side` it is a whisper: the log is the one that follows from the room and the people (`sideLogOf`), and is there from the first one on.',
    v.object({
      log: Id,
      side: v.optional(Side),
      entries: v.pipe(v.array(Draft, 'shape'), v.minLength(1, 'empty'), v.maxLength(limits.batchEntries, 'long')),
    }),
    v.object({ ...LogHead.entries, results: v.array(AppendResult) }),
  ),
  lacking: call(
    'Of these ids, those under which the asking member has said nothing here: after a restore, what a device offers again.',
    v.object({ ids: v.pipe(v.array(Id, 'shape'), v.maxLength(limits.lackingIds, 'long')) }),
    v.object({ ids: v.array(Id) }),
  ),
  rename: call(
    'Changes the display name of the asking member.',
    v.object({ name: MemberName }),
    v.object({ member: Member }),
  ),
  echo: call('Answers at once; its duration is the round-trip time.', v.object({}), v.object({ at: Time })),
  ...joiningCalls,
  ...moderationCalls,
  ...markCalls,
  ...roomCalls,
  ...talkCalls,
  ...companyCalls,
  ...doctorCalls,
  ...relayCalls,
  ...labCalls,
  ...botsCalls,
  ...inspectionCalls,
} as const;

export const pushes = {
  entries: push(
    'New entries of one log, dense and in order. Apply only `last + 1`; for a gap, `read`.',
    v.object({ log: Id, epoch: Id, entries: v.array(Entry) }),
  ),
  heads: push(
    'Heads of readable logs, now and then, so that a lost last push is noticed.',
    v.object({ logs: v.array(LogHead) }),
  ),
  members: push('Members who are new or changed.', v.object({ members: v.array(Member) })),
  refused: push(
    'The refusal of a call that came without an acknowledgement callback.',
    v.object({ call: v.string(), error: Refusal }),
  ),
  closing: push('The server stops on request; it will not be back by itself.', v.object({})),
  ...joiningPushes,
  ...markPushes,
  ...roomPushes,
  ...talkPushes,
  ...companyPushes,
  ...doctorPushes,
  ...relayPushes,
} as const;

export type NetworkCalls = typeof calls;
export type NetworkPushes = typeof pushes;
