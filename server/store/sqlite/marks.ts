/** Read marks as a table. */
import type { Marked, Marking } from '../marks';
import type { StoreParts } from './store';

export function marking({ db, epoch, logs, turns }: Pick<StoreParts, 'db' | 'epoch' | 'logs' | 'turns'>): Marking {
  return {
    mark: (said) =>
      turns.change(async () => {
        const states = await logs.states(said.flatMap(({ marks }) => marks.map(({ log }) => log)));
        const answers: Marked[] = [];
        for (const { member, marks } of said) {
          const marked: Marked = { now: [], risen: [] };
          for (const mark of marks) {
            const state = states.get(mark.log);
            if (!state || mark.epoch !== epoch) continue;
            const place = db.selectFrom('marks').selectAll().where('member', '=', member).where('log', '=', mark.log);
            const row = await place.executeTakeFirst();
            const before = row?.epoch === epoch ? row.seq : -1;
            const seq = Math.max(before, Math.min(mark.seq, state.head));
            const now = { log: mark.log, epoch, seq };
            marked.now.push(now);
            if (seq === before) continue;
            marked.risen.push(now);
            await db
              .insertInto('marks')
              .values({ member, ...now })
              .onConflict((conflict) => conflict.columns(['member', 'log']).doUpdateSet({ epoch, seq }))
              .execute();
          }
          answers.push(marked);
        }
        return answers;
      }),
    marks: (member) =>
      turns.ask(() =>
        db
          .selectFrom('marks')
          .select(['log', 'epoch', 'seq'])
          .where('member', '=', member)
          .where('epoch', '=', epoch)
          .execute()
          .then((rows) => rows.map((row) => ({ ...row }))),
      ),
  };
}
