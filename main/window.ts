/** The one window. It is made at start, owns all connections, and is shown when its page has something to show. */
import { app, BrowserWindow, screen } from 'electron';
import type { JsonFile } from './json-file';
import type { Log } from './log';
import type { Module } from './module';
import { PAGE_URL } from './page';
import { fit, smallest, type Place } from './place';
import { ground } from './theme';

/** A page that loads but never paints is shown all the same after this, in ms. */
const SHOW_LIMIT = 3_000;
/** A page whose process dies is loaded again this often; a page that dies each time would otherwise loop forever. */
const RELOADS = 3;

export interface AppWindow extends Module {
  /** Null before the start and after it was closed. */
  readonly browser: BrowserWindow | null;
  /** Resolves when it has been shown for the first time. */
  readonly shown: Promise<void>;
  /** Brings it forward from wherever it is: hidden, minimised, behind others. */
  bringForward(): void;
}

export interface WindowParts {
  /** Absolute paths. */
  preload: string;
  icon: string;
  place: JsonFile<Place>;
  log: Log;
}

/** The place of last time, on the screens of today. */
function todaysPlace(place: JsonFile<Place>): Place {
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
  return fit(place.read(), areas);
}

function create({ preload, icon, place, log }: WindowParts, { maximized: _later, ...bounds }: Place): BrowserWindow {
  const browser = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    backgroundColor: ground(),
    title: app.name,
    icon,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      spellcheck: false,
      // It owns the connections: heartbeats and timers must run on while it is covered or minimised.
      backgroundThrottling: false,
    },
  });
  browser.on('close', () => {
    try {
      place.write({ ...browser.getNormalBounds(), maximized: browser.isMaximized() });
    } catch (error) {
      log.error("the window's place could not be written", error);
    }
  });
  // The title is main's (status.ts): the page's own title would overwrite it.
  browser.on('page-title-updated', (event) => event.preventDefault());
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

export function openWindow(parts: WindowParts): AppWindow {
  let browser: BrowserWindow | null = null;
  let reveal: () => void = () => undefined;
  const shown = new Promise<void>((resolve) => (reveal = resolve));
  const window: AppWindow = {
    name: 'window',
    get browser() {
      return browser;
    },
    shown,
    bringForward() {
      if (browser === null) return;
      if (browser.isMinimized()) browser.restore();
      browser.show();
      browser.focus();
    },
    start() {
      const place = todaysPlace(parts.place);
      const made = create(parts, place);
      browser = made;
      reloadWhenGone(made, parts.log);
      const show = () => {
        clearTimeout(late);
        if (made.isDestroyed() || made.isVisible()) return reveal();
        // Maximising shows a window, so it has to wait until here.
        if (place.maximized) made.maximize();
        made.show();
        reveal();
      };
      const late = setTimeout(show, SHOW_LIMIT);
      made.once('ready-to-show', show);
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
