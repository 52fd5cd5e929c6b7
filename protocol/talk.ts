/** What surrounds messages: their changes, threads, pins, polls, and what is looked up by id. */
import * as v from 'valibot';
import { call, push } from './define';
import { Choices, Entry } from './entries';
import { Id } from './ids';
import { limits } from './limits';
import { Seq, Time } from './model';

/** How a poll stands. Of an anonymous one nothing else is told; `mine` is the asking member’s own vote. */
export const Tally = v.object({
  poll: Id,
  /** One number for each option. */
  votes: v.array(v.number()),
  /** How many people have voted. */
  voters: v.number(),
  mine: v.optional(v.array(v.number())),
});
export type Tally = v.InferOutput<typeof Tally>;

/** A thread as it stood at the log’s head in the same answer: how many messages, the last of them, and who spoke last. */
export const ThreadSummary = v.object({
  root: Id,
  count: v.number(),
  last: Seq,
  lastAt: Time,
  people: v.array(Id),
});
export type ThreadSummary = v.InferOutput<typeof ThreadSummary>;

/**
 * What became of messages after they were said, wherever in the log that stands: of edits the last one, of reactions, pins
 * and open votes those that hold. Entries, so that a device takes them as it takes any.
 */
export const About = v.object({
  changes: v.array(Entry),
  threads: v.array(ThreadSummary),
  /** Of anonymous polls. */
  tallies: v.array(Tally),
});
export type About = v.InferOutput<typeof About>;

/** Messages that one has not read. Of a room without its threads (`thread` null), or of one thread. */
export const Count = v.object({
  log: Id,
  thread: v.nullable(Id),
  /** Counted are messages above this seq, up to the log’s head at that moment. */
  above: Seq,
  upTo: Seq,
  /** Messages of others; no edits, reactions or joins. Above `limits.counted`: that many, or more. */
  unread: v.number(),
  /** Those of them that name the asking member, or everybody. */
  mentions: v.number(),
});
export type Count = v.InferOutput<typeof Count>;

const found = v.object({ head: Seq, entries: v.array(Entry), about: About });
/** `more`: what is there too and did not fit into this answer; to be asked for by `find`. */
const foundSome = v.object({ ...found.entries, more: v.array(Id) });

export const talkCalls = {
  find: call(
    'Entries by their ids, as far as they are in this log and the asking member’s to read: for a quotation, a link, a pin.',
    v.object({
      log: Id,
      epoch: Id,
      ids: v.pipe(v.array(Id, 'shape'), v.minLength(1, 'empty'), v.maxLength(limits.foundIds, 'long')),
    }),
    foundSome,
  ),
  thread: call(
    'A page of a thread in ascending order: its last messages before a seq, or its last ones. The message it hangs on comes first in every page.',
    v.object({ log: Id, epoch: Id, root: Id, before: v.optional(Seq) }),
    v.object({ ...found.entries, complete: v.boolean() }),
  ),
  threads: call(
    'The threads the asking member has a part in (spoke, was named, or said the message it hangs on), the one that was spoken in last first: the message each hangs on.',
    v.object({}),
    v.object({
      threads: v.array(v.object({ log: Id, root: Entry, summary: ThreadSummary, count: Count })),
    }),
  ),
  versions: call(
    'A message as it was first said, and every edit of it, ascending. Of a deleted one nothing but that.',
    v.object({ log: Id, epoch: Id, id: Id }),
    v.object({ entries: v.array(Entry) }),
  ),
  pins: call(
    'The messages that are pinned in a log, the last pinned first.',
    v.object({ log: Id, epoch: Id }),
    foundSome,
  ),
  vote: call(
    'Votes in an anonymous poll, or takes the vote back with no choice. Who voted what is told to nobody.',
    v.object({ log: Id, poll: Id, choices: Choices }),
    v.object({ tally: Tally }),
  ),
} as const;

export const talkPushes = {
  tallies: push(
    'How anonymous polls of this log stand, at most once a second; `mine` is never in it.',
    v.object({ log: Id, tallies: v.array(Tally) }),
  ),
} as const;
