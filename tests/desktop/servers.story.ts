/** Many servers in one window: the rail, what is unread on another, the keys, everything unread, and leaving one for good. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { faults } from '../browser/looks';
import { introduce, join, openPorch } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';
import { person, startTestServer } from '../support/server';

test('two porches: unread on the other, there by a key, everything unread, and left without a trace', async ({
  open,
  profile,
}) => {
  const server = await startTestServer({ name: '디자인실 마루' });
  const mateo = await person(server.url, 'Mateo');
  const folder = await profile();
  const narae = await open({ profile: folder });
  const { page } = narae;
  const rail = page.getByRole('navigation', { name: 'Your porches' });
  await introduce(narae, '나래');
  await join(narae, new URL(server.url).host);
  await expect(rail).toHaveCount(0);
  const { id } = mateo.resumed.server;
  const secret = await narae.call('secret', { server: id });
  const token = (secret.ok && secret.value.token) || '';
  expect(token).not.toBe('');
  const secrets = () => readFile(path.join(folder, 'secrets.json'), 'utf8').catch(() => '');
  await expect.poll(secrets).toContain(id);
  await page.getByRole('button', { name: 'To the start screen' }).click();
  await openPorch(narae);
  await expect(rail.getByRole('button')).toHaveCount(4);

  await mateo.say('점심 국밥 어때요');
  await mateo.say('로비에서 봐요');
  const other = rail.getByRole('button', { name: /^디자인실 마루, connected, new/ });
  await expect(other).toBeVisible();
  await page.keyboard.press('Control+Shift+A');
  const unread = page.getByRole('dialog', { name: 'Everything unread' });
  await expect(unread.getByText('로비에서 봐요')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(narae.room().getByText('로비에서 봐요')).toBeVisible();
  await expect(page.getByRole('complementary').getByText('디자인실 마루')).toBeVisible();
  // As narrow as the window gets: the rail stands beside the list of rooms, and goes with it.
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(rail).toHaveCount(0);
  await page.getByRole('button', { name: /^Rooms and people/ }).click();
  await expect(rail.getByRole('button')).toHaveCount(4);
  expect(await faults(page)).toEqual([]);
  expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width: 1200, height: 800 });
  await page.keyboard.press('Control+2');
  await expect(narae.composer).toBeFocused();
  await expect(page.getByRole('complementary').getByText('Hosted by you')).toBeVisible();
  await page.keyboard.press('Control+1');
  await expect(narae.room().getByText('로비에서 봐요')).toBeVisible();

  // With the server away: what this device has of it goes all the same.
  await server.close();
  const item = rail.getByRole('button', { name: /^디자인실 마루, connecting/ });
  await item.focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Leave…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Leave 디자인실 마루?' });
  await expect(dialog.getByText('It is not there just now')).toBeVisible();
  await dialog.getByRole('button', { name: 'Leave', exact: true }).click();
  await page
    .getByRole('dialog', { name: 'You have left 디자인실 마루' })
    .getByRole('button', { name: 'Close' })
    .last()
    .click();
  await expect(rail).toHaveCount(0);
  expect(await narae.call('secret', { server: id })).not.toMatchObject({ value: { token } });
  expect(await secrets()).not.toContain(id);
  const rows = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open('maru');
        opening.onsuccess = () => {
          const all = opening.result.transaction('rows').objectStore('rows');
          const keys = all.getAllKeys();
          const values = all.getAll();
          values.onsuccess = () => resolve(JSON.stringify([keys.result, values.result]));
        };
      }),
  );
  expect(rows.length).toBeGreaterThan(100);
  for (const trace of [id, token, mateo.commons]) expect(rows).not.toContain(trace);
  mateo.talker.close();
  await server.remove();
});
