/** The start screen of a window: porches near come and go by themselves, and a key is enough to step in. */
import type { Locator } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';
import type { DesktopApp } from '../support/desktop/app';
import { introduce, say } from '../support/desktop/porch';
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

test('Enter steps in at the selected row; a porch that comes back elsewhere is found there as the one it was', async ({
  open,
}) => {
  const name = named('디자인실');
  const server = await porch(name);
  const app = await open();
  await introduce(app, '나래');
  await expect(row(app, name)).toBeVisible();
  const selected = app.page.locator('button[aria-current="true"]');
  await expect(selected).toHaveCount(1);
  await app.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  // Others may be on loopback too: as many steps as there are rows lead to this one.
  for (let steps = 0; steps < 20 && (await row(app, name).getAttribute('aria-current')) === null; steps += 1)
    await app.page.keyboard.press('ArrowDown');
  await expect(row(app, name)).toHaveAttribute('aria-current', 'true');
  await expect(row(app, name)).toContainText('↵');
  await app.page.keyboard.press('Enter');
  // Found is not trusted: the words are asked as for any address.
  await app.page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(app.composer).toBeVisible();
  await say(app, '여기서 또 봐요');
  // With a place in the log: it is the server's before that is killed.
  await expect(app.room().locator('[data-seq]', { hasText: '여기서 또 봐요' })).toBeVisible();

  await app.page.getByRole('button', { name: 'To the start screen' }).click();
  await expect(row(app, name)).toContainText('as 나래');
  await server.kill();
  await expect(row(app, name)).toContainText('not open right now');
  await expect(row(app, name)).toContainText('messages kept: 1');
  const again = await porch(name);
  expect(again.port).not.toBe(server.port);
  await expect(row(app, name)).toContainText(`127.0.0.1:${again.port}`);
  await row(app, name).click();
  await expect(app.room().getByText('여기서 또 봐요')).toBeVisible();
  await say(app, '옮긴 곳에서도');
  await expect(app.room().getByText('옮긴 곳에서도')).toBeVisible();
  await expect(app.room().getByText(/waiting/iu)).toHaveCount(0);
});
