import { refuse } from '../../protocol';
import { changed, tellKnocks } from '../moderation/changed';
import type { Handler } from './context';

export const transfer: Handler<'transfer'> = async (context, session, { member: to }) => {
  const { store, roster, clock } = context;
  // As for `appoint`.
  if (roster.member(to)?.private === false || roster.member(to)?.via === 'bot')
    return { ok: false, error: refuse('not-allowed') };
  const transferred = await store.transfer({ to, by: session.member, now: clock.now() });
  if (!transferred.ok) return transferred;
  changed(context, transferred.value);
  for (const member of transferred.value) tellKnocks(context, member);
  return { ok: true, value: { members: transferred.value } };
};
