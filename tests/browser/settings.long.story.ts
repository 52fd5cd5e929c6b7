/** What a browser keeps of Maru: counted, cleaned, and handed to somebody who helps. */
import { readFile } from 'node:fs/promises';
import { en } from '../../renderer/words/en';
import { faults } from './looks';
import { expect, test } from './people';

test('what is kept is counted and cleaned, never what waits; logs hold no name; on a narrow screen all the same', async ({
  inside,
}) => {
  const [narae] = await inside('나래');
  const { page } = narae;
  await narae.say('남는 말');
  await narae.composer.press('Control+,');
  await page.setViewportSize({ width: 360, height: 740 });
  const dialog = page.getByRole('dialog', { name: en.settings.title });
  const go = (name: string) => dialog.getByRole('combobox', { name: en.settings.list }).selectOption(name);
  const panel = dialog.getByRole('tabpanel');

  await go('storage');
  const copies = panel.getByRole('list', { name: en.storage.copies });
  await expect(copies.getByRole('listitem')).toContainText(/[\d.]+ (kB|MB)/);
  await copies.getByRole('button').click();
  await expect(panel.getByRole('group', { name: en.storage.sure })).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await panel.getByRole('button', { name: en.storage.cleanDo, exact: true }).last().click();
  await expect(panel.getByRole('status')).toContainText('were cleaned.');
  await expect(panel.getByText(en.storage.nothing)).toBeVisible();

  await go('about');
  await expect(panel.getByText('socket.io-client')).toBeVisible();
  await expect(panel.getByText(/^Maru is made with the work of others/)).toContainText(/\d{2,3} packages/);
  await panel.getByText(/^svelte \d/).click();
  expect(await faults(page)).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel.getByRole('button', { name: en.about.save }).click(),
  ]);
  const logs = await readFile(await download.path(), 'utf8');
  expect(logs).toContain('"phase": "connected"');
  expect(logs).not.toContain('나래');
  expect(logs).not.toContain('남는 말');
  expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(360);

  // The copy went, and nothing else: the room is read again from the server.
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1200, height: 800 });
  await page.reload();
  await expect(page.getByText('남는 말')).toBeVisible();
});
