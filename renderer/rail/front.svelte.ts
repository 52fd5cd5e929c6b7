/** What about the servers is in front of everything: a question about one of them, or all that is unread. */
import { getContext, setContext } from 'svelte';
import type { Id } from '../../protocol';
import type { MenuGroup } from '../ui/menu';

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

const FRONT = Symbol('front');
const MENU = Symbol('server menu');

/** What a server's menu offers, by the server's id: for whoever draws one below. */
type ServerMenuOf = (server: Id | null) => readonly MenuGroup[];

/** Puts both within reach of everything below a component. */
export function provideServers(front: Front, menuOf: ServerMenuOf): void {
  setContext(FRONT, front);
  setContext(MENU, menuOf);
}
/** Null in a window that shows one room. */
export const useFront = (): Front | null => getContext<Front | null>(FRONT) ?? null;
/** Null in a window that shows one room. */
export const useServerMenu = (): ServerMenuOf | null => getContext<ServerMenuOf | null>(MENU) ?? null;
