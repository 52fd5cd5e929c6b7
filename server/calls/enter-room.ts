import { refuse } from '../../protocol';
import { roomChanged } from '../rooms/telling';
import type { Handler } from './context';

export const enterRoom: Handler<'enterRoom'> = async (context, session, { room: id }) => {
  const { store, access, newId, clock } = context;
  const room = access.room(session.member, id);
  if (!room) return { ok: false, error: refuse('no-such-log') };
  const entered = await store.enterRoom({ room: id, by: session.member, entry: newId(), now: clock.now() });
  if (!entered.ok) return entered;
  roomChanged(context, entered.value);
  return { ok: true, value: { room: entered.value.room } };
};
