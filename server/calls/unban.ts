import { changed } from '../moderation/changed';
import type { Handler } from './context';

export const unban: Handler<'unban'> = async (context, session, { id }) => {
  const lifted = await context.store.unban({ id, by: session.member, now: context.clock.now() });
  if (!lifted.ok) return lifted;
  changed(context, [lifted.value]);
  return { ok: true, value: {} };
};
