import { roomChanged } from '../moderation/changed';
import type { Handler } from './context';

export const slow: Handler<'slow'> = async (context, session, { room, seconds }) => {
  const slowed = await context.store.slow({ room, seconds, by: session.member, now: context.clock.now() });
  if (!slowed.ok) return slowed;
  roomChanged(context, slowed.value);
  return { ok: true, value: { room: slowed.value } };
};
