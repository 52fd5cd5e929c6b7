/** Read marks in memory, and what is unread above them. */
import { limits, type Count, type Id, type Mark, type MessageEntry } from '../../../protocol';
import { countsAbove, type Marked, type Marking } from '../marks';
import type { Within } from '../talk';
import type { Kept } from './kept';
import type { MemoryTurns } from './turns';

export function marking(kept: Kept, turns: MemoryTurns): Marking {
  return {
    mark: (said) =>
      turns.change(() => {
        const { epoch } = kept.about;
        const staged = new Map<string, Mark>();
        const answer = said.map(({ member, marks }) => {
          const marked: Marked = { now: [], risen: [] };
          for (const { log, epoch: theirs, seq: wanted, thread } of marks) {
            const head = kept.logs.get(log)?.state.head;
            if (head === undefined || theirs !== epoch || !hangsIn(kept, log, thread)) continue;
            const key = keyOf(member, log, thread);
            const row = staged.get(key) ?? kept.marks.get(key);
            const before = row?.epoch === epoch ? row.seq : -1;
            const seq = Math.max(before, Math.min(wanted, head));
            const now: Mark = { log, epoch, seq, ...(thread === undefined ? {} : { thread }) };
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
      turns.ask(() => {
        const all = [...kept.marks].flatMap(([key, mark]) =>
          key.startsWith(`${member}/`) && mark.epoch === kept.about.epoch ? mark : [],
        );
        const threads = all.filter(({ thread }) => thread !== undefined);
        return [...all.filter(({ thread }) => thread === undefined), ...threads.slice(-limits.threadMarks)];
      }),
    counts: ({ member, logs }) =>
      turns.ask(() =>
        logs
          .flatMap((within) => [course(kept, member, within), ...threads(kept, member, within)])
          .flatMap((count) => (count && count.unread > 0 ? count : [])),
      ),
    readers: (log) =>
      turns.ask(() =>
        [...kept.marks].flatMap(([key, mark]) =>
          mark.log === log && mark.thread === undefined && mark.epoch === kept.about.epoch
            ? { member: key.slice(0, key.indexOf('/')), seq: mark.seq }
            : [],
        ),
      ),
    lastSeen: (members) =>
      turns.ask(() => {
        const last = new Map<Id, number>();
        for (const { member, seenAt } of kept.devices.values())
          if (seenAt !== null && members.includes(member)) last.set(member, Math.max(seenAt, last.get(member) ?? 0));
        return [...last].map(([member, at]) => ({ member, at }));
      }),
  };
}

export const keyOf = (member: Id, log: Id, thread?: Id): string =>
  `${member}/${log}${thread === undefined ? '' : `/${thread}`}`;

function hangsIn(kept: Kept, log: Id, thread: Id | undefined): boolean {
  const root = thread === undefined ? null : kept.known.get(thread);
  return root === null || (root?.log === log && root.kind === 'message');
}

const markOf = (kept: Kept, member: Id, log: Id, thread?: Id): number | null => {
  const mark = kept.marks.get(keyOf(member, log, thread));
  return mark?.epoch === kept.about.epoch ? mark.seq : null;
};

function course(kept: Kept, member: Id, { log, first }: Within): Count | null {
  const held = kept.logs.get(log);
  if (!held) return null;
  const { head } = held.state;
  const above = countsAbove({
    ...{ first, head, mark: markOf(kept, member, log) },
    room: kept.rooms.get(log) ?? null,
    member: kept.members.get(member) ?? null,
    unreadFrom: kept.preferences.get(member)?.get(log)?.unreadFrom ?? null,
  });
  return counted(kept, member, { log, thread: null, above, upTo: head });
}

function threads(kept: Kept, member: Id, { log, first }: Within): (Count | null)[] {
  const upTo = kept.logs.get(log)?.state.head ?? 0;
  const parts = [...(kept.parts.get(member) ?? [])].filter(([, there]) => there === log);
  return parts.slice(-limits.threadsCounted).map(([thread]) => {
    const above = markOf(kept, member, log, thread) ?? partFrom(kept, member, log, thread) - 1;
    return counted(kept, member, { log, thread, above: Math.max(above, first - 1), upTo });
  });
}

/** Where a member's part in a thread begins: the message it hangs on, if it is theirs; else where they spoke, or were named. */
function partFrom(kept: Kept, member: Id, log: Id, thread: Id): number {
  const root = kept.known.get(thread);
  if (root?.author === member) return root.seq;
  const part = messages(kept, log, thread).find(
    ({ author, seq }) => author === member || namedAt(kept, log, seq).includes(member),
  );
  return part?.seq ?? 1;
}

const namedAt = (kept: Kept, log: Id, seq: number): readonly string[] =>
  kept.mentions.get(`${log}/${seq}`)?.members ?? [];

const messages = (kept: Kept, log: Id, thread: Id | null): MessageEntry[] =>
  (kept.logs.get(log)?.entries ?? []).flatMap((entry) =>
    entry.kind === 'message' && (entry.body.thread ?? null) === thread ? entry : [],
  );

function counted(kept: Kept, member: Id, count: Omit<Count, 'unread' | 'mentions'>): Count {
  const { log, thread, above } = count;
  const unread = messages(kept, log, thread).filter(
    ({ seq, author, body }) => seq > above && author !== member && !body.deleted,
  );
  const mentions = unread.filter(({ seq }) => namedAt(kept, log, seq).some((name) => name === member || name === '*'));
  const most = (some: readonly unknown[]) => Math.min(some.length, limits.counted);
  return { ...count, unread: most(unread), mentions: most(mentions) };
}
