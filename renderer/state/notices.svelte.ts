/** System notifications for what arrives out of view: through main in the window, by the browser where it may. */
import type { Arrival, ServerView } from '../../client';
import { limits, type Bridge, type Id, type Knock, type NoticeTarget } from '../../protocol';
import { speech } from '../words';
import { noticeOf } from './notice';

export type Permission = 'granted' | 'askable' | 'denied' | 'unsupported';

export class Notices {
  readonly #bridge: Bridge | null;
  readonly #clicked: (target: NoticeTarget) => void;
  /** What this browser shows now, by the room it tells of. */
  #shown: readonly { place: string; notification: Notification }[] = [];
  #permission: Permission = $state('unsupported');

  /** @param clicked goes where the notification leads; in the window main has brought it to the front already */
  constructor(bridge: Bridge | null, clicked: (target: NoticeTarget) => void) {
    this.#bridge = bridge;
    this.#clicked = clicked;
    this.#permission = bridge ? 'granted' : permissionOfBrowser();
    bridge?.on('noticeClicked', clicked);
  }

  get permission(): Permission {
    return this.#permission;
  }

  /** A browser lets a page ask only out of a click. */
  async ask(): Promise<void> {
    if (this.#permission !== 'askable') return;
    await Notification.requestPermission();
    this.#permission = permissionOfBrowser();
  }

  tell(server: Id, arrival: Arrival, view: Pick<ServerView, 'me' | 'members'>): void {
    const { room, entry } = arrival;
    const notice = noticeOf(arrival, view, Date.now());
    if (notice) this.#show(notice.title, notice.body, { server, room: room.id, entry: entry.id }, entry.id);
  }

  /** @param room where it can be answered @param porch the server's name */
  tellKnock(server: Id, room: Id, { id, name, note }: Knock, porch: string): void {
    this.#show(`${speech.words.people.knocking(name)} · ${porch}`, note, { server, room }, id);
  }

  /** A room is in view now: what told of it goes. */
  clear(server: Id, room: Id): void {
    if (this.#bridge) void this.#bridge.call('closeNotices', { server, room });
    const place = `${server}/${room}`;
    for (const shown of this.#shown) if (shown.place === place) shown.notification.close();
    this.#shown = this.#shown.filter((shown) => shown.place !== place);
  }

  /** @param tag the same for the same news, whichever tab hears it */
  #show(title: string, body: string, target: NoticeTarget, tag: string): void {
    const [head, text] = [cut(title), cut(body)];
    if (this.#bridge) void this.#bridge.call('notify', { title: head, body: text, target });
    else if (this.#permission === 'granted') this.#tellByBrowser(head, text, target, tag);
  }

  #tellByBrowser(title: string, body: string, target: NoticeTarget, tag: string): void {
    try {
      // Two tabs of one page hear the same entry: the tag makes it one notification.
      const notification = new Notification(title, { body, tag });
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
        this.#clicked(target);
      });
      this.#shown = [...this.#shown, { place: `${target.server}/${target.room}`, notification }];
    } catch {
      // Some phones have the name and allow it only to service workers.
      this.#permission = 'unsupported';
    }
  }
}

function permissionOfBrowser(): Permission {
  if (!('Notification' in globalThis) || !isSecureContext) return 'unsupported';
  if (Notification.permission === 'default') return 'askable';
  return Notification.permission === 'granted' ? 'granted' : 'denied';
}

/** Cut to what a notification holds, never through the middle of a character. */
export function cut(text: string): string {
  if (text.length <= limits.noticeText) return text;
  let kept = text.slice(0, limits.noticeText - 1);
  if (/[\uD800-\uDBFF]$/.test(kept)) kept = kept.slice(0, -1);
  return `${kept}…`;
}
