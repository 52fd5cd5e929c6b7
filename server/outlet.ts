/** Where pushes go: the doors are behind it. */
import type { Id, NetworkPushes, Payload, Relayed } from '../protocol';

/**
 * Everybody who resumed (`members`); those of them who read one log; one member on all of their devices; those who may
 * let others in (`approvers`, by their role at that moment); or one connection, a stranger's too.
 */
export type Audience = 'members' | 'approvers' | { log: Id } | { member: Id } | { session: string };

export interface Outlet {
  /** @returns how many connections that were */
  push<N extends keyof NetworkPushes & string>(to: Audience, name: N, payload: Payload<NetworkPushes[N]>): number;
  /** Subscribes everybody who resumed, or of these only some members, to a log: they hear what is pushed from now on. */
  openLog(log: Id, members?: readonly Id[]): void;
  /** This member hears nothing of it from now on. */
  closeLog(log: Id, member: Id): void;
}

export interface RelayHow {
  /** The session that is not told; null for none. */
  except: string | null;
  /** There are bytes in it, which JSON cannot say. */
  binary: boolean;
}

/** Tells those who follow the room, where not too much waits for them already. @returns how many connections that were */
export type Relaying = (relayed: Relayed, how: RelayHow) => number;

/** All doors as one. */
export const together = (outlets: readonly Outlet[]): Outlet => ({
  push(to, name, payload) {
    let told = 0;
    for (const outlet of outlets) told += outlet.push(to, name, payload);
    return told;
  },
  openLog(log, members) {
    for (const outlet of outlets) outlet.openLog(log, members);
  },
  closeLog(log, member) {
    for (const outlet of outlets) outlet.closeLog(log, member);
  },
});
