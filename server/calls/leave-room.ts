import { refuse } from '../../protocol';
import { roomChanged } from '../rooms/telling';
import type { Handler } from './context';

export const leaveRoom: Handler<'leaveRoom'> = async (context, session, { room }) => {
  const { store, access, newId, clock } = context;
  const { member } = session;
  if (!access.log(member, room)) return { ok: false, error: refuse('no-such-log') };
  const left = await store.leaveRoom({ room, by: member, member, entry: newId(), now: clock.now() });
  if (!left.ok) return left;
  roomChanged(context, left.value);
  return { ok: true, value: {} };
};
