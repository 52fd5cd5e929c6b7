/**
 * How many messages are unread: what the server counted for what this device does not hold, and what the device holds
 * itself. Where it holds everything above the mark, only that counts. Pure.
 */
import { names, type Count, type Entry, type Id, type MessageEntry } from '../protocol';
import type { Hole } from './views';

export interface Unread {
  unread: number;
  mentions: number;
}

/** What the server counted of a log (`Count`). */
export type Counted = Pick<Count, 'above' | 'upTo' | 'unread' | 'mentions'>;

export interface Holding {
  /** Ascending, dense but for `holes`. */
  entries: readonly Entry[];
  holes: readonly Pick<Hole, 'after' | 'before'>[];
  /** The log's highest seq, held or not. */
  head: number;
  me: Id | null;
}

/**
 * Of a log's own course, without its threads.
 * @param above the mark: messages with a higher seq are unread
 * @param counted the server's last count; null where there is none
 */
export function unreadOf(holding: Holding, above: number, counted: Counted | null): Unread {
  return together(holding, null, above, counted, missing(holding, above));
}

/**
 * Of each thread this person has a part in, where anything is unread: they said the message it hangs on, spoke in it, or
 * were named in it; as far as the device holds that, or the server said so.
 * @param marks how far they have read the threads they have looked at
 * @param counted the server's last counts
 */
export function unreadThreads(
  holding: Holding,
  marks: ReadonlyMap<Id, number>,
  counted: ReadonlyMap<Id, Counted>,
): ReadonlyMap<Id, Unread> {
  const began = partsHeld(holding);
  const all = new Map<Id, Unread>();
  for (const root of new Set([...began.keys(), ...marks.keys(), ...counted.keys()])) {
    const count = counted.get(root) ?? null;
    const above = marks.get(root) ?? count?.above ?? (began.get(root) ?? 1) - 1;
    const unread = together(holding, root, above, count, 0);
    if (unread.unread > 0) all.set(root, unread);
  }
  return all;
}

/** @param unknown how many there are taken to be above the mark that are not held, while the server has not counted */
function together(
  holding: Holding,
  course: Id | null,
  above: number,
  counted: Counted | null,
  unknown: number,
): Unread {
  const held = countHeld(holding, course, above);
  if (holds(holding, above)) return held;
  if (!counted) return { ...held, unread: held.unread + unknown };
  if (above >= counted.upTo) return held;
  const inBoth = countHeld(holding, course, counted.above, counted.upTo);
  return {
    unread: held.unread + Math.max(0, counted.unread - inBoth.unread),
    mentions: held.mentions + Math.max(0, counted.mentions - inBoth.mentions),
  };
}

/** Who is one of everybody has no part in a thread by that. */
const namesAlone = ({ body }: MessageEntry, me: Id | null): boolean =>
  body.mentions?.some(({ member }) => member === me) ?? false;

/** By the message a thread hangs on: the seq from which on this person has a part in it. */
export function partsHeld({ entries, me }: Pick<Holding, 'entries' | 'me'>): ReadonlyMap<Id, number> {
  const own = new Map<Id, number>();
  const began = new Map<Id, number>();
  for (const entry of entries) {
    if (entry.kind !== 'message') continue;
    const { thread } = entry.body;
    if (entry.author === me) own.set(entry.id, entry.seq);
    if (thread === undefined || began.has(thread)) continue;
    const since = own.get(thread) ?? (entry.author === me || namesAlone(entry, me) ? entry.seq : null);
    if (since !== null) began.set(thread, since);
  }
  return began;
}

function countHeld({ entries, me }: Holding, course: Id | null, above: number, upTo = Infinity): Unread {
  const count = { unread: 0, mentions: 0 };
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (!entry || entry.seq <= above) break;
    if (entry.seq > upTo || entry.kind !== 'message' || entry.author === me || entry.body.deleted) continue;
    if ((entry.body.thread ?? null) !== course) continue;
    count.unread += 1;
    if (names(entry, me)) count.mentions += 1;
  }
  return count;
}

/** Everything above the mark is held. */
function holds({ entries, holes, head }: Holding, above: number): boolean {
  if (above >= head) return true;
  const [first, last] = [entries[0]?.seq ?? Infinity, entries.at(-1)?.seq ?? 0];
  return first <= above + 1 && last >= head && holes.every(({ before }) => before <= above + 1);
}

/** Until the server counts, holes are taken to be all messages: too many is better than none. */
const missing = ({ holes }: Holding, above: number): number =>
  holes.reduce((sum, { after, before }) => sum + Math.max(0, before - 1 - Math.max(after, above)), 0);
