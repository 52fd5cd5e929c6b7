/** What a store keeps of how far members have read. All promises of store.ts hold. */
import type { Id, Mark } from '../../protocol';

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
