/**
 * A room in a window of its own: the owner's page opens it, so it shares that page's process and its connections, and asks
 * main nothing itself. Main says which may be opened, remembers where each stood, and makes it small.
 */
import {
  app,
  type BrowserWindow,
  type HandlerDetails,
  type WebContents,
  type WindowOpenHandlerResponse,
} from 'electron';
import { limits, nameOfOwnWindow, roomOfName, type RoomAt } from '../../protocol';
import { ok, type HandlersFor } from '../answers';
import type { JsonFile } from '../json-file';
import type { Log } from '../log';
import type { Module } from '../module';
import { roomOfPage } from '../page';
import type { Place, Size } from '../place';
import type { SettingsStore } from '../settings';
import { onScreens, standing } from '../standing';
import { ground } from '../theme';
import type { AppWindow } from '../window';
import type { Zoom } from '../zoom';
import { Kept, type KeptRooms } from './kept';

interface Form {
  first: Place;
  least: Size;
}
const whole: Form = { first: { width: 640, height: 720, maximized: false }, least: { width: 360, height: 400 } };
const small: Form = { first: { width: 320, height: 400, maximized: false }, least: { width: 280, height: 240 } };

export interface OwnWindows extends Module {
  /** What becomes of a page's wish to open a window; null: it is none of these, and not for this to allow. */
  opening(contents: WebContents, wish: HandlerDetails): WindowOpenHandlerResponse | null;
  /** Brings a room's window forward; false where it has none. */
  bringForward(room: RoomAt): boolean;
  /** A room's window; null where it has none. */
  browserOf(room: RoomAt): BrowserWindow | null;
  /** Whether a page is that of a room's window. */
  holds(contents: WebContents): boolean;
  readonly handlers: HandlersFor<'ownWindows' | 'ownWindow' | 'forgetOwnWindows'>;
}

export interface OwnWindowsParts {
  window: AppWindow;
  settings: Pick<SettingsStore, 'current'>;
  file: JsonFile<KeptRooms>;
  /** Absolute paths. */
  preload: string;
  icon: string;
  zoom: Pick<Zoom, 'hold'>;
  log: Log;
}

/** Exactly what the owner's page says: the name twice, and not one thing more that could change what the window may do. */
export function roomWished({ url, frameName, features, postBody }: HandlerDetails): RoomAt | null {
  const at = roomOfPage(url);
  return at && features === '' && !postBody && frameName === nameOfOwnWindow(at) ? at : null;
}

