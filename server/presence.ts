/**
 * Who is here: a lease, not a connection. A member whose last connection ended is gone only after `grace`, and who comes
 * back by then was never away. Changes of one turn go out in one push.
 */
import type { Id } from '../protocol';
import type { Clock } from './clock';

interface Lease {
  connections: number;
  cancel: (() => void) | null;
}

export interface PresenceChange {
  here: Id[];
  gone: Id[];
}

export class Presence {
  readonly #clock: Clock;
  readonly #grace: number;
  readonly #tell: (change: PresenceChange) => void;
  readonly #leases = new Map<Id, Lease>();
  /** Not told yet: whether each is here now. */
  readonly #news = new Map<Id, boolean>();
  #closed = false;

  constructor(clock: Clock, grace: number, tell: (change: PresenceChange) => void) {
    this.#clock = clock;
    this.#grace = grace;
    this.#tell = tell;
  }

  get here(): Id[] {
    return [...this.#leases.keys()];
  }

  has(member: Id): boolean {
    return this.#leases.has(member);
  }

  /** A connection of this member began; the returned function says, once, that it ended. */
  arrive(member: Id): () => void {
    const lease = this.#leases.get(member) ?? { connections: 0, cancel: null };
    lease.cancel?.();
    lease.cancel = null;
    lease.connections += 1;
    if (!this.#leases.has(member)) {
      this.#leases.set(member, lease);
      this.#report(member, true);
    }
    let connected = true;
    return () => {
      if (!connected) return;
      connected = false;
      lease.connections -= 1;
      // A lease that was dismissed is nobody's any more.
      if (lease.connections === 0 && !this.#closed && this.#leases.get(member) === lease)
        lease.cancel = this.#clock.after(this.#grace, () => this.#expire(member));
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
    this.#report(member, false);
  }

  #report(member: Id, here: boolean): void {
    const first = this.#news.size === 0;
    // Came and went (or the other way) before anybody was told: there is nothing to tell.
    if (this.#news.has(member)) this.#news.delete(member);
    else this.#news.set(member, here);
    if (first) setImmediate(() => this.#flush());
  }

  #flush(): void {
    if (this.#closed || this.#news.size === 0) return;
    const change: PresenceChange = { here: [], gone: [] };
    for (const [member, here] of this.#news) (here ? change.here : change.gone).push(member);
    this.#news.clear();
    this.#tell(change);
  }
}
