import { refuse } from '../../protocol';
import { mayDescribe, mayManage } from '../rooms/rights';
import { roomChanged } from '../rooms/telling';
import type { Handler } from './context';

export const changeRoom: Handler<'changeRoom'> = async (context, session, asked) => {
  const { store, roster, access, newId, clock } = context;
  const { name, topic, archived } = asked;
  const room = access.room(session.member, asked.room);
  if (!room) return { ok: false, error: refuse('no-such-log') };
  const manages = name !== undefined || archived !== undefined;
  if ((manages && !mayManage(roster, session, room)) || (topic !== undefined && !mayDescribe(session, room)))
    return { ok: false, error: refuse('not-allowed') };
  const changed = await store.changeRoom({
    ...{ room: room.id, name, topic, archived, by: session.member, now: clock.now() },
    entries: [newId(), newId(), newId()],
  });
  if (!changed.ok) return changed;
  roomChanged(context, changed.value);
  return { ok: true, value: { room: changed.value.room } };
};
