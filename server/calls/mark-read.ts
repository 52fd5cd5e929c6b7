import type { Handler } from './context';

export const markRead: Handler<'markRead'> = async (context, { member }, input) => {
  const { access, marks, outlet, reads, store } = context;
  // A mark of what is not theirs to read is left out, as one of no log.
  const said = input.marks.filter(({ log }) => access.log(member, log));
  if (said.length === 0) return { ok: true, value: { marks: [], counts: [] } };
  const { now, risen } = await marks.mark(member, said);
  if (risen.length > 0) outlet.push({ member }, 'marks', { marks: risen });
  reads.rose(member, risen);
  const logs = [...new Set(now.map(({ log }) => log))].flatMap((log) => access.log(member, log) ?? []);
  const counts = await store.counts({ member, logs: logs.map(({ log, first }) => ({ log, first })) });
  return { ok: true, value: { marks: now, counts } };
};
