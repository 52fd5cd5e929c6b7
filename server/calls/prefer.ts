import { refuse } from '../../protocol';
import type { Handler } from './context';

export const prefer: Handler<'prefer'> = async ({ store, access, outlet }, { member }, wanted) => {
  if (!access.room(member, wanted.room)) return { ok: false, error: refuse('no-such-log') };
  const preferred = await store.prefer(member, wanted);
  if (!preferred.ok) return preferred;
  outlet.push({ member }, 'preferences', { preferences: [preferred.value] });
  return { ok: true, value: { preference: preferred.value } };
};
