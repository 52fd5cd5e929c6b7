/** One room's own window, as the owner's page knows it: what it sees there, and what was lent to it. */
import { toStore } from 'svelte/store';
import type { Id, RoomAt } from '../../protocol';
import type { Visit } from '../state/visit.svelte';
import type { Common, Door, Seen } from './door';
import { lend, type Loan } from './lend';

interface Around extends Pick<Door, 'lead' | 'make' | 'openSettings'> {
  common(): Omit<Common, 'mini'>;
  looked(): void;
}

const NOTHING: Seen = { focused: false, room: false, atEnd: true, thread: null };

export class OwnWindow {
  readonly at: RoomAt;
  readonly visit: Visit;
  readonly page: Window;
  mini = $state(false);
  #seen: Seen = $state.raw(NOTHING);
  #idle = $state(true);
  #wanted: Id | null = $state(null);
  #loan: Loan | null = null;

  constructor(at: RoomAt, visit: Visit, page: Window) {
    this.at = at;
    this.visit = visit;
    this.page = page;
  }

  get seen(): Seen {
    return this.#seen;
  }

  /** Nobody does anything there. */
  get idle(): boolean {
    return this.#idle;
  }

  /** A page is there, and has what it needs. */
  get entered(): boolean {
    return this.#loan !== null;
  }

  goTo(entry: Id): void {
    this.#wanted = entry;
  }

  /** What this page needs, until `leave`. */
  enter(page: Window, { common, looked, lead, make, openSettings }: Around): Door {
    this.leave();
    // As if it had thrown in its own window: nothing of the owner's is torn by it.
    const failed = (error: unknown) => (page.closed ? undefined : page.reportError(error));
    const loan = (this.#loan = lend(this.visit.session, failed));
    this.#idle = false;
    const mine = () => this.#loan === loan;
    return {
      ...this.at,
      session: loan.session,
      common: loan.also(toStore(() => ({ ...common(), mini: this.mini }))),
      wanted: loan.also(toStore(() => this.#wanted)),
      reached: () => {
        this.#wanted = null;
      },
      sees: (what) => {
        if (!mine()) return;
        const before = this.#seen;
        this.#seen = { ...what };
        if (before.focused !== what.focused) looked();
      },
      setIdle: (still) => {
        if (mine()) this.#idle = still;
      },
      ...{ lead, make, openSettings },
    };
  }

  /** Nothing of that page is called any more. */
  leave(): void {
    this.#loan?.end();
    this.#loan = null;
    this.#seen = NOTHING;
    this.#idle = true;
  }
}
