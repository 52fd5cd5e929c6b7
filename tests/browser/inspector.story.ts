import { faults } from './looks';
import { expect, test } from './people';

test('Narae looks into her connection by keys, sees what passes and nobody’s words, saves it, and chooses a way that stays', async ({
  inside,
}) => {
  const [narae, yunseo] = await inside('나래', '윤서');
  const { page } = narae;
  const panel = page.getByRole('region', { name: 'Look into the connection' });
  const pill = narae.connection.getByRole('button');

  await pill.focus();
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('listitem').filter({ hasText: 'WebSocket' })).toContainText('for ');
  await expect(panel.getByRole('img', { name: /round trips the shortest took/ })).toBeVisible();
  await expect(panel.getByText('every 10 s · next in')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(pill).toBeFocused();
  await page.keyboard.press('Alt+Shift+C');
  await expect(panel).toBeVisible();

  // Nobody’s words are shown before they are asked for; whose token this is, never.
  await yunseo.say('점심 어디로 갈까요?');
  await panel
    .getByRole('button', { name: /entries #/ })
    .first()
    .press('Enter');
  await expect(panel.locator('pre')).toContainText('"text": "…"');
  await panel.getByText('Filter, find, hand on').press('Enter');
  await panel.getByRole('switch', { name: /Show what people wrote/ }).press('Space');
  await expect(panel.locator('pre')).toContainText('점심 어디로 갈까요?');
  await panel.getByRole('combobox', { name: 'Kind' }).selectOption('ack');
  await expect(panel.getByRole('button', { name: /entries #/ })).toHaveCount(0);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    panel.getByRole('button', { name: 'Save as HAR' }).press('Enter'),
  ]);
  expect(file.suggestedFilename()).toBe('maru.har');

  await panel.getByText('The handshake, as the server saw it').press('Enter');
  await expect(panel.getByText('HTTP/1.1 101 Switching Protocols')).toBeVisible();
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await faults(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await faults(page)).toEqual([]);
  expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width: 1280, height: 800 });

  const order = panel.getByRole('combobox', { name: 'What to try with this server' });
  await order.selectOption('polling-only');
  await expect(narae.connection).toContainText('HTTP long-polling');
  await expect(panel.getByText('as you chose for this server')).toBeVisible();
  await page.reload();
  await expect(narae.connection).toContainText('HTTP long-polling');
  await pill.click();
  await expect(order).toHaveValue('polling-only');
  await panel.getByRole('button', { name: 'Back to automatic' }).click();
  await expect(narae.connection).toContainText('WebSocket');
  await expect(order).toHaveValue('websocket-first');
});
