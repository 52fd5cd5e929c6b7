/** Where the new begins in a room and in the whispers of it: by log, above which seq. Pure. */
import type { LogView } from '../../../client';
import type { Id } from '../../../protocol';

/** A message of somebody else above this seq, in the log's own course. */
function hasNews({ entries }: LogView, above: number, me: Id | null): boolean {
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    if (!entry || entry.seq <= above) return false;
    if (entry.kind === 'message' && entry.author !== me && entry.body.thread === undefined) return true;
  }
  return false;
}

export type Marks = ReadonlyMap<Id, number>;
type Read = (view: LogView) => number;

const marksOf = (room: Id, view: LogView, read: Read): [Id, number][] =>
  [{ log: room, view }, ...view.asides].map(({ log, view: one }) => [log, read(one)]);

/** What was in view so far. */
export const seenIn = (room: Id, view: LogView): Marks => new Map(marksOf(room, view, ({ seen }) => seen));

/** The last that is there. */
export const lastIn = (room: Id, view: LogView): Marks =>
  new Map(marksOf(room, view, ({ entries }) => entries.at(-1)?.seq ?? 0));

/** As `seenIn`, but in the room from this seq on. */
export const markedFrom = (room: Id, view: LogView, seq: number): Marks =>
  new Map([...seenIn(room, view), [room, seq - 1]]);

/** Something was said since `last` that its reader may have missed. */
export const hasNewsSince = (last: Marks, room: Id, view: LogView, me: Id | null): boolean =>
  [{ log: room, view }, ...view.asides].some(({ log, view: one }) => hasNews(one, last.get(log) ?? 0, me));
