import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './people';

const faults = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
};

test('Narae looks into her connection by keys, cuts it for three seconds, says something meanwhile, and it arrives once', async ({
  porch,
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
  expect(await faults(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await faults(page)).toEqual([]);

  await panel.getByText('Experiments', { exact: true }).press('Enter');
  await panel.getByRole('button', { name: 'Cut for 3 s' }).press('Enter');
  await expect(narae.connection).toContainText('Reconnecting');
  await expect(panel.getByText('An experiment is running.').last()).toBeVisible();
  await narae.say('끊긴 동안 한 말');
  await yunseo.sees('끊긴 동안 한 말');
  await narae.sees('끊긴 동안 한 말');
  await expect(panel.getByText('An experiment is running.')).toHaveCount(0);
  await expect(panel.getByText('once · nothing was missed')).toBeVisible();
  await porch.server.stop();
  await expect(narae.connection).toContainText(/Reconnecting|Offline/);
  await expect(panel.getByText('There is no connection right now.')).toBeVisible();
});

test('where something strips every upgrade, Yunseo’s inspector says so', async ({ porch, person }) => {
  const yunseo = await person({ withoutWebSocket: true });
  await yunseo.join(porch.url, '윤서');
  await expect(yunseo.connection).toContainText('HTTP long-polling');
  await yunseo.connection.getByRole('button').click();
  const panel = yunseo.page.getByRole('region', { name: 'Look into the connection' });
  await expect(panel.getByText('WebSocket did not open: something on the way')).toBeVisible();
  await expect(panel.getByRole('listitem').filter({ hasText: 'did not open' })).toContainText('WebSocket');
});
