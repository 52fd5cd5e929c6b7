/** What stands on the lines of a timeline. */
import type { Pending } from '../../../client';
import type { Change, Entry, Id, Mention, MessageEntry, Poll, ThreadSummary } from '../../../protocol';

export type Row =
  /** The room's beginning. */
  | { kind: 'start'; key: 'start' }
  | { kind: 'day'; key: string; at: number }
  /** From here on it is new. */
  | { kind: 'new'; key: 'new' }
  | MessageRow
  | HoleRow
  | QuietRow;

/** Lines that this device does not hold: fetched when somebody comes near. */
export interface HoleRow {
  kind: 'hole';
  key: string;
  after: number;
  before: number;
  loading: boolean;
}

/** News that nobody said: who came and went, and what became of the room. */
export type QuietEntry = Exclude<Entry, MessageEntry | Change>;
export interface QuietRow {
  kind: 'quiet';
  key: Id;
  entry: QuietEntry;
}

export interface Reaction {
  emoji: string;
  /** Who chose it, the first one first. */
  people: readonly Id[];
  mine: boolean;
}

export interface Forwarded {
  /** Where it was said first. */
  log: Id;
  id: Id;
  /** By whom and when; null as long as the server has not said it. */
  first: { author: Id | null; at: number } | null;
}

export interface MessageRow {
  kind: 'message';
  /** The entry's id: a waiting message stays the same row when it becomes an entry. */
  key: Id;
  /** The log it stands in: the room's, or a side log. */
  log: Id;
  /** In that log; null while it waits for the server. */
  seq: number | null;
  author: Id | null;
  at: number;
  /** As it is said now. */
  text: string;
  mentions: readonly Mention[];
  everybody: NonNullable<MessageEntry['body']['everybody']> | null;
  /** How often it was said anew; 1 where that is not known for sure. */
  edits: number;
  deleted: boolean;
  pinned: boolean;
  reactions: readonly Reaction[];
  /** The message it answers. */
  reply: Id | null;
  /** The message whose thread it stands in; no line of a room's own course. */
  within: Id | null;
  /** The thread that hangs on it. */
  thread: ThreadSummary | null;
  poll: Poll | null;
  forwarded: Forwarded | null;
  /** Who reads it, its author among them: it is a whisper. */
  whisper: readonly Id[] | null;
  /** The message itself waits, or was refused. */
  pending: Pending | null;
  /** An edit or a deletion of it that waits, or was refused. */
  change: Pending | null;
  /** A reaction or a pin of this person's that was refused. */
  refused: readonly Pending[];
  /** All that waits about it: for a poll. */
  about: readonly Pending[];
  /** What became of it, for what is drawn from that alone. */
  changes: readonly Change[];
  /** It opens a run: face, name and time stand above it. */
  opens: boolean;
}
