/**
 * Who is here, and who of them does anything: a lease, not a connection. A member whose last connection ended is gone only
 * after `grace`, and who comes back by then was never away. Idle is who is idle on all of their connections. Changes of one
 * turn go out in one push.
 */
import type { Id, NetworkPushes, Payload } from '../protocol';
import type { Clock } from './clock';

/** Everybody else is gone. */
type State = 'here' | 'idle';

interface Lease {
  /** Whether each connection is idle. */
  connections: Map<object, boolean>;
  state: State;
  cancel: (() => void) | null;
}

export type PresenceChange = Payload<NetworkPushes['presence']>;

/** A connection of a member: it says that it ended, once, and whether its person does anything. */
export interface Attendance {
  end(): void;
  idle(idle: boolean): void;
}

export class Presence {
  readonly #clock: Clock;
  readonly #grace: number;
  readonly #tell: (change: PresenceChange) => void;
  readonly #leases = new Map<Id, Lease>();
  /** As everybody was told last. */
  readonly #told = new Map<Id, State>();
  /** Of whom there may be something to tell. */
  readonly #touched = new Set<Id>();
  /** Of those who have been here since the start. */
  readonly #goneAt = new Map<Id, number>();
  #closed = false;

  constructor(clock: Clock, grace: number, tell: (change: PresenceChange) => void) {
    this.#clock = clock;
    this.#grace = grace;
    this.#tell = tell;
  }

  get here(): Id[] {
    return [...this.#leases.keys()];
  }

  get idle(): Id[] {
    return [...this.#leases].flatMap(([member, { state }]) => (state === 'idle' ? member : []));
  }

  has(member: Id): boolean {
    return this.#leases.has(member);
  }

  /** When somebody went who is not here; null where that was before this server's start, or never. */
  goneAt(member: Id): number | null {
    return this.#goneAt.get(member) ?? null;
  }

  /** A connection of this member began; whoever comes is taken to be active. */
  arrive(member: Id): Attendance {
    const lease: Lease = this.#leases.get(member) ?? { connections: new Map(), state: 'here', cancel: null };
    lease.cancel?.();
    lease.cancel = null;
    this.#leases.set(member, lease);
    this.#goneAt.delete(member);
    const connection = {};
    const set = (idle: boolean) => {
      lease.connections.set(connection, idle);
      this.#judge(member, lease);
    };
    set(false);
    return {
      idle: (idle) => {
        if (lease.connections.has(connection)) set(idle);
      },
      end: () => {
        if (!lease.connections.delete(connection)) return;
        this.#judge(member, lease);
        // A lease that was dismissed is nobody's any more.
        if (lease.connections.size === 0 && !this.#closed && this.#leases.get(member) === lease)
          lease.cancel = this.#clock.after(this.#grace, () => this.#expire(member));
      },
    };
  }

  /** Is gone at once, without grace, whatever connections there are. */
  dismiss(member: Id): void {
    const lease = this.#leases.get(member);
    if (!lease) return;
    lease.cancel?.();
    this.#expire(member);
  }

  close(): void {
    this.#closed = true;
    for (const { cancel } of this.#leases.values()) cancel?.();
    this.#leases.clear();
  }

  #expire(member: Id): void {
    this.#leases.delete(member);
    this.#goneAt.set(member, this.#clock.now());
    this.#touch(member);
  }

  /** Between two connections a member stays as they were. */
  #judge(member: Id, lease: Lease): void {
    if (lease.connections.size > 0) lease.state = [...lease.connections.values()].every(Boolean) ? 'idle' : 'here';
    if (this.#leases.get(member) === lease) this.#touch(member);
  }

  #touch(member: Id): void {
    if (this.#touched.size === 0) setImmediate(() => this.#flush());
    this.#touched.add(member);
  }

  #flush(): void {
    if (this.#closed) return;
    const change: PresenceChange = { here: [], idle: [], gone: [] };
    for (const member of this.#touched) {
      const state = this.#leases.get(member)?.state;
      // Came and went (or the other way) before anybody was told: there is nothing to tell.
      if (state === this.#told.get(member)) continue;
      change[state ?? 'gone'].push(member);
      if (state) this.#told.set(member, state);
      else this.#told.delete(member);
    }
    this.#touched.clear();
    if (change.here.length + change.idle.length + change.gone.length > 0) this.#tell(change);
  }
}
