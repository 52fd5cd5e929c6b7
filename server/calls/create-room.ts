import type { Handler } from './context';

export const createRoom: Handler<'createRoom'> = async (
  { store, roster, feed, outlet, newId, clock },
  session,
  { id, name = '' },
) => {
  const made = await store.createRoom({ id, name, by: session.member, entry: newId(), now: clock.now() });
  if (!made.ok) return made;
  const { room, head, created } = made.value;
  if (created) {
    roster.putRoom(room);
    feed.open(head);
    outlet.openLog(room.id);
    outlet.push('members', 'rooms', { rooms: [room], logs: [{ ...head, first: 1, side: null }] });
  }
  return { ok: true, value: { room } };
};
