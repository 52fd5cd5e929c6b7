/** Takes each view as it is, wide and narrow, into a folder that git ignores. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** Where the pictures go. */
export const folder = process.env['MARU_SCREENS'] ?? join(import.meta.dirname, '../../screens');
const WIDE = { width: 1360, height: 860 };
const NARROW = { width: 360, height: 740 };

export interface Look {
  language: 'ko' | 'en';
  theme: 'light' | 'dark';
}

export class Camera {
  readonly #page: Page;
  readonly #look: Look;

  constructor(page: Page, look: Look) {
    this.#page = page;
    this.#look = look;
  }

  /** @param view what is seen: the picture's name begins with it */
  async take(view: string, { narrow = true } = {}): Promise<void> {
    await this.#shoot(view, 'wide');
    if (!narrow) return;
    await this.#page.setViewportSize(NARROW);
    await this.#shoot(view, '360');
    await this.#page.setViewportSize(WIDE);
  }

  async #shoot(view: string, size: string): Promise<void> {
    const { language, theme } = this.#look;
    // What a change of size moves is where it belongs after two frames.
    await this.#page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(null)))),
    );
    await this.#page.mouse.move(0, 0);
    await this.#page.screenshot({
      path: join(folder, `${view}-${language}-${theme}-${size}.png`),
      animations: 'disabled',
    });
  }
}
