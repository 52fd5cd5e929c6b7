/** A room's own window in the real application, as its person uses it. */
import { expect, type Page } from '@playwright/test';
import { en } from '../../../renderer/words/en';
import type { DesktopApp } from './app';

export const words = en.ownWindow;

export interface OwnWindow {
  page: Page;
  log: ReturnType<Page['getByRole']>;
  composer: ReturnType<Page['getByRole']>;
  /** Resolves when it has the focus. */
  focus(): Promise<void>;
  standing(): Promise<{ title: string; onTop: boolean; width: number; height: number; x: number; y: number }>;
}

/** The window manager decides who is looked at; the driver would make every page believe it. */
async function looking(page: Page): Promise<void> {
  const inspector = await page.context().newCDPSession(page);
  await inspector.send('Emulation.setFocusEmulationEnabled', { enabled: false });
}

export async function ownWindowOf({ app }: DesktopApp, page: Page): Promise<OwnWindow> {
  await looking(page);
  const browser = await app.browserWindow(page);
  return {
    page,
    log: page.getByRole('log'),
    composer: page.getByRole('textbox', { name: 'Message' }),
    async focus() {
      await expect
        .poll(() =>
          browser.evaluate((window) => {
            if (!window.isFocused()) {
              window.show();
              window.focus();
            }
            return window.isFocused();
          }),
        )
        .toBe(true);
      await expect.poll(() => page.evaluate(() => document.hasFocus())).toBe(true);
    },
    standing: () =>
      browser.evaluate((window) => ({
        title: window.getTitle(),
        onTop: window.isAlwaysOnTop(),
        ...window.getBounds(),
      })),
  };
}

/** Opens the room that is in front in a window of its own, by the key. */
export async function openOwnWindow(app: DesktopApp): Promise<OwnWindow> {
  const opened = app.app.waitForEvent('window');
  await app.page.keyboard.press('Control+Shift+O');
  const page = await opened;
  await page.getByRole('log').waitFor();
  return ownWindowOf(app, page);
}
