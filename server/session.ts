/** One connection, as calls see it: who is speaking. Rights come from here, never from a payload. */
import type { Id, Member, NetworkCalls, Output, Via } from '../protocol';

/** The requests by which a connection came and was upgraded, with nothing secret in them. */
export type Begun = Pick<Output<NetworkCalls['line']>, 'first' | 'upgrade'>;

export interface Session {
  readonly id: string;
  /** Of the other end, as `addressKey` writes it. */
  readonly address: string;
  readonly via: Via;
  /** Nobody between the two ends can read along: TLS, or the same machine. */
  readonly private: boolean;
  /** Null: a stranger. */
  member: Id | null;
  /** The member's device this connection comes from; null as long as `member` is. */
  device: Id | null;
  /** Of a stranger: the device that was a member's here before, as it says itself. A ban may know it. */
  readonly former: Id | null;
  /** How it began, as far as its door has written that down. */
  readonly begun?: (() => Begun) | undefined;
  /** Whether its person does anything; said by them. */
  idle(idle: boolean): void;
  /** From now on this connection gets what its member may read. */
  subscribe(logs: readonly Id[]): void;
  /** The stranger has become a member. */
  joined(member: Pick<Member, 'id'>, device: Id): void;
}
