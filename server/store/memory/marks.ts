/** Read marks in memory. */
import type { Marked, Marking } from '../marks';
import type { Kept } from './kept';
import type { MemoryTurns } from './turns';

export function marking(kept: Kept, turns: MemoryTurns): Marking {
  return {
    mark: (said) =>
      turns.change(() => {
        const { epoch } = kept.about;
        const staged = new Map<string, Marked['now'][number]>();
        const answer = said.map(({ member, marks }) => {
          const marked: Marked = { now: [], risen: [] };
          for (const { log, epoch: theirs, seq: wanted } of marks) {
            const head = kept.logs.get(log)?.state.head;
            if (head === undefined || theirs !== epoch) continue;
            const key = `${member}/${log}`;
            const row = staged.get(key) ?? kept.marks.get(key);
            const before = row?.epoch === epoch ? row.seq : -1;
            const now = { log, epoch, seq: Math.max(before, Math.min(wanted, head)) };
            marked.now.push(now);
            if (now.seq === before) continue;
            marked.risen.push(now);
            staged.set(key, now);
          }
          return marked;
        });
        const apply = () => staged.forEach((mark, key) => kept.marks.set(key, mark));
        return { answer, apply: staged.size > 0 ? apply : null };
      }),
    marks: (member) =>
      turns.ask(() =>
        [...kept.marks].flatMap(([key, mark]) =>
          key.startsWith(`${member}/`) && mark.epoch === kept.about.epoch ? mark : [],
        ),
      ),
  };
}
