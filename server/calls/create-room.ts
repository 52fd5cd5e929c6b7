import { randomUUID } from 'node:crypto';
import type { Handler } from './context';

export const createRoom: Handler<'createRoom'> = async (
  { store, roster, feed, outlet, clock },
  session,
  { id, name },
) => {
  const made = await store.createRoom({ id, name, by: session.member, entry: randomUUID(), now: clock.now() });
  if (!made.ok) return made;
  const { room, head, created } = made.value;
  if (created) {
    roster.putRoom(room);
    feed.open(head);
    outlet.openLog(room.id);
    outlet.push('members', 'rooms', { rooms: [room], logs: [head] });
  }
  return { ok: true, value: { room } };
};
