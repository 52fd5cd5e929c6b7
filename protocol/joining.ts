/** Getting in: invitations, codes, knocking, and the devices of one person. */
import * as v from 'valibot';
import { call, push } from './define';
import { limits } from './limits';
import { Id } from './ids';
import { Role, Time, Via } from './model';
import { MemberName, Note } from './text';

/** 128 random bits, base64url. The server keeps only its SHA-256. */
export const InvitationToken = v.pipe(v.string('shape'), v.regex(/^[A-Za-z0-9_-]{22}$/, 'shape'));
export type InvitationToken = v.InferOutput<typeof InvitationToken>;

/** Who knocks keeps it, to hear the answer also after a lost connection: 256 bits, base64url. */
export const KnockTicket = v.pipe(v.string('shape'), v.regex(/^[A-Za-z0-9_-]{43}$/, 'shape'));

/** Crockford's base 32 without the letters that look like figures (https://www.crockford.com/base32.html). */
export const CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** What is read out and typed: two letters that say which server is meant, four that are random. */
export const Code = v.pipe(v.string('shape'), v.regex(/^[0-9A-HJKMNP-TV-Z]{6}$/, 'shape'));

/** The first two letters of a server's codes: FNV-1a of its id (draft-eastlake-fnv), 32 bits, whose upper half is folded in. */
export function codePrefix(server: Id): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < server.length; at += 1) hash = Math.imul(hash ^ server.charCodeAt(at), 0x01000193);
  const folded = (hash ^ (hash >>> 16)) >>> 0;
  return CODE_LETTERS.charAt(folded & 31) + CODE_LETTERS.charAt((folded >>> 5) & 31);
}

/** What an invitation makes of whoever uses it. `device`: another device of the member who made it. */
export const InvitationKind = v.picklist(['person', 'device']);

export const Invitation = v.object({
  id: Id,
  kind: InvitationKind,
  role: Role,
  by: Id,
  madeAt: Time,
  expiresAt: Time,
  /** How often it may still be used. */
  usesLeft: v.number(),
  revoked: v.boolean(),
});
export type Invitation = v.InferOutput<typeof Invitation>;

/** Somebody at the door. */
export const Knock = v.object({
  id: Id,
  name: MemberName,
  note: v.string(),
  via: Via,
  /** Whether nobody in between can read along. */
  private: v.boolean(),
  at: Time,
  /** Comes from a device or an address that was banned. */
  banned: v.boolean(),
});
export type Knock = v.InferOutput<typeof Knock>;

/** A device of the asking member. */
export const Device = v.object({
  id: Id,
  via: Via,
  private: v.boolean(),
  madeAt: Time,
  /** When it was connected last; null for never since the server keeps this. */
  seenAt: v.nullable(Time),
  /** The one that asks. */
  own: v.boolean(),
});
export type Device = v.InferOutput<typeof Device>;

const nothing = v.object({});
const uses = v.pipe(
  v.number('shape'),
  v.safeInteger('shape'),
  v.minValue(1, 'shape'),
  v.maxValue(limits.invitationUses, 'long'),
);
const lifetime = v.pipe(
  v.number('shape'),
  v.safeInteger('shape'),
  v.minValue(1_000, 'shape'),
  v.maxValue(limits.invitationLife, 'long'),
);

export const joiningCalls = {
  invite: call(
    'Makes an invitation, whose token is answered once and never again. Nobody gives away more than their own role; `host` is never given.',
    v.object({ role: v.picklist(['moderator', 'member', 'guest']), uses, lifetime }),
    v.object({ invitation: Invitation, token: InvitationToken }),
  ),
  pair: call(
    'Makes an invitation for another device of the asking member: one use, few minutes.',
    nothing,
    v.object({ invitation: Invitation, token: InvitationToken }),
  ),
  invitations: call(
    'Invitations that could still be used or were lately: those of the asking member, and everybody’s for who may approve.',
    nothing,
    v.object({ invitations: v.array(Invitation) }),
  ),
  revoke: call('Ends an invitation at once.', v.object({ id: Id }), v.object({ invitation: Invitation })),
  makeCode: call(
    'Makes the six letters that are read out to somebody near. They only find the server; a new one ends the one before.',
    nothing,
    v.object({ code: Code, expiresAt: Time }),
  ),
  knock: call(
    'Asks to be let in, or, with a ticket, what became of asking. Who is admitted joins with the ticket.',
    v.object({ name: MemberName, note: v.optional(Note), ticket: v.optional(KnockTicket) }),
    v.object({
      ticket: KnockTicket,
      state: v.picklist(['waiting', 'admitted', 'refused']),
      note: v.optional(v.string()),
    }),
  ),
  stopKnocking: call(
    'Whoever knocked goes away again: nobody is asked about them any more. An answer that was given stays given.',
    v.object({ ticket: KnockTicket }),
    nothing,
  ),
  answerKnock: call(
    'Lets somebody in who knocks, or not; a note goes with the answer.',
    v.object({ id: Id, admit: v.boolean(), note: v.optional(Note) }),
    nothing,
  ),
  devices: call('The devices of the asking member.', nothing, v.object({ devices: v.array(Device) })),
  signOut: call(
    'Ends a device of the asking member: its token is nobody’s from then on, its connections end.',
    v.object({ device: Id }),
    nothing,
  ),
} as const;

export const joiningPushes = {
  knocks: push(
    'Everybody who is at the door now, for those who may let them in.',
    v.object({ knocks: v.array(Knock) }),
  ),
  knocked: push(
    'To whoever knocks: the answer.',
    v.object({ state: v.picklist(['admitted', 'refused']), note: v.optional(v.string()) }),
  ),
} as const;
