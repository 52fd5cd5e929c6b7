/** What the desktop is told and what it tells in turn: title, count and states; in a browser the page's title alone. */
import { limits, type Bridge, type ServerStatus } from '../../protocol';
import { quietEnd, type QuietTerm } from '../conversation/rooms/list';
import { speech } from '../words';
import { quietTold, serversTold } from './desk-status';
import type { Visit } from './visit.svelte';

export interface DeskParts {
  /** Null in a browser. */
  bridge: Bridge | null;
  visits(): readonly Visit[];
  /** The server whose conversation is in view; null where none is. */
  shown(): Visit | null;
  /** New messages that count on the icon. */
  unread(): number;
}

export class Desk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  // Derived: what is told changes less often than what it is made of.

  /** The server in view, and how the connection is. */
  readonly title: string = $derived.by(() => {
    const { common, status } = speech.words;
    const visit = this.#parts.shown();
    return visit ? [visit.name ?? visit.url, status[visit.connection.phase]].join(' · ') : common.product;
  });

  /** How each server is that one is on. */
  readonly servers: readonly ServerStatus[] = $derived.by(() => serversTold(this.#parts.visits()));

  /** Until when nobody disturbs this person, for the tray. */
  readonly quietUntil: number | null | undefined = $derived.by(() => quietTold(this.#parts.visits()));

  readonly #unread: number = $derived.by(() => this.#parts.unread());

  /** Nobody disturbs for so long on any server that is connected; null: not any more. */
  quieten(term: QuietTerm | null): void {
    const quietUntil = term === null ? null : quietEnd(term, Date.now());
    for (const { session, connection } of this.#parts.visits())
      if (connection.phase === 'connected') void session.company.setStatus({ quietUntil });
  }

  /** Puts title, count and states where the system shows them. */
  showStatus(): void {
    const { title, servers, quietUntil } = this;
    const unread = this.#unread;
    if (this.#parts.bridge)
      void this.#parts.bridge.call('showStatus', {
        ...{ title: title.slice(0, limits.noticeText), unread, servers: [...servers] },
        ...(quietUntil === undefined ? {} : { quietUntil }),
      });
    else document.title = unread > 0 ? `(${speech.formats.number(unread)}) ${title}` : title;
  }
}
