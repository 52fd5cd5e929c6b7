/** What a store keeps of how far members have read, and what it counts. All promises of store.ts hold. */
import {
  countedAbove,
  newAbove,
  type Count,
  type Id,
  type Mark,
  type Member,
  type Reader,
  type Room,
} from '../../protocol';
import type { Within } from './talk';

export interface Marked {
  /** How far the member has read the logs named, by what all their devices said. */
  now: Mark[];
  /** Those of them that were lower before. */
  risen: Mark[];
}

export interface Marking extends Counting {
  /**
   * Members have read so far, in one commit. A mark only rises, and never above its log's head; one of another lineage,
   * of no log, or of a thread that hangs on none of its messages, is left out. One answer for each, in their order.
   */
  mark(said: readonly { member: Id; marks: readonly Mark[] }[]): Promise<Marked[]>;
  /** Of this lineage: after a restore nobody has read anything. Of threads the last limits.threadMarks they came to. */
  marks(member: Id): Promise<Mark[]>;
}

/** Counting what is unread, and who has read. */
export interface Counting {
  /**
   * What is unread in these logs: of each its own course, and each thread the member has a part in. Messages of others that
   * were not deleted; those among them that name the member, or everybody; each up to limits.counted. Counted is above the
   * mark, or from where the room was marked as unread; with no mark, where the log is new to the member (newAbove), and a
   * thread from where their part in it begins. Where nothing is unread there is no count.
   */
  counts(asked: { member: Id; logs: readonly Within[] }): Promise<Count[]>;
  /** How far members have read a log, of those who have a mark there in this lineage. */
  readers(log: Id): Promise<Pick<Reader, 'member' | 'seq'>[]>;
  /** When each of these members was connected last, as far as it is written down. */
  lastSeen(members: readonly Id[]): Promise<{ member: Id; at: number }[]>;
}

/** What decides above which seq a log counts for a member. */
export interface Ground {
  first: number;
  head: number;
  /** Null for a side log. */
  room: Pick<Room, 'kind' | 'createdAt'> | null;
  member: Pick<Member, 'joinedAt'> | null;
  /** Null: they have none in this lineage. */
  mark: number | null;
  unreadFrom: number | null;
}

export const countsAbove = ({ mark, unreadFrom, room, member, ...log }: Ground): number =>
  Math.max(countedAbove(mark ?? newAbove(log, room, member), unreadFrom), log.first - 1);
