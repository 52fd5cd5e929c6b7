/** What a store keeps of what members say of themselves. All promises of store.ts hold. */
import type { Id, Member } from '../../protocol';

/** What is left out stays. */
export type SaidOfOneself = { member: Id } & { [F in 'status' | 'quietUntil']?: Member[F] | undefined };

export interface Stating {
  /** Null where there is no such member. */
  setStatus(said: SaidOfOneself): Promise<Member | null>;
}
