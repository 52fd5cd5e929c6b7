import type { Handler } from './context';

export const arrange: Handler<'arrange'> = async ({ store, access, outlet }, { member }, { rooms }) => {
  const preferences = await store.arrange(
    member,
    rooms.filter((id) => access.room(member, id)),
  );
  outlet.push({ member }, 'preferences', { preferences });
  return { ok: true, value: { preferences } };
};
