import type { Handler } from './context';

export const dialledBack: Handler<'dialledBack'> = ({ dialBacks }, session, { ask, host, outcome }) => {
  dialBacks.answered(session.id, ask, { outcome, ...(host === undefined ? {} : { host }) });
  return { ok: true, value: {} };
};
