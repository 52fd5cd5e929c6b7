import { refuse } from '../../protocol';
import type { Handler } from './context';

/** A ticket nobody has is as good as one whose owner went away. */
export const stopKnocking: Handler<'stopKnocking'> = ({ knocks }, session, { ticket }) => {
  if (session.member !== null) return { ok: false, error: refuse('not-allowed') };
  knocks.leave(ticket);
  return { ok: true, value: {} };
};
