import { refuse } from '../../protocol';
import type { Handler } from './context';

export const setStatus: Handler<'setStatus'> = async ({ store, roster, outlet }, session, said) => {
  const member = await store.setStatus({ ...said, member: session.member });
  if (!member) return { ok: false, error: refuse('not-joined') };
  roster.putMember(member);
  outlet.push('members', 'members', { members: [member] });
  return { ok: true, value: { member } };
};
