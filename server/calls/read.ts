import { refuse } from '../../protocol';
import type { Handler } from './context';

const NOTHING = { changes: [], threads: [], tallies: [] };

export const read: Handler<'read'> = async ({ store, access }, session, { log, epoch, after, before, limit }) => {
  const mine = access.log(session.member, log);
  if (!mine) return { ok: false, error: refuse('no-such-log') };
  const page = await store.read({ log, after, before, first: mine.first, limit, reader: session.member });
  if (!page) return { ok: false, error: refuse('no-such-log') };
  if (page.head.epoch !== epoch) return { ok: false, error: refuse('epoch-changed') };
  return { ok: true, value: { ...page.head, entries: page.entries, about: page.became ?? NOTHING } };
};
