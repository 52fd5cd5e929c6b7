import { lower } from '../../protocol';
import { roleOf } from '../rights';
import { hashToken, newInvitation } from '../secrets';
import type { Handler } from './context';

export const invite: Handler<'invite'> = async ({ store, roster, newId, clock }, session, { role, uses, lifetime }) => {
  const token = newInvitation();
  const now = clock.now();
  const made = await store.invite({
    ...{ id: newId(), kind: 'person', by: session.member, tokenHash: hashToken(token) },
    ...{ role: lower(role, roleOf(roster, session)), uses, expiresAt: now + lifetime, now },
  });
  return made.ok ? { ok: true, value: { invitation: made.value, token } } : made;
};
