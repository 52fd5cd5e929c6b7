/** What a store knows of messages beside their place: what became of them, threads, pins, votes. All promises of store.ts hold. */
import type { About, Answer, Entry, Id, MessageEntry, Role, Tally, ThreadSummary } from '../../protocol';
import { sizeOf } from './entries';

/** What a member may read of a log: no entry below `first` is ever answered, nor counted. */
export interface Within {
  log: Id;
  first: number;
}

/** What an append brings of who says it: it is the caller's word, and without it an author may the least. */
export interface Speaking {
  /** The author's role on their connection. Default: guest. */
  role?: Role | undefined;
  /** What the author may read of the log begins here: nothing below is answered or changed. Default: 1. */
  first?: number | undefined;
  /** The logs that messages are passed on from, as far as the author may read them; nothing is passed on from a side log. */
  sources?: readonly (Within & { side: boolean })[] | undefined;
  /** Who is connected, for those whom `here` names; without it, or above limits.hereNamed, it names everybody. */
  here?: readonly Id[] | undefined;
}

export interface Found {
  head: number;
  entries: Entry[];
  about: About;
}
/** `more`: what is there too and did not fit, in its order. */
type FoundSome = Found & { more: Id[] };

/**
 * What stands `about` the messages that are answered: whatever became of them; the asking member’s own votes are `mine`.
 * Of entries no more than limits.lookedUpBytes are answered, but at least one; where what is about them is more than
 * that, fewer.
 */
export interface Talking {
  /** Those that are there, in the order of the log. */
  find(asked: Within & { member: Id; ids: readonly Id[] }): Promise<FoundSome>;
  /** The root, then the last messages before a seq (or the last ones), ascending; null where there is no such message. */
  thread(
    asked: Within & { member: Id; root: Id; before?: number | undefined },
  ): Promise<(Found & { complete: boolean }) | null>;
  /** Threads the member has a part in, of these logs, the one spoken in last first. */
  threads(asked: {
    member: Id;
    logs: readonly Within[];
    limit: number;
  }): Promise<{ log: Id; root: Entry; summary: ThreadSummary }[]>;
  /** The message and its edits, ascending; of a deleted one itself alone. Empty where there is none. */
  versions(asked: Within & { id: Id }): Promise<Entry[]>;
  /** The last pinned first. */
  pins(asked: Within & { member: Id }): Promise<FoundSome>;
  /** In an anonymous poll. `no-such-entry` for none, or an open one; `poll-closed` after its end; `invalid` for a choice there is not. */
  vote(asked: Within & { member: Id; poll: Id; choices: readonly number[]; now: number }): Promise<Answer<Tally>>;
}

/** Messages that something can be about. */
export const standing = (entries: readonly Entry[]): MessageEntry[] =>
  entries.flatMap((entry) => (entry.kind === 'message' && !entry.body.deleted ? entry : []));

/** The anonymous polls among these. */
export const pollsIn = (messages: readonly MessageEntry[]): { id: Id; options: number }[] =>
  messages.flatMap(({ id, body: { poll } }) => (poll?.anonymous ? { id, options: poll.options.length } : []));

/** @param options how many there are */
export function tallyOf(
  poll: Id,
  options: number,
  cast: readonly { member: Id; choices: readonly number[] }[],
  member: Id,
): Tally {
  const votes = Array.from({ length: options }, (_, at) => cast.filter(({ choices }) => choices.includes(at)).length);
  const mine = cast.find((vote) => vote.member === member)?.choices;
  return { poll, votes, voters: cast.length, ...(mine ? { mine: [...mine] } : {}) };
}

export const sizeOfAbout = ({ changes }: About): number => changes.reduce((sum, entry) => sum + sizeOf(entry), 0);

/** Fewer of them, and at least one. */
export const half = (entries: readonly Entry[], keep: 'start' | 'end'): Entry[] => {
  const rest = Math.max(1, entries.length >> 1);
  return keep === 'start' ? entries.slice(0, rest) : entries.slice(-rest);
};

/** @param there all that there is, of which the answer has the first ones */
export const withMore = (found: Found, there: readonly Entry[]): FoundSome => ({
  ...found,
  more: there.slice(found.entries.length).map(({ id }) => id),
});
