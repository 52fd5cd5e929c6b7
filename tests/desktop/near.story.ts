/** The start screen of a window: porches near come and go by themselves, and a key is enough to step in. */
import type { Locator } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';
import type { DesktopApp } from '../support/desktop/app';
import { introduce } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';

const running: Headless[] = [];
let folder: string;
test.beforeEach(async () => {
  folder = await temporaryFolder('near');
});
test.afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.kill()));
  await removeFolder(folder);
});

/** A name nobody else on this machine has: other tests announce on loopback as well. */
const named = (name: string) => `${name} ${randomBytes(3).toString('hex')}`;

async function porch(name: string, more: { password?: string; port?: number } = {}): Promise<Headless> {
  const server = await startHeadless({ dataDir: join(folder, name), name, announce: true, ...more });
  running.push(server);
  return server;
}

const row = (app: DesktopApp, name: string): Locator => app.page.getByRole('button', { name: `Step in, ${name}` });

test('porches near are listed live, with what their hello says, and go when they stop or die', async ({ open }) => {
  const [studio, floor] = [named('디자인실'), named('3층')];
  const first = await porch(studio);
  const app = await open();
  await introduce(app, '나래');
  await expect(row(app, studio)).toContainText('no password');
  await expect(row(app, studio)).toContainText('0 here');
  const second = await porch(floor, { password: '마루 열쇠' });
  await expect(row(app, floor)).toContainText('Enter password');
  await second.kill();
  await expect(row(app, floor)).toHaveCount(0, { timeout: 10_000 });
  await first.stop();
  await expect(row(app, studio)).toHaveCount(0, { timeout: 2_000 });
});
