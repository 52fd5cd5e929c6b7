/** What somebody at the door brings, and what it makes of them. */
import { lower, refuse, type Answer, type Id, type Input, type NetworkCalls, type Role } from '../../protocol';
import type { Context } from '../calls/context';
import { hashToken, sameSecret } from '../secrets';
import type { Session } from '../session';
import { unusable } from '../store/joining';
import { isBanned } from './banned';

export type Entry =
  /** A new member of that role; `invitation` is what is used up by it. */
  | { as: 'member'; role: Role; invitation?: Id }
  /** Another device of a member there is. */
  | { as: 'device'; member: Id; invitation: Id };

type Brought = Input<NetworkCalls['join']>;

/** A token that others could read on its way is worth no more than a guest's. */
export const roleFor = ({ private: unread }: Session, role: Role = 'member'): Role => (unread ? role : 'guest');

/** @returns how they come in, or why they do not; nothing is used up yet */
export async function entryOf(context: Context, session: Session, brought: Brought): Promise<Answer<Entry>> {
  const { password, hostKey, invitation } = brought;
  if (context.hostKey !== null && hostKey !== undefined && sameSecret(hostKey, context.hostKey))
    return { ok: true, value: { as: 'member', role: 'host' } };
  if (await isBanned(context, session)) return { ok: false, error: refuse('knock-needed') };
  if (invitation !== undefined) return byInvitation(context, session, invitation);
  const refused = await context.password.check(password, session.address);
  return refused ? { ok: false, error: refused } : { ok: true, value: { as: 'member', role: roleFor(session) } };
}

async function byInvitation(context: Context, session: Session, token: string): Promise<Answer<Entry>> {
  const { store, roster, clock, invitationTries } = context;
  const retryAfter = await invitationTries.wait(session.address);
  if (retryAfter > 0) return { ok: false, error: refuse('rate', { retryAfter }) };
  const invitation = await store.invitationByToken(hashToken(token));
  if (!invitation) {
    // Only what is wrong counts: many come at once through one router, with the same link.
    await invitationTries.take(session.address);
    return { ok: false, error: refuse('invitation-unknown') };
  }
  const refused = unusable(invitation, clock.now());
  if (refused) return { ok: false, error: refused };
  const giver = roster.member(invitation.by);
  // Who is not in any more invites nobody.
  if (giver?.standing !== 'in') return { ok: false, error: refuse('invitation-revoked') };
  const { id, kind, by } = invitation;
  if (kind === 'person') {
    const role = roleFor(session, lower(invitation.role, giver.role));
    return { ok: true, value: { as: 'member', role, invitation: id } };
  }
  if (!session.private) return { ok: false, error: refuse('not-allowed') };
  return { ok: true, value: { as: 'device', member: by, invitation: id } };
}
