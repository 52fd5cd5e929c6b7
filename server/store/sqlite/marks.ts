/** Read marks as tables. */
import { sql } from 'kysely';
import { limits, type Id, type Mark } from '../../../protocol';
import type { Marked, Marking } from '../marks';
import { counting } from './counts';
import type { StoreParts } from './store';

export function marking(parts: Pick<StoreParts, 'db' | 'epoch' | 'logs' | 'turns'>): Marking {
  const { db, epoch, logs, turns } = parts;

  const before = async (member: Id, { log, thread }: Mark): Promise<number> => {
    const row =
      thread === undefined
        ? await db
            .selectFrom('marks')
            .selectAll()
            .where('member', '=', member)
            .where('log', '=', log)
            .executeTakeFirst()
        : await db
            .selectFrom('thread_marks')
            .selectAll()
            .where('member', '=', member)
            .where('thread', '=', thread)
            .executeTakeFirst();
    return row?.epoch === epoch ? row.seq : -1;
  };
  const put = ({ thread, ...row }: Mark & { member: Id }) => {
    const { seq } = row;
    return thread === undefined
      ? db
          .insertInto('marks')
          .values(row)
          .onConflict((conflict) => conflict.columns(['member', 'log']).doUpdateSet({ epoch, seq }))
          .execute()
      : db
          .insertInto('thread_marks')
          .values({ ...row, thread })
          .onConflict((conflict) => conflict.columns(['member', 'thread']).doUpdateSet({ epoch, seq }))
          .execute();
  };

  return {
    ...counting(parts),
    mark: (said) =>
      turns.change(async () => {
        const states = await logs.states(said.flatMap(({ marks }) => marks.map(({ log }) => log)));
        const roots = await logs.known(said.flatMap(({ marks }) => marks.flatMap(({ thread }) => thread ?? [])));
        const answers: Marked[] = [];
        for (const { member, marks } of said) {
          const marked: Marked = { now: [], risen: [] };
          for (const mark of marks) {
            const { log, thread } = mark;
            const state = states.get(log);
            const root = thread === undefined ? null : roots.get(thread);
            const hangsIn = root === null || (root?.log === log && root.kind === 'message');
            if (!state || mark.epoch !== epoch || !hangsIn) continue;
            const was = await before(member, mark);
            const seq = Math.max(was, Math.min(mark.seq, state.head));
            const now: Mark = { log, epoch, seq, ...(thread === undefined ? {} : { thread }) };
            marked.now.push(now);
            if (seq === was) continue;
            marked.risen.push(now);
            await put({ member, ...now });
          }
          answers.push(marked);
        }
        return answers;
      }),
    marks: (member) =>
      turns.ask(async () => {
        const own = await db
          .selectFrom('marks')
          .select(['log', 'epoch', 'seq'])
          .where('member', '=', member)
          .where('epoch', '=', epoch)
          .execute();
        const threads = await db
          .selectFrom('thread_marks')
          .select(['log', 'epoch', 'seq', 'thread'])
          .where('member', '=', member)
          .where('epoch', '=', epoch)
          .orderBy(sql`rowid`, 'desc')
          .limit(limits.threadMarks)
          .execute();
        return [...own, ...threads.reverse()].map((row) => ({ ...row }));
      }),
  };
}
