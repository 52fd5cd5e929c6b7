/** What about the servers is in front of everything: a question about one of them, or all that is unread. */
import type { Id } from '../../protocol';

export type InFront =
  | { kind: 'unread' }
  /** `stop`: one's own, which is not left. */
  | { kind: 'name' | 'leave' | 'stop'; server: Id };

export class Front {
  #current: InFront | null = $state.raw(null);

  get current(): InFront | null {
    return this.#current;
  }

  open(what: InFront): void {
    this.#current = what;
  }

  close = (): void => {
    this.#current = null;
  };
}
