/** The rooms that are in windows of their own, seen from the page that owns the connections: opened, led to, told apart, closed. */
import { SvelteMap } from 'svelte/reactivity';
import {
  limits,
  nameOfOwnWindow,
  OWN_WINDOW_PAGE,
  type Bridge,
  type Id,
  type OwnWindowDeed,
  type RoomAt,
} from '../../protocol';
import { Conversation } from '../conversation/conversation.svelte';
import type { Sight } from '../notices/circumstances';
import type { Visit } from '../state/visit.svelte';
import type { Apart } from './apart';
import type { Common, Door, OwnersPage, RoomPage } from './door';
import { OwnWindow } from './own-window.svelte';

export interface OwnWindowsParts {
  bridge: Bridge;
  /** The servers that are open. */
  visitOf(server: Id): Visit | undefined;
  common(server: Id): Omit<Common, 'mini'>;
  /** Somebody looks at one of them, or does not any more. */
  looked(): void;
  /** Leads to a room in the main window. */
  lead(server: Id, room: Id, entry: Id | null): void;
  openSettings(): void;
  /** Opens a window; the page's own unless told. */
  open?: (url: string, name: string) => Window | null;
}

/** A page that goes away and is not closed was loaded again, and is back by then, in ms. */
const RELOADED = { every: 50, most: 100 };

export class OwnWindows {
  readonly #parts: OwnWindowsParts;
  readonly #all = new SvelteMap<string, OwnWindow>();
  /** Those of the last run, as long as their servers are not open; null until main has told. */
  #waiting: readonly RoomAt[] | null = null;
  #full = $state(false);

  constructor(parts: OwnWindowsParts) {
    this.#parts = parts;
  }

  /** Another one was asked for, and there are as many as may be. */
  get full(): boolean {
    return this.#full;
  }

  understood(): void {
    this.#full = false;
  }

  has(server: Id, room: Id): boolean {
    return this.#all.has(nameOfOwnWindow({ server, room }));
  }

  /** The room that somebody looks at in one of them. */
  get inView(): RoomAt | null {
    const front = this.#front;
    return front?.seen.room ? front.at : null;
  }

