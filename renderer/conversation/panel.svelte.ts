/** What stands beside a room: one thing at a time, closed with Esc; on a narrow screen it is in front. */
import type { Id } from '../../protocol';

export type Beside =
  /** A thread of a log. */
  | { kind: 'thread'; log: Id; root: Id }
  /** The threads one has a part in. */
  | { kind: 'threads' }
  | { kind: 'pins'; room: Id }
  /** Who is in a room, and what one may do there. */
  | { kind: 'room'; room: Id }
  | { kind: 'person'; member: Id };

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

  /** The keyboard goes on where it was. */
  close(): void {
    this.#current = null;
    if (this.#from?.isConnected) this.#from.focus();
    this.#from = null;
  }
}
