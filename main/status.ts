/** What the taskbar says: the window's title, and the number of unread messages where the system shows one. */
import { app } from 'electron';
import { ok, type HandlersFor } from './answers';
import type { AppWindow } from './window';

export function showStatusOn(window: AppWindow): HandlersFor<'showStatus'> {
  return {
    showStatus({ title, unread }) {
      window.browser?.setTitle(title || app.name);
      app.setBadgeCount(unread);
      return ok({});
    },
  };
}
