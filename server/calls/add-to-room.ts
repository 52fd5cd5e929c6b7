import { refuse } from '../../protocol';
import { mayAdd } from '../rooms/rights';
import { roomChanged } from '../rooms/telling';
import type { Handler } from './context';

export const addToRoom: Handler<'addToRoom'> = async (context, session, { room: id, members, share }) => {
  const { store, access, newId, clock } = context;
  const room = access.room(session.member, id);
  if (!room) return { ok: false, error: refuse('no-such-log') };
  if (!mayAdd(session, room)) return { ok: false, error: refuse('not-allowed') };
  // Nobody shares more than is theirs.
  const first = share ? (access.log(session.member, id)?.first ?? null) : null;
  const added = await store.addToRoom({
    ...{ room: id, by: session.member, members, first, entry: newId(), now: clock.now() },
  });
  if (!added.ok) return added;
  roomChanged(context, added.value, first);
  return { ok: true, value: { room: added.value.room } };
};
