import type { Handler } from './context';

export const bans: Handler<'bans'> = async ({ store }) => ({ ok: true, value: { bans: await store.bans() } });
