/** System notifications: shown, taken back when their room is in view, and a click that leads to it. */
import { app, Notification } from 'electron';
import type { Id, NoticeTarget } from '../protocol';
import { ok, type HandlersFor } from './answers';
import type { Push } from './ipc';
import { literal } from './markup';
import type { Module } from './module';
import type { AppWindow } from './window';

/** More than this at once help nobody; the oldest is taken back. */
const MOST = 20;

/** `appId` of electron-builder.yml. */
const APP_ID = 'app.maru.desktop';

export interface Notices extends Module {
  readonly handlers: HandlersFor<'notify' | 'closeNotices'>;
}

export function showNotices(window: AppWindow, push: Push): Notices {
  // The references also keep the objects alive: one that is collected loses its click.
  const shown = new Map<Notification, NoticeTarget>();
  // Only there, and only in the body: titles are plain text everywhere.
  const mayBeParsed = process.platform === 'linux';

  const takeBack = (notification: Notification) => {
    shown.delete(notification);
    notification.close();
  };
  const closeRoom = (server: Id, room: Id) => {
    for (const [notification, target] of [...shown]) {
      if (target.server === server && target.room === room) takeBack(notification);
    }
  };

  return {
    name: 'notices',
    // Windows shows notifications only of a program that it knows by the installer's id.
    prepare: () => app.setAppUserModelId(APP_ID),
    stop: () => [...shown.keys()].forEach(takeBack),
    handlers: {
      notify({ title, body, target }) {
        if (!Notification.isSupported()) return ok({});
        const notification = new Notification({ title, body: mayBeParsed ? literal(body) : body });
        notification.on('click', () => {
          // Some daemons keep one that was clicked.
          takeBack(notification);
          window.bringForward();
          push('noticeClicked', target);
        });
        notification.on('close', () => void shown.delete(notification));
        notification.on('failed', () => void shown.delete(notification));
        shown.set(notification, target);
        const [oldest] = shown.keys();
        if (shown.size > MOST && oldest !== undefined) takeBack(oldest);
        notification.show();
        return ok({});
      },
      closeNotices({ server, room }) {
        closeRoom(server, room);
        return ok({});
      },
    },
  };
}
