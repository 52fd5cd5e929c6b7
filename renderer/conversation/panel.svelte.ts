/** What stands beside a room: one thing at a time, closed with Esc; on a narrow screen it is in front. */
import { tick } from 'svelte';
import type { Id } from '../../protocol';

export type Beside =
  /** A thread of a log. */
  | { kind: 'thread'; log: Id; root: Id }
  /** The threads one has a part in. */
  | { kind: 'threads' }
  | { kind: 'pins'; room: Id }
  /** Who is in a room, and what one may do there. */
  | { kind: 'room'; room: Id }
  | { kind: 'person'; member: Id }
  /** One's own connection. */
  | { kind: 'connection' };

export class Panel {
  #current: Beside | null = $state.raw(null);
  /** Where the keyboard was when it opened. */
  #from: HTMLElement | null = null;

  get current(): Beside | null {
    return this.#current;
  }

  open(beside: Beside): void {
    if (!this.#current) this.#from = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.#current = beside;
  }

  /** Opens it, or closes it where it is open. */
  toggle(beside: Beside): void {
    if (this.is(beside)) this.close();
    else this.open(beside);
  }

  is(beside: Beside): boolean {
    return same(this.#current, beside);
  }

  /** The keyboard goes on where it was, unless it is to go elsewhere. */
  close(back = true): void {
    if (!this.#current) return;
    const from = this.#from;
    this.#current = null;
    this.#from = null;
    // What is covered takes no focus before it is free again.
    if (back) void tick().then(() => from?.isConnected && from.focus());
  }
}

const keyOf = (beside: Beside): string => Object.values(beside).join('/');
const same = (one: Beside | null, other: Beside): boolean => one !== null && keyOf(one) === keyOf(other);
