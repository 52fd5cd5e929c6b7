/** Keeps the window where a person put it, on each set of screens, and never where nobody can take hold of it. */
import { screen, type BrowserWindow } from 'electron';
import type { JsonFile } from './json-file';
import type { Log } from './log';
import {
  canHold,
  firstPlace,
  fit,
  placeOn,
  screensOf,
  smallest,
  withPlace,
  type Place,
  type Places,
  type Size,
} from './place';

/** The primary screen first: the work areas that windows are placed in. */
const areas = () => [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
const screens = () => screensOf(screen.getAllDisplays().map((display) => display.bounds));

export interface Standing {
  /** The place of last time, on the screens of today. */
  today(): Place;
  /** Where it stands now is where it stands next time. */
  remember(browser: BrowserWindow): void;
  /** Back where somebody can take hold of it, if its screen has gone away. */
  bringBack(browser: BrowserWindow): void;
  /** Remembers where it stands, and brings it back when the screen it is on goes away. */
  follow(browser: BrowserWindow): void;
}

/** Of one window; what it does not say is as of the main one. */
interface Sizes {
  first?: Place;
  least?: Size;
}

/** What calls back whenever the screens become others. @returns ends it */
export function onScreens(look: () => void): () => void {
  screen.on('display-removed', look);
  screen.on('display-metrics-changed', look);
  return () => {
    screen.off('display-removed', look);
    screen.off('display-metrics-changed', look);
  };
}

export function standing(
  file: JsonFile<Places>,
  log: Log,
  { first = firstPlace, least = smallest }: Sizes = {},
): Standing {
  const remember = (browser: BrowserWindow) => {
    try {
      const place = { ...browser.getNormalBounds(), maximized: browser.isMaximized() };
      file.write(withPlace(screens(), place, file.read()));
    } catch (error) {
      log.error("the window's place could not be written", error);
    }
  };
  const today = () => fit(placeOn(screens(), file.read(), first), areas(), least);
  const bringBack = (browser: BrowserWindow) => {
    if (browser.isDestroyed() || canHold(browser.getBounds(), areas())) return;
    const { x, y, width, height } = today();
    browser.setSize(width, height);
    if (x === undefined || y === undefined) browser.center();
    else browser.setPosition(x, y);
  };
  return {
    today,
    remember,
    bringBack,
    follow(browser) {
      // Asked to close, it may be hidden instead: both come with this event.
      browser.on('close', () => remember(browser));
      browser.on(
        'closed',
        onScreens(() => bringBack(browser)),
      );
    },
  };
}
