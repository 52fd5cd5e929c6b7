import { limits } from '../../protocol';
import type { Handler } from './context';

export const audit: Handler<'audit'> = async ({ store }, _session, { before }) => ({
  ok: true,
  value: { lines: await store.audit({ before, limit: limits.auditPage }) },
});
