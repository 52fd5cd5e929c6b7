/** The one window. It is made at start, owns all connections, and is shown when its page is there. */
import { app, BrowserWindow } from 'electron';
import type { Log } from './log';
import type { Module } from './module';
import { PAGE_URL } from './page';
import { smallest, type Place } from './place';
import type { SettingsStore } from './settings';
import type { Standing } from './standing';
import { ground } from './theme';

/** A page that is not read by then is shown all the same, in ms. */
const SHOW_LIMIT = 3_000;
/** What nobody needs for a first look waits so long after the page was read, in ms: it would take the machine from the page. */
const SETTLED = 1_500;
/** A page whose process dies is loaded again this often; a page that dies each time would otherwise loop forever. */
const RELOADS = 3;
/**
 * A window manager that was given a window just now may not hear that it is minimised, or restores it when it draws it: it is
 * asked again, after so many ms each time, until it has stayed minimised so often, and no more often than that.
 */
const ASKED = { every: 100, stays: 5, most: 50 };

export interface AppWindow extends Module {
  /** Null before the start and after it was closed. */
  readonly browser: BrowserWindow | null;
  /** Resolves when its page has been read and is about to be drawn, whether or not anybody is shown it. */
  readonly drawn: Promise<void>;
  /** Resolves when nobody waits for its first look any more: some time after it was read, or at once where it starts hidden. */
  readonly settled: Promise<void>;
  /** Whether it is to be shown when its page is there: not where the system started the app hidden. */
  readonly hidden: boolean;
  /** Whether it was put away by `hide` and nobody has brought it back. */
  readonly away: boolean;
  /** Brings it forward from wherever it is: hidden, minimised, behind others. */
  bringForward(): void;
  /** Takes it off the screen and the taskbar. Its page lives on, and so do its connections. */
  hide(): void;
  /** Puts it on the taskbar alone. */
  minimise(): void;
}

export interface WindowParts {
  /** Absolute paths. */
  preload: string;
  icon: string;
  standing: Standing;
  settings: Pick<SettingsStore, 'current'>;
  /** Whether it starts without being shown; asked when the application is ready. */
  hidden: () => boolean;
  log: Log;
}

function create({ preload, icon, settings }: WindowParts, { maximized: _later, ...bounds }: Place): BrowserWindow {
  const browser = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    // A page that is to be drawn waits for the process that draws before it is read; a hidden one is read meanwhile (0176).
    paintWhenInitiallyHidden: false,
    backgroundColor: ground(settings.current),
    title: app.name,
    icon,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      // macOS asks its own checker; elsewhere the preload's is asked, and Chromium's, which would fetch dictionaries, is off.
      spellcheck: process.platform === 'darwin',
      // It owns the connections: heartbeats and timers must run on while it is covered, minimised or hidden.
      backgroundThrottling: false,
    },
  });
  // The title is main's (status.ts): the page's own title would overwrite it.
  browser.on('page-title-updated', (event) => event.preventDefault());
  browser.on('focus', () => browser.flashFrame(false));
  return browser;
}

function reloadWhenGone(browser: BrowserWindow, log: Log): void {
  let reloads = 0;
  browser.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || browser.isDestroyed()) return;
    log.error(`the page's process ended: ${reason}`);
    reloads += 1;
    if (reloads <= RELOADS) browser.webContents.reload();
  });
}

/** @param wanted false once somebody wants it elsewhere: nothing is asked any more then */
function minimiseNew(browser: BrowserWindow, wanted: () => boolean, stayed = 0, asked = 0): void {
  if (browser.isDestroyed() || !wanted() || stayed === ASKED.stays || asked === ASKED.most) return;
  const stays = browser.isMinimized();
  if (!stays) browser.minimize();
  setTimeout(() => minimiseNew(browser, wanted, stays ? stayed + 1 : 0, asked + 1), ASKED.every);
}

export function openWindow(parts: WindowParts): AppWindow {
  let browser: BrowserWindow | null = null;
  let hidden = false;
  let away = false;
  /** How often it was asked to be anywhere: what is under way for an earlier wish ends with the next. */
  let wishes = 0;
  let maximizeFirst = false;
  let reveal: () => void = () => undefined;
  const drawn = new Promise<void>((resolve) => (reveal = resolve));
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  const show = (made: BrowserWindow) => {
    // Maximising shows a window, so it has to wait until here.
    if (maximizeFirst) made.maximize();
    maximizeFirst = false;
    made.show();
  };
  const window: AppWindow = {
    name: 'window',
    get browser() {
      return browser;
    },
    get hidden() {
      return hidden;
    },
    get away() {
      return away;
    },
    drawn,
    settled,
    bringForward() {
      wishes += 1;
      if (browser === null) return;
      [hidden, away] = [false, false];
      if (browser.isMinimized()) browser.restore();
      show(browser);
      browser.focus();
    },
    hide() {
      wishes += 1;
      const made = browser;
      if (made === null) return;
      away = true;
      if (!made.isFullScreen()) return made.hide();
      // macOS keeps the black space of a full screen whose window is hidden.
      made.once('leave-full-screen', () => made.hide());
      made.setFullScreen(false);
    },
    minimise() {
      wishes += 1;
      const wish = wishes;
      if (browser === null) return;
      if (browser.isVisible()) return browser.minimize();
      const made = browser;
      // Only what is on the screen can be minimised, and what has nothing to draw yet comes onto it late.
      void drawn.then(() => {
        if (made.isDestroyed() || made.isVisible() || wish !== wishes) return;
        hidden = false;
        made.showInactive();
        minimiseNew(made, () => wish === wishes);
      });
    },
    start() {
      const place = parts.standing.today();
      hidden = parts.hidden();
      if (hidden) settle();
      maximizeFirst = place.maximized;
      const made = create(parts, place);
      browser = made;
      parts.standing.follow(made);
      made.on('show', () => (away = false));
      reloadWhenGone(made, parts.log);
      let met = false;
      const read = () => {
        clearTimeout(late);
        if (met) return;
        met = true;
        if (!hidden && !made.isDestroyed() && !made.isVisible()) show(made);
        reveal();
        setTimeout(settle, SETTLED);
      };
      const late = setTimeout(read, SHOW_LIMIT);
      made.webContents.once('dom-ready', read);
      made.on('closed', () => {
        clearTimeout(late);
        browser = null;
      });
      app.on('activate', () => window.bringForward());
      app.on('window-all-closed', () => app.quit());
      // Not awaited: the modules after this one start while the page loads.
      made.loadURL(PAGE_URL).catch((error: unknown) => parts.log.error('the page did not load', error));
    },
  };
  return window;
}
