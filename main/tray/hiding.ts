/** A window that nobody sees has a tray to come back from: where there is none, or not any more, it is on the taskbar. */
import type { Module } from '../module';
import type { AppWindow } from '../window';
import type { TrayPlace } from './place';

export function neverLost(window: AppWindow, place: TrayPlace): Module {
  /** Minimised only because no tray was there at a hidden start: a panel may come later than what starts beside it. */
  let waiting = false;
  return {
    name: 'hiding',
    start() {
      const { browser } = window;
      place.onChange((there) => {
        if (browser === null || browser.isDestroyed()) return;
        if (there) {
          if (waiting && browser.isMinimized()) window.hide();
          waiting = false;
        } else if (window.hidden) {
          window.minimise();
          waiting = true;
          // It was put away, and whoever works elsewhere goes on: it does not come to the front.
        } else if (window.away) browser.showInactive();
      });
    },
  };
}
