import { limits, refuse } from '../../protocol';
import { roleOf } from '../rights';
import { hashToken, newInvitation } from '../secrets';
import type { Handler } from './context';

export const pair: Handler<'pair'> = async ({ store, roster, newId, clock }, session) => {
  // The token is as much as the member: it is shown only where nobody can read along.
  if (!session.private) return { ok: false, error: refuse('not-allowed') };
  const token = newInvitation();
  const now = clock.now();
  const made = await store.invite({
    ...{ id: newId(), kind: 'device', by: session.member, tokenHash: hashToken(token) },
    ...{ role: roleOf(roster, session), uses: 1, expiresAt: now + limits.pairingLife, now },
  });
  return made.ok ? { ok: true, value: { invitation: made.value, token } } : made;
};
