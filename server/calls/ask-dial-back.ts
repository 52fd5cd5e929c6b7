import { refuse } from '../../protocol';
import { helpers } from '../doctor/dial-backs';
import type { Handler } from './context';

export const askDialBack: Handler<'askDialBack'> = async ({ dialBacks, sessions }, session) => {
  const whom = helpers(sessions.open, session.member);
  const { wait } = dialBacks;
  // Where nobody can be asked, nobody is disturbed either.
  if (whom.length > 0 && wait > 0) return { ok: false, error: refuse('rate', { retryAfter: wait }) };
  return { ok: true, value: { asked: whom.length, outcomes: await dialBacks.ask(whom) } };
};
