/** What holds of what was done to a message, and what else a committed entry leaves in a store's tables. Pure. */
import type { Change, Entry, Id, ThreadSummary } from '../../protocol';
import { isChange, limits } from '../../protocol';

/** The last word of a kind about a message: its last edit, who reacts with what, whether it is pinned, a vote, a close. */
export interface Latest {
  target: Id;
  kind: Exclude<Change['kind'], 'delete'>;
  /** Empty where it does not matter whose it is. */
  member: Id | '';
  emoji: string;
  log: Id;
  seq: number;
  /** Not taken back. */
  holds: boolean;
}

/** @returns null for an entry that is no such word */
export function latestOf(log: Id, entry: Entry): Latest | null {
  if (!isChange(entry) || entry.kind === 'delete') return null;
  const { kind, seq, body } = entry;
  const own = kind === 'react' || kind === 'vote';
  return {
    target: body.target,
    kind,
    member: (own && entry.author) || '',
    emoji: kind === 'react' ? body.emoji : '',
    log,
    seq,
    holds: kind === 'react' || kind === 'pin' ? body.on : kind !== 'vote' || body.choices.length > 0,
  };
}

export const latestKey = ({ kind, member, emoji }: Pick<Latest, 'kind' | 'member' | 'emoji'>): string =>
  `${kind}/${member}/${emoji}`;

/** Whom a message names: a line of `mentions` each. An edit names anew. */
export interface Naming {
  seq: number;
  thread: Id | null;
  /** Whoever of them may read the log, but for the author. */
  members: readonly Id[];
  /** And everybody in the room. */
  everybody: boolean;
}

/** Who has a part in a thread from now on, besides those who are named in it. */
export interface Part {
  thread: Id;
  members: readonly Id[];
}

/** What one person said in a thread: how many messages that still stand, and the last of them. */
export interface Spoke {
  author: Id | null;
  count: number;
  last: number;
}

/** @param at when each of the threads' last messages was said, by seq; null for a thread of which nothing stands any more */
export function summaryOf(
  root: Id,
  spoke: readonly Spoke[],
  at: (seq: number) => number | undefined,
): ThreadSummary | null {
  const last = Math.max(0, ...spoke.map((one) => one.last));
  const lastAt = at(last);
  if (lastAt === undefined) return null;
  const people = [...spoke].sort((a, b) => b.last - a.last).flatMap(({ author }) => author ?? []);
  const count = spoke.reduce((sum, one) => sum + one.count, 0);
  return { root, count, last, lastAt, people: people.slice(0, limits.threadPeople) };
}