  /** Somebody does something in one of them. */
  get stirring(): boolean {
    return [...this.#all.values()].some(({ idle }) => !idle);
  }

  /**
   * Where somebody looks, seen from a message; null: these windows say nothing of it, the main one does.
   * @param thread the one it is in
   */
  sight({ server, room }: RoomAt, thread: Id | undefined, mainFocused: boolean): Sight | null {
    const own = this.#all.get(nameOfOwnWindow({ server, room }));
    const front = this.#front;
    if (!front && (mainFocused || !own)) return null;
    const by = front ?? own;
    const { seen } = by ?? {};
    const inView = by === own && seen !== undefined && (thread === undefined ? seen.room : seen.thread === thread);
    return { focused: front !== null, inView, atEnd: thread !== undefined || (seen?.atEnd ?? true) };
  }

  /** Opens a room's window, or brings the one it has forward. */
  open(server: Id, room: Id): void {
    const visit = this.#parts.visitOf(server);
    if (!visit) return;
    if (this.has(server, room)) return this.#tell({ server, room }, 'show');
    if (this.#all.size >= limits.ownWindows) return void (this.#full = true);
    // What is being written goes on over there.
    Conversation.of(visit.session).writing(room).flush();
    this.#begin({ server, room }, visit);
  }

  /** Brings a room's window forward, and a message into view there; false where it has none. */
  show({ server, room, entry }: RoomAt & { entry?: Id | undefined }): boolean {
    const own = this.#all.get(nameOfOwnWindow({ server, room }));
    if (!own) return false;
    if (entry !== undefined) own.goTo(entry);
    this.#tell(own.at, 'show');
    return true;
  }

  close(server: Id, room: Id): void {
    const own = this.#all.get(nameOfOwnWindow({ server, room }));
    if (!own) return;
    own.page.close();
    this.#end(own);
  }

  /** Its session ends. */
  closeOf(visit: Visit): void {
    for (const own of [...this.#all.values()]) if (own.visit === visit) this.close(own.at.server, own.at.room);
  }

  /** Its person left the server: none is opened again, and where they stood is nobody's to know. @throws where main refuses */
  async forget(server: Id): Promise<void> {
    this.#waiting = this.#waiting?.filter((at) => at.server !== server) ?? null;
    const answer = await this.#parts.bridge.call('forgetOwnWindows', { server });
    if (!answer.ok) throw new Error('main remembers the windows of rooms');
  }

  /**
   * From now on rooms' pages find what they need here. Opens what was open when the app ended, and takes up what outlived
   * the page before this one.
   * @returns ends it
   */
  attach(owner: Window): () => void {
    (owner as OwnersPage).maruRooms = { enter: (page) => this.#enter(page) };
    const leave = () => this.#all.forEach(({ page }) => (page as RoomPage).maruRoom?.leave());
    owner.addEventListener('pagehide', leave);
    void this.restore();
    return () => {
      owner.removeEventListener('pagehide', leave);
      delete (owner as OwnersPage).maruRooms;
    };
  }

  /** What a conversation knows of them. */
  apartOf(server: Id): Apart {
    return {
      has: (room) => this.has(server, room),
      open: (room, entry) => void (this.show({ server, room, entry }) || this.open(server, room)),
      back: (room) => this.close(server, room),
    };
  }

  /** Once more, when a server was opened. */
  async restore(): Promise<void> {
    this.#waiting ??= await this.#known();
    const waiting = this.#waiting ?? [];
    this.#waiting &&= waiting.filter(({ server }) => !this.#parts.visitOf(server));
    for (const at of waiting) {
      const visit = this.#parts.visitOf(at.server);
      if (visit && !this.has(at.server, at.room)) this.#begin(at, visit);
    }
  }

  get #front(): OwnWindow | null {
    return [...this.#all.values()].find(({ seen }) => seen.focused) ?? null;
  }

  #begin(at: RoomAt, visit: Visit): void {
    const name = nameOfOwnWindow(at);
    const open = this.#parts.open ?? ((to, target) => window.open(to, target));
    // One that outlived the page before this one is found by its name; to open it anew would be to navigate it.
    const page = open('', name) ?? open(`/${OWN_WINDOW_PAGE}#${name}`, name);
    if (!page) return;
    this.#all.set(name, new OwnWindow(at, visit, page));
    (page as RoomPage).maruRoom?.enter();
  }

  #enter(page: Window): Door | null {
    const own = this.#all.get(page.name);
    if (!own) return null;
    const { common, looked, openSettings } = this.#parts;
    const { server, room } = own.at;
    void this.#known().then((all) => {
      own.mini = all?.find((one) => one.server === server && one.room === room)?.mini ?? false;
    });
    const door = own.enter(page, {
      common: () => common(server),
      looked,
      lead: (to, entry) => (to === room ? this.#home(own, entry) : this.#forward(server, to, entry)),
      make: (mini) => {
        own.mini = mini;
        this.#tell(own.at, mini ? 'mini' : 'whole');
      },
      openSettings: () => {
        openSettings();
        this.#tell(own.at, 'owner');
      },
    });
    page.addEventListener('pagehide', () => this.#gone(own, page), { once: true });
    return door;
  }

  /** From its own window back into the main one. */
  #home(own: OwnWindow, entry: Id | null): void {
    const { server, room } = own.at;
    this.close(server, room);
    this.#forward(server, room, entry);
  }

  /** To a room in the main window, which comes forward. */
  #forward(server: Id, room: Id, entry: Id | null): void {
    if (this.show({ server, room, ...(entry === null ? {} : { entry }) })) return;
    this.#parts.lead(server, room, entry);
    this.#tell({ server, room }, 'owner');
  }

  #gone(own: OwnWindow, page: Window, asked = 0): void {
    own.leave();
    if (page.closed || asked === RELOADED.most) return this.#end(own);
    setTimeout(() => {
      if (!own.entered) this.#gone(own, page, asked + 1);
    }, RELOADED.every);
  }

  #end(own: OwnWindow): void {
    own.leave();
    const name = nameOfOwnWindow(own.at);
    if (this.#all.get(name) !== own) return;
    // What was written over there stands here again.
    Conversation.of(own.visit.session).forget(own.at.room);
    this.#all.delete(name);
    this.#parts.looked();
  }

  #tell(at: RoomAt, deed: OwnWindowDeed): void {
    void this.#parts.bridge.call('ownWindow', { ...at, deed });
  }

  async #known(): Promise<readonly (RoomAt & { mini: boolean })[] | null> {
    const answer = await this.#parts.bridge.call('ownWindows', {});
    return answer.ok ? answer.value.windows : null;
  }
}
