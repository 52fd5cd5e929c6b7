/** Keeping a server a good place: who is removed, muted or appointed, and what is told of it. */
import * as v from 'valibot';
import { call } from './define';
import { limits } from './limits';
import { Id } from './ids';
import { Member, Room, Time, type Role } from './model';
import { Note } from './text';

export const Ban = v.object({
  id: Id,
  member: Id,
  name: v.string(),
  by: Id,
  at: Time,
  /** How many devices and addresses it keeps out. Addresses themselves are told to nobody. */
  devices: v.number(),
  addresses: v.number(),
});
export type Ban = v.InferOutput<typeof Ban>;

export const audited = [
  'join',
  'remove',
  'ban',
  'unban',
  'mute',
  'unmute',
  'slow',
  'role',
  'transfer',
  'invite',
  'revoke',
  'admit',
  'turn-away',
  'sign-out',
  'bot',
  'renew',
  'hook',
  'unhook',
  'undelivered',
] as const;

/** One line of the audit log: who did what to whom. It never holds what was said, nor any token. */
export const AuditLine = v.object({
  /** Dense from 1. */
  seq: v.number(),
  at: Time,
  /** Null: the server itself. */
  by: v.nullable(Id),
  act: v.picklist(audited),
  /** The member it was about, where there is one. */
  subject: v.nullable(Id),
  /** More for a reader: a name at the time, a role, a duration, the reason given. */
  detail: v.string(),
});
export type AuditLine = v.InferOutput<typeof AuditLine>;

const nothing = v.object({});
const onMember = { member: Id };

export const moderationCalls = {
  remove: call(
    'Removes a member: all their connections end before another entry is pushed, their tokens are nobody’s. With `ban`, their devices and addresses have to knock from then on.',
    v.object({ ...onMember, ban: v.boolean(), reason: v.optional(Note) }),
    v.object({ member: Member }),
  ),
  bans: call('The bans there are.', nothing, v.object({ bans: v.array(Ban) })),
  unban: call('Lifts a ban; the member may join again.', v.object({ id: Id }), nothing),
  mute: call(
    'Takes a member’s voice until then (milliseconds since 1970); null gives it back.',
    v.object({ ...onMember, until: v.nullable(v.pipe(Time, v.maxValue(limits.lastMoment, 'long'))) }),
    v.object({ member: Member }),
  ),
  slow: call(
    'Sets how many seconds a member waits between two messages in a room; 0 for none.',
    v.object({
      room: Id,
      seconds: v.pipe(
        v.number('shape'),
        v.safeInteger('shape'),
        v.minValue(0, 'shape'),
        v.maxValue(limits.slowest, 'long'),
      ),
    }),
    v.object({ room: Room }),
  ),
  appoint: call(
    'Gives a member another role below the host’s.',
    v.object({ ...onMember, role: v.picklist(['moderator', 'member', 'guest'] satisfies Role[]) }),
    v.object({ member: Member }),
  ),
  transfer: call(
    'Makes another member the host; the asking one becomes a moderator.',
    v.object(onMember),
    v.object({ members: v.array(Member) }),
  ),
  audit: call(
    'A page of the audit log, newest first: the last lines before a seq.',
    v.object({ before: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))) }),
    v.object({ lines: v.array(AuditLine) }),
  ),
} as const;
