import type { Handler } from './context';

export const setIdle: Handler<'setIdle'> = (_context, session, { idle }) => {
  session.idle(idle);
  return { ok: true, value: {} };
};
