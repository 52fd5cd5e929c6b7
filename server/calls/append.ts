import type { Handler } from './context';

export const append: Handler<'append'> = async ({ appends, clock }, session, { log, entries }) => {
  const outcome = await appends.append({ log, author: session.member, entries, now: clock.now() });
  if (!outcome.ok) return outcome;
  const { head, results } = outcome.value;
  return { ok: true, value: { ...head, results } };
};
