/** What a store keeps of how far members have read. All promises of store.ts hold. */
import type { Count, Id, Mark, Reader } from '../../protocol';
import type { Within } from './talk';

export interface Marked {
  /** How far the member has read the logs named, by what all their devices said. */
  now: Mark[];
  /** Those of them that were lower before. */
  risen: Mark[];
}

export interface Marking {
  /**
   * Members have read so far, in one commit. A mark only rises, and never above its log's head; one of another lineage,
   * or of no log, is left out. One answer for each, in their order.
   */
  mark(said: readonly { member: Id; marks: readonly Mark[] }[]): Promise<Marked[]>;
  /** Of this lineage: after a restore nobody has read anything. */
  marks(member: Id): Promise<Mark[]>;
}

/** Counting what is unread, and who has read. */
export interface Counting {
  /**
   * What is unread in these logs above the member's marks: of each the room's own course, and each thread the member has a
   * part in. Messages of others that were not deleted; those among them that name the member, or everybody. Where nothing is
   * unread there is no count.
   */
  counts(asked: { member: Id; logs: readonly Within[] }): Promise<Count[]>;
  /** How far members have read a log, of those who have a mark there in this lineage. */
  readers(log: Id): Promise<Pick<Reader, 'member' | 'seq'>[]>;
  /** When each of these members was connected last, as far as it is written down. */
  lastSeen(members: readonly Id[]): Promise<{ member: Id; at: number }[]>;
}
