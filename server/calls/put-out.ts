import { refuse } from '../../protocol';
import { mayPutOut } from '../rooms/rights';
import { roomChanged } from '../rooms/telling';
import type { Handler } from './context';

export const putOut: Handler<'putOut'> = async (context, session, { room: id, member }) => {
  const { store, roster, access, newId, clock } = context;
  const room = access.room(session.member, id);
  if (!room) return { ok: false, error: refuse('no-such-log') };
  if (!mayPutOut(roster, session, room, member)) return { ok: false, error: refuse('not-allowed') };
  const put = await store.leaveRoom({ room: id, by: session.member, member, entry: newId(), now: clock.now() });
  if (!put.ok) return put;
  roomChanged(context, put.value);
  return { ok: true, value: { room: put.value.room } };
};
