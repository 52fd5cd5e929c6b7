/** The way from where somebody stands in a log to where others are told: page by page from the store, then as one of them. */
import { limits, refuse, type Answer, type Entry, type Id } from '../../protocol';
import type { Context } from '../calls/context';

/** A place in a log that is a member's to read. */
export interface Place {
  member: Id;
  log: Id;
  epoch: Id;
  /** The last seq that is held. */
  after: number;
}

/**
 * Where somebody stands, as they say it.
 *
 * @returns the place, never below what is theirs; `no-such-log` where it is not theirs, and `epoch-changed` where the log has
 * another lineage, or ends before the place: it is another one then too
 */
export function standing(
  { access, feed }: Context,
  member: Id,
  { log, epoch, after }: { log: Id; epoch?: Id | undefined; after: number },
): Answer<Place> {
  const reach = access.log(member, log);
  const head = reach && feed.head(log);
  if (!reach || !head) return { ok: false, error: refuse('no-such-log') };
  if ((epoch !== undefined && epoch !== head.epoch) || after > head.head)
    return { ok: false, error: refuse('epoch-changed') };
  return { ok: true, value: { member, log, epoch: head.epoch, after: Math.max(after, reach.first - 1) } };
}

/**
 * Reads on until nothing is left that is told already; what is said after that is pushed, from the turn on in which `live`
 * is called. A page may hold more than was pushed: what is pushed up to the last seq that was told is known then.
 *
 * @param told called with each page, in order; the next one is read when that has resolved
 * @param live called in the turn in which nothing is left, with the last seq that was told
 * @param lost called instead where the log is not theirs any more
 * @param over whether nobody wants to know any more
 */
export async function catchUp(
  { store, feed, access }: Context,
  { member, log, after }: Place,
  told: (entries: readonly Entry[]) => Promise<void> | void,
  live: (last: number) => void,
  lost: () => void,
  over: () => boolean,
): Promise<void> {
  for (let at = after; !over();) {
    if (!access.log(member, log)) return lost();
    if (at >= feed.sent(log)) return live(at);
    const page = await store.read({ log, after: at, limit: limits.pageEntries });
    const last = page?.entries.at(-1);
    if (!page || !last) return lost();
    // Whoever was put out while it was read hears neither that line nor a later one.
    if (over()) return;
    if (!access.log(member, log)) return lost();
    await told(page.entries);
    at = last.seq;
  }
}
