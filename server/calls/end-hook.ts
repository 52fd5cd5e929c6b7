import { refuse } from '../../protocol';
import type { Handler } from './context';

export const endHook: Handler<'endHook'> = async ({ store, bots, clock }, session, { id }) => {
  const ended = await store.endHook({ id, by: session.member, now: clock.now() });
  bots.endHook(id);
  return ended ? { ok: true, value: {} } : { ok: false, error: refuse('no-such-hook') };
};
