/** Every view of the window: no accessibility fault, and plain words where something cannot be done. */
import { createServer, type Server } from 'node:http';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join as path } from 'node:path';
import { en } from '../../renderer/words/en';
import { ko } from '../../renderer/words/ko';
import { faults } from '../browser/looks';
import { keepMenus, offered } from '../support/desktop/menus';
import { introduce, openPorch } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';

const answering = (): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((_request, response) => response.end('<h1>It works!</h1>'));
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
const portOf = (server: Server) => (server.address() as AddressInfo).port;

test('no view of the window has an accessibility fault, in either theme', async ({ open }) => {
  const app = await open();
  await app.yourName.waitFor();
  expect(await faults(app.page)).toEqual([]);
  await introduce(app, '나래');
  await app.page.getByRole('button', { name: 'Open a porch' }).waitFor();
  for (const theme of ['light', 'dark'] as const) {
    await app.call('saveSettings', { theme });
    await app.page.reload();
    await app.page.getByRole('button', { name: 'Open a porch' }).waitFor();
    expect(await faults(app.page)).toEqual([]);
  }
  await openPorch(app);
  expect(await faults(app.page)).toEqual([]);
  await app.page.getByRole('button', { name: 'To the start screen' }).click();
  await app.page.getByRole('button', { name: 'Stop the porch' }).waitFor();
  expect(await faults(app.page)).toEqual([]);
});

test(
  'no section of the settings that only the window has keeps anybody out, in either theme and either language',
  { tag: '@long' },
  async ({ open }) => {
    test.slow();
    const app = await open({ env: { MARU_SPELLING: 'on' } });
    const { page } = app;
    await introduce(app, '나래');
    await openPorch(app);
    const field = page.locator('textarea').first();
    await field.pressSequentially('maruish ');
    await keepMenus(app);
    await expect
      .poll(async () => {
        await field.click({ button: 'right', position: { x: 14, y: 12 } });
        return offered(app, 'Add to your words');
      })
      .toContain('Add to your words');
    for (const words of [en, ko]) {
      for (const theme of ['light', 'dark'] as const) {
        await app.call('saveSettings', { language: words === ko ? 'ko' : 'en', theme });
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
        await expect(page.locator('html')).toHaveAttribute('lang', words === ko ? 'ko' : 'en');
        await page.keyboard.press('Control+,');
        const dialog = page.getByRole('dialog', { name: words.settings.title });
        for (const section of ['desk', 'notices', 'lock', 'spelling', 'updates'] as const) {
          await dialog.getByRole('tab', { name: words.settings.sections[section], exact: true }).click();
          await expect(dialog.getByRole('tabpanel')).toHaveAccessibleName(words.settings.sections[section]);
          if (section === 'lock') await dialog.getByRole('button', { name: words.lock.set }).click();
          if (section === 'spelling') await expect(dialog.getByText('maruish', { exact: true })).toBeVisible();
          expect(await faults(page), section).toEqual([]);
        }
        await page.keyboard.press('Escape');
        await expect(dialog).toHaveCount(0);
      }
    }
  },
);

test('an address that cannot be, that nobody answers, or that is no Maru: each says so, and the text stays', async ({
  open,
}) => {
  const app = await open();
  await introduce(app, '나래');
  const address = app.page.getByRole('textbox', { name: 'Address or invitation' });
  const go = async (text: string) => {
    await address.fill(text);
    await app.page.getByRole('button', { name: 'Join', exact: true }).click();
  };
  await go('192.168.0.300');
  await expect(app.page.getByText(/0 (to|and) 255/)).toBeVisible();
  await expect(address).toHaveValue('192.168.0.300');

  const web = await answering();
  const port = portOf(web);
  await go(`127.0.0.1:${port}`);
  await expect(app.page.getByText(/no Maru/)).toBeVisible();
  await new Promise((resolve) => web.close(resolve));
  await app.page.reload();
  await go(`127.0.0.1:${port}`);
  await expect(app.page.getByText(/no porch is open on it/).first()).toBeVisible();
});

test('a porch whose folder is damaged does not open, says what to do, and leaves the file as it was', async ({
  open,
  profile,
}) => {
  const folder = await profile();
  await mkdir(path(folder, 'porch'), { recursive: true });
  const file = path(folder, 'porch', 'maru.db');
  const content = 'this is no database, and must not be overwritten';
  await writeFile(file, content);
  const app = await open({ profile: folder });
  await introduce(app, '나래');
  await app.page.getByRole('button', { name: 'Open a porch' }).click();
  await expect(app.page.getByText(/damaged/i).first()).toBeVisible();
  await expect(app.page.getByRole('button', { name: 'Open a porch' })).toBeEnabled();
  expect(await readFile(file, 'utf8')).toBe(content);
});
