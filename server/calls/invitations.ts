import { allowed } from '../rights';
import type { Handler } from './context';

export const invitations: Handler<'invitations'> = async ({ store, roster, clock }, session) => {
  const by = allowed(roster, session, 'approve') ? null : session.member;
  return { ok: true, value: { invitations: await store.invitations({ by, now: clock.now() }) } };
};
