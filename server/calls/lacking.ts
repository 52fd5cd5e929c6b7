import type { Handler } from './context';

export const lacking: Handler<'lacking'> = async ({ store }, session, { ids }) => ({
  ok: true,
  value: { ids: await store.lacking(session.member, ids) },
});
