import { refuse } from '../../protocol';
import { isBanned } from '../joining/banned';
import type { Handler } from './context';

export const knock: Handler<'knock'> = async (context, session, { name, note = '', ticket }) => {
  if (session.member !== null) return { ok: false, error: refuse('not-allowed') };
  const before = ticket === undefined ? null : context.knocks.again(ticket, session.id);
  if (before) return { ok: true, value: before };
  const banned = await isBanned(context, session);
  const { id, address, via, private: unread } = session;
  return context.knocks.knock({ session: id, address, name, note, via, private: unread, banned });
};
