import { refuse } from '../../protocol';
import type { Handler } from './context';

export const typing: Handler<'typing'> = ({ access, typing }, session, { log, thread = null, stopped }) => {
  const { id, member } = session;
  // Somebody who writes a first whisper has no log yet, and is told to nobody.
  if (!access.log(member, log)) return { ok: false, error: refuse('no-such-log') };
  if (stopped) typing.stops(log, member);
  else typing.writes(log, member, { thread, session: id });
  return { ok: true, value: {} };
};
