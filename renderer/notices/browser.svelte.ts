/** Notifications by the browser, where it lets this page show any. */
import type { NoticeTarget } from '../../protocol';

type Permission = 'granted' | 'askable' | 'denied' | 'unsupported';

/** A browser that has not said by then that it shows one says nothing more, in ms. */
const SHOW_LIMIT = 3_000;

export class BrowserToasts {
  readonly #clicked: (target: NoticeTarget) => void;
  /** What this browser shows now, by the room it tells of. */
  #shown: readonly { place: string; notification: Notification }[] = [];
  #permission: Permission = $state('unsupported');

  /** @param never the window has its own, which it need not ask for */
  constructor(never: boolean, clicked: (target: NoticeTarget) => void) {
    this.#clicked = clicked;
    this.#permission = never ? 'granted' : permissionOfBrowser();
  }

  get permission(): Permission {
    return this.#permission;
  }

  async ask(): Promise<void> {
    if (this.#permission !== 'askable') return;
    await Notification.requestPermission();
    this.#permission = permissionOfBrowser();
  }

  clear(place: string): void {
    for (const shown of this.#shown) if (shown.place === place) shown.notification.close();
    this.#shown = this.#shown.filter((shown) => shown.place !== place);
  }

  /** @returns whether the browser says that it shows it */
  async show(title: string, body: string, target: NoticeTarget | null, tag: string, place: string): Promise<boolean> {
    this.clear(place);
    try {
      // Two tabs of one page hear the same entry: the tag makes it one notification. The page sounds, not the system.
      const notification = new Notification(title, { body, tag, silent: true });
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
        if (target) this.#clicked(target);
      });
      this.#shown = [...this.#shown, { place, notification }];
      return await new Promise<boolean>((resolve) => {
        notification.addEventListener('show', () => resolve(true));
        notification.addEventListener('error', () => resolve(false));
        setTimeout(() => resolve(false), SHOW_LIMIT);
      });
    } catch {
      // Some phones have the name and allow it only to service workers.
      this.#permission = 'unsupported';
      return false;
    }
  }
}

function permissionOfBrowser(): Permission {
  if (!('Notification' in globalThis) || !isSecureContext) return 'unsupported';
  if (Notification.permission === 'default') return 'askable';
  return Notification.permission === 'granted' ? 'granted' : 'denied';
}
