import { refuse } from '../../protocol';
import { roomPut } from '../rooms/telling';
import type { Handler } from './context';

export const slow: Handler<'slow'> = async (context, session, { room, seconds }) => {
  if (!context.access.log(session.member, room)) return { ok: false, error: refuse('no-such-log') };
  const slowed = await context.store.slow({ room, seconds, by: session.member, now: context.clock.now() });
  if (!slowed.ok) return slowed;
  roomPut(context, slowed.value);
  return { ok: true, value: { room: slowed.value } };
};
