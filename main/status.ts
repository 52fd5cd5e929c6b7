/** What the page tells of its servers: kept for the tray, and put into the title and on the taskbar. */
import { app } from 'electron';
import { serverStates, type DeskStatus, type ServerState, type ServerStatus } from '../protocol';
import { ok, type HandlersFor } from './answers';
import type { Lock } from './lock/lock';
import type { AppWindow } from './window';

export interface Status {
  readonly current: DeskStatus;
  onChange(listener: (status: DeskStatus) => void): void;
  readonly handlers: HandlersFor<'showStatus'>;
}

/** The state of the server that is worst off; of none, that nothing is wrong. */
export const worstOf = (servers: readonly Pick<ServerStatus, 'state'>[]): ServerState =>
  servers.reduce<ServerState>(
    (worst, { state }) => (serverStates.indexOf(state) > serverStates.indexOf(worst) ? state : worst),
    'connected',
  );

/** @param title of the page, or the application's name */
export const titleOf = (title: string, unread: number): string => (unread > 0 ? `(${unread}) ${title}` : title);

export function showStatusOn(window: AppWindow, lock: Pick<Lock, 'locked' | 'onChange'>): Status {
  let current: DeskStatus = { title: '', unread: 0, servers: [] };
  const listeners: ((status: DeskStatus) => void)[] = [];
  const name = () =>
    window.browser?.setTitle(lock.locked ? app.name : titleOf(current.title || app.name, current.unread));
  lock.onChange(name);
  return {
    get current() {
      return current;
    },
    onChange: (listener) => void listeners.push(listener),
    handlers: {
      showStatus(status) {
        current = status;
        name();
        app.setBadgeCount(status.unread);
        listeners.forEach((listener) => listener(status));
        return ok({});
      },
    },
  };
}
