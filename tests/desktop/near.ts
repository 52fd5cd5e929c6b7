/** Porches of others, near this machine, for stories of the start screen. */
import type { Locator } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';
import type { DesktopApp } from '../support/desktop/app';
import { test as base } from '../support/desktop/test';

interface Fixtures {
  /** Opens one that announces itself; it is gone when the story ends. */
  porch: (name: string, more?: { password?: string; port?: number }) => Promise<Headless>;
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  porch: async ({}, use) => {
    const folder = await temporaryFolder('near');
    const running: Headless[] = [];
    await use(async (name, more = {}) => {
      const server = await startHeadless({ dataDir: join(folder, name), name, announce: true, ...more });
      running.push(server);
      return server;
    });
    await Promise.all(running.map((server) => server.kill()));
    await removeFolder(folder);
  },
});
export { expect } from '../support/desktop/test';

/** A name nobody else on this machine has: other tests announce on loopback as well. */
export const named = (name: string): string => `${name} ${randomBytes(3).toString('hex')}`;

export const row = (app: DesktopApp, name: string): Locator =>
  app.page.getByRole('button', { name: `Step in, ${name}` });
