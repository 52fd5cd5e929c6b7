import { refuse } from '../../protocol';
import type { Handler } from './context';

export const answerKnock: Handler<'answerKnock'> = async (context, session, { id, admit, note = '' }) => {
  const { store, knocks, outlet, clock } = context;
  const answered = knocks.answer(id, admit, note);
  // Somebody else was quicker, or nobody waits there any more.
  if (!answered) return { ok: false, error: refuse('no-such-member') };
  const { knock, session: waits, told } = answered;
  if (waits !== null) {
    const { ticket: _, ...answer } = told;
    outlet.push({ session: waits }, 'knocked', answer as { state: 'admitted' | 'refused'; note?: string });
  }
  const act = admit ? 'admit' : 'turn-away';
  await store.note({ at: clock.now(), by: session.member, act, subject: null, detail: knock.name });
  return { ok: true, value: {} };
};
