import { refuse } from '../../protocol';
import type { Handler } from './context';

export const read: Handler<'read'> = async ({ store }, _session, { log, epoch, after, before, limit }) => {
  const page = await store.read({ log, after, before, limit });
  if (!page) return { ok: false, error: refuse('no-such-log') };
  if (page.head.epoch !== epoch) return { ok: false, error: refuse('epoch-changed') };
  return { ok: true, value: { ...page.head, entries: page.entries, about: { changes: [], threads: [], tallies: [] } } };
};