export function ownWindows({ window, settings, file, preload, icon, zoom, log }: OwnWindowsParts): OwnWindows {
  const kept = new Kept(file, log);
  const open = new Map<string, { at: RoomAt; browser: BrowserWindow }>();
  let ending = false;
  /**
   * The app started hidden and nobody has come to it yet: what was open comes onto the screen with its person. To be shown is not
   * enough: a main window that has no tray to wait in is shown in order to be minimised.
   */
  let unseen = false;
  const waiting: (() => void)[] = [];

  const standingOf = (at: RoomAt, mini = kept.of(at).mini) =>
    standing(kept.places(at, mini ? 'small' : 'whole'), log, mini ? small : whole);

  const browserOf = (at: RoomAt) => open.get(nameOfOwnWindow(at))?.browser ?? null;

  const show = (browser: BrowserWindow) => {
    if (browser.isMinimized()) browser.restore();
    browser.show();
    browser.focus();
  };

  const change = (at: RoomAt, browser: BrowserWindow, mini: boolean) => {
    if (kept.of(at).mini === mini) return;
    if (browser.isFullScreen()) browser.setFullScreen(false);
    standingOf(at).remember(browser);
    if (browser.isMaximized()) browser.unmaximize();
    kept.note(at, { mini });
    const { least } = mini ? small : whole;
    const { maximized, x, y, width, height } = standingOf(at).today();
    // A window manager keeps a size below the least one only if that is said first.
    browser.setMinimumSize(least.width, least.height);
    const { x: left, y: top } = browser.getBounds();
    browser.setBounds({ x: x ?? left, y: y ?? top, width, height });
    browser.setAlwaysOnTop(mini);
    if (maximized && !mini) browser.maximize();
  };

  const adopt = (browser: BrowserWindow, at: RoomAt) => {
    const name = nameOfOwnWindow(at);
    open.set(name, { at, browser });
    const { mini, open: before } = kept.of(at);
    const { maximized } = standingOf(at).today();
    kept.note(at, { open: true });
    if (mini) browser.setAlwaysOnTop(true);
    browser.on('close', () => {
      standingOf(at).remember(browser);
      // Ended by quitting, with the main window or with a page that crashed, it comes back with them.
      if (!ending) kept.note(at, { open: false });
    });
    browser.on('closed', () => open.delete(name));
    zoom.hold(browser.webContents);
    browser.webContents.on('before-input-event', (event, { type, code, control, meta, alt, shift }) => {
      const primary = process.platform === 'darwin' ? meta && !control : control && !meta;
      if (type !== 'keyDown' || code !== 'KeyW' || !primary || alt || shift) return;
      event.preventDefault();
      browser.close();
    });
    browser.once('ready-to-show', () => {
      const reveal = () => {
        if (browser.isDestroyed()) return;
        if (maximized && !mini) browser.maximize();
        // What was open when the app ended comes back, and takes the focus from nobody.
        if (before) browser.showInactive();
        else browser.show();
      };
      if (unseen) waiting.push(reveal);
      else reveal();
    });
  };

  return {
    name: 'own-windows',
    prepare: () => void app.on('before-quit', () => (ending = true)),
    start() {
      const owner = window.browser;
      unseen = window.hidden;
      owner?.once('focus', () => {
        unseen = false;
        waiting.splice(0).forEach((reveal) => reveal());
      });
      onScreens(() => open.forEach(({ at, browser }) => standingOf(at).bringBack(browser)));
      // Electron ends them with the page that opened them, without asking them to close.
      owner?.on('close', () => open.forEach(({ at, browser }) => standingOf(at).remember(browser)));
      owner?.webContents.on('did-create-window', (browser, { frameName }) => {
        const at = roomOfName(frameName);
        // A link that asks for no opener comes this far; its page would find nobody.
        if (at && browser.webContents.opener) adopt(browser, at);
        else browser.destroy();
      });
      owner?.webContents.on('render-process-gone', () => open.forEach(({ browser }) => browser.destroy()));
    },
    opening(contents, wish) {
      const at = roomWished(wish);
      if (contents !== window.browser?.webContents || at === null) return null;
      if (open.has(nameOfOwnWindow(at)) || open.size >= limits.ownWindows) return null;
      const { least } = kept.of(at).mini ? small : whole;
      const { maximized: _later, ...bounds } = standingOf(at).today();
      return {
        action: 'allow',
        overrideBrowserWindowOptions: {
          ...bounds,
          minWidth: least.width,
          minHeight: least.height,
          show: false,
          backgroundColor: ground(settings.current),
          title: app.name,
          icon,
          autoHideMenuBar: true,
          webPreferences: {
            // No bridge: main hears from it which words it writes, and nothing else.
            preload,
            sandbox: true,
            contextIsolation: true,
            webSecurity: true,
            nodeIntegration: false,
            // As in the main one.
            spellcheck: process.platform === 'darwin',
            // It shares its opener's process, whose heartbeats and timers run on.
            backgroundThrottling: false,
          },
        },
      };
    },
    bringForward(at) {
      const browser = browserOf(at);
      if (browser) show(browser);
      return browser !== null;
    },
    browserOf,
    holds: (contents) => [...open.values()].some(({ browser }) => browser.webContents === contents),
    handlers: {
      ownWindows: () => ok({ windows: kept.open.map(({ server, room, mini }) => ({ server, room, mini })) }),
      ownWindow({ server, room, deed }) {
        const found = open.get(nameOfOwnWindow({ server, room }));
        if (deed === 'owner') {
          window.bringForward();
          return ok({ there: found !== undefined });
        }
        if (!found) return ok({ there: false });
        if (deed === 'show') show(found.browser);
        else change(found.at, found.browser, deed === 'mini');
        return ok({ there: true });
      },
      forgetOwnWindows({ server }) {
        // Those that stand yet remember nothing more: what is asked to close notes how it stood.
        for (const { at, browser } of [...open.values()]) if (at.server === server) browser.destroy();
        kept.forget(server);
        return ok({});
      },
    },
  };
}
