import { refuse } from '../../protocol';
import { allowed } from '../rights';
import type { Handler } from './context';

export const revoke: Handler<'revoke'> = async ({ store, roster, clock }, session, { id }) => {
  const all = allowed(roster, session, 'approve');
  const invitation = await store.revoke({ id, who: session.member, all, now: clock.now() });
  return invitation ? { ok: true, value: { invitation } } : { ok: false, error: refuse('invitation-unknown') };
};
