/** What a store knows of messages beside their place: what became of them, threads, pins, votes. All promises of store.ts hold. */
import type { About, Answer, Entry, Id, Tally, ThreadSummary } from '../../protocol';

/** What a member may read of a log: no entry below `first` is ever answered, nor counted. */
export interface Within {
  log: Id;
  first: number;
}

export interface Found {
  head: number;
  entries: Entry[];
  about: About;
}

export interface Talking {
  /** What became of these messages of a log, as far as it stands above `after`; `member`’s own votes are `mine`. */
  about(asked: Within & { member: Id; messages: readonly Id[]; after: number }): Promise<About>;
  /** Those that are there, in the order of the log. */
  find(asked: Within & { member: Id; ids: readonly Id[] }): Promise<Found>;
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
  pins(asked: Within & { member: Id }): Promise<Found>;
  /** In an anonymous poll. `no-such-entry` for none, or an open one; `poll-closed` after its end; `invalid` for a choice there is not. */
  vote(asked: Within & { member: Id; poll: Id; choices: readonly number[]; now: number }): Promise<Answer<Tally>>;
}
