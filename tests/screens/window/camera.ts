/** Takes what a window shows in every look, wide and narrow: settings act at once, so that nothing is loaded anew between two pictures. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { DesktopApp } from '../../support/desktop/app';
import { folder, type Look } from '../camera';
import { looks } from '../scene';

const WIDE = [1200, 800] as const;
const NARROW = [360, 740] as const;

interface Shown {
  /** Unless told, the main window. */
  page?: Page;
  /** As it stands, and no other size. */
  asItIs?: boolean;
  /** Unless told, nothing has to be done for a look. */
  ready?: (look: Look) => Promise<unknown>;
  /** Whatever has to be undone after one. */
  after?: () => Promise<unknown>;
}

export class WindowCamera {
  readonly #app: DesktopApp;

  constructor(app: DesktopApp) {
    this.#app = app;
  }

  /** @param view what is seen: the picture's name begins with it */
  async take(view: string, { page = this.#app.page, asItIs = false, ready, after }: Shown = {}): Promise<void> {
    for (const look of looks) {
      await this.#app.call('saveSettings', look);
      await ready?.(look);
      if (asItIs) await this.#shoot(page, view, look, 'window');
      else
        for (const [width, height] of [WIDE, NARROW]) {
          await this.resize(page, width, height);
          await this.#shoot(page, view, look, String(width));
        }
      await after?.();
    }
    if (!asItIs) await this.resize(page, ...WIDE);
    await this.#app.call('saveSettings', { language: 'en', theme: 'light' });
  }

  async resize(page: Page, width: number, height: number): Promise<void> {
    const browser = await this.#app.app.browserWindow(page);
    await browser.evaluate((window, [w, h]) => window.setContentSize(w, h), [width, height] as const);
    await page.waitForFunction((wanted) => Math.abs(window.innerWidth - wanted) < 2, width);
  }

  async #shoot(page: Page, view: string, { language, theme }: Look, size: string): Promise<void> {
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(null)))),
    );
    await page.screenshot({
      path: join(folder, 'window', `${view}-${language}-${theme}-${size}.png`),
      animations: 'disabled',
    });
  }
}
