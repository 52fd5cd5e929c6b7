/** Where pushes go: sockets.ts is behind it, and later other doors. */
import type { Id, NetworkPushes, Payload } from '../protocol';

/** Everybody who resumed, or those of them who read one log. */
export type Audience = 'members' | { log: Id };

export interface Outlet {
  push<N extends keyof NetworkPushes & string>(to: Audience, name: N, payload: Payload<NetworkPushes[N]>): void;
  /** Subscribes everybody who resumed to a new log, before anything of it is pushed. */
  openLog(log: Id): void;
}
