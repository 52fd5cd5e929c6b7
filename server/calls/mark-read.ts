import type { Handler } from './context';

export const markRead: Handler<'markRead'> = async ({ marks, outlet }, session, input) => {
  const { now, risen } = await marks.mark(session.member, input.marks);
  if (risen.length > 0) outlet.push({ member: session.member }, 'marks', { marks: risen });
  return { ok: true, value: { marks: now, counts: [] } };
};
