/** System notifications: shown, taken back, clicked and answered; and what of the desktop decides whether there are any. */
import { app, Notification, type BrowserWindow } from 'electron';
import { randomUUID } from 'node:crypto';
import type { Language, NoticeReply, NoticeSituation, NoticeTarget, RoomAt } from '../../protocol';
import { ok, type HandlersFor } from '../answers';
import type { Push } from '../ipc';
import type { Lock } from '../lock/lock';
import type { Module } from '../module';
import type { OwnWindows } from '../own-windows/own-windows';
import type { AppWindow } from '../window';
import { words } from '../words';
import { readDaemon } from './daemon';
import { Toasts, type Notice } from './toasts';

/** `appId` of electron-builder.yml. */
const APP_ID = 'app.maru.desktop';
/** A system that has not said by then that it shows a notification says nothing more, in ms. */
const SHOW_LIMIT = 3_000;

export interface Notices extends Module {
  readonly handlers: HandlersFor<'notify' | 'closeNotices' | 'flash' | 'noticeSituation' | 'takeNotices' | 'tryNotice'>;
}

const linux = process.platform === 'linux';

/**
 * @param language of the sentence that stands for a text while the app is locked
 * @param rooms those that are in windows of their own
 */
export function showNotices(
  window: AppWindow,
  push: Push,
  lock: Pick<Lock, 'locked' | 'onChange'>,
  language: () => Language,
  rooms: () => Pick<OwnWindows, 'bringForward' | 'browserOf'> | null = () => null,
): Notices {
  const daemon = readDaemon();
  /** The windows that call for attention. */
  const calling = new WeakSet<BrowserWindow>();
  /** Until the page has asked for them: it may not have been there, or have been loading. */
  let listens = false;
  let clicked: NoticeTarget | null = null;
  let answered: NoticeReply[] = [];
  /** What is being tried: kept, so that nothing collects it. */
  let tried: Notification | null = null;

  const toasts = new Toasts({
    make: (options) => new Notification(options),
    // On Linux `hasReply` is dropped without a word (Electron's documentation of Notification), and no daemon sounds.
    can: { answers: !linux, sounds: !linux, parsesBodies: linux },
    newId: () => randomUUID(),
    clicked(target) {
      // A lock is taken away in the main window alone.
      if (lock.locked || !rooms()?.bringForward(target)) window.bringForward();
      // Where it leads is gone to behind the lock, and not before.
      if (listens && !lock.locked) push('noticeClicked', target);
      else clicked = target;
    },
    answered(reply) {
      // Whoever stands before a locked app is nobody.
      if (lock.locked) return;
      if (listens) push('noticeAnswered', reply);
      else answered.push(reply);
    },
  });

  const meant = (at: RoomAt | undefined) => (at && rooms()?.browserOf(at)) ?? window.browser;
  const stands = (browser: BrowserWindow | null): NoticeSituation['window'] => {
    if (browser?.isMinimized()) return 'minimised';
    if (!browser?.isVisible()) return 'hidden';
    return browser.isFocused() ? 'focused' : 'visible';
  };
  const quiet = (): Promise<boolean | null> => (linux ? daemon.quiet() : Promise.resolve(null));

  return {
    name: 'notices',
    // Windows shows notifications only of a program that it knows by the installer's id.
    prepare: () => app.setAppUserModelId(APP_ID),
    start() {
      // A page that is loaded anew listens again when it asks.
      lock.onChange((locked) => {
        // What stands on the screen by now has its text.
        if (locked) return toasts.closeAll();
        const target = clicked;
        if (!listens || target === null) return;
        clicked = null;
        push('noticeClicked', target);
      });
      app.on('web-contents-created', (_event, contents) => {
        contents.on('did-start-loading', () => {
          if (contents === window.browser?.webContents) listens = false;
        });
      });
    },
    stop: () => toasts.closeAll(),
    handlers: {
      notify(notice) {
        if (Notification.isSupported()) toasts.show(lock.locked ? hidden(notice, language()) : notice);
        return ok({});
      },
      closeNotices(room) {
        toasts.closeRoom(room);
        return ok({});
      },
      flash({ at }) {
        const browser = meant(at);
        if (browser && !browser.isFocused()) {
          browser.flashFrame(true);
          if (!calling.has(browser))
            browser.once('focus', () => {
              calling.delete(browser);
              browser.flashFrame(false);
            });
          calling.add(browser);
        }
        return ok({});
      },
      async noticeSituation({ at }) {
        return ok({ window: stands(meant(at)), quiet: await quiet(), sounds: linux ? 'page' : 'system' });
      },
      takeNotices() {
        listens = true;
        const taken = { clicked: lock.locked ? null : clicked, answered };
        if (!lock.locked) clicked = null;
        answered = [];
        return ok(taken);
      },
      async tryNotice({ title, body }) {
        if (!Notification.isSupported()) return ok({ fault: 'unsupported' });
        if (linux && !(await daemon.there())) return ok({ fault: 'daemon' });
        if (await quiet()) return ok({ fault: 'quiet' });
        const notification = new Notification({ title, body, silent: linux });
        tried?.close();
        tried = notification;
        const fault = await new Promise<'failed' | 'silent' | null>((resolve) => {
          const late = setTimeout(() => resolve('silent'), SHOW_LIMIT);
          const end = (what: 'failed' | null) => () => {
            clearTimeout(late);
            resolve(what);
          };
          notification.on('show', end(null));
          notification.on('failed', end('failed'));
          notification.show();
        });
        return ok({ fault });
      },
    },
  };
}

/** The page may have decided on it a moment before the app was locked. Nobody answers in it, either. */
const hidden = (notice: Notice, language: Language): Notice => ({
  ...notice,
  ...(notice.bare === true ? {} : { title: words[language].lock.textless, body: '' }),
  reply: null,
});
