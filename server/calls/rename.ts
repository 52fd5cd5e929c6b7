import { refuse } from '../../protocol';
import type { Handler } from './context';

export const rename: Handler<'rename'> = async ({ store, roster, outlet }, session, { name }) => {
  const member = await store.rename(session.member, name);
  if (!member) return { ok: false, error: refuse('not-joined') };
  roster.putMember(member);
  outlet.push('members', 'members', { members: [member] });
  return { ok: true, value: { member } };
};
