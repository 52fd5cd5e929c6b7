import { faults } from './looks';
import { expect, test } from './people';

test('Narae leaves pings unanswered: the server gives her up, she sees it, comes back by herself, and nothing is lost', async ({
  inside,
}) => {
  const [narae, yunseo] = await inside('나래', '윤서');
  await narae.connection.getByRole('button').click();
  const panel = narae.page.getByRole('region', { name: 'Look into the connection' });
  await panel.getByText('Experiments', { exact: true }).click();
  await panel.getByRole('switch', { name: /Do not answer pings/ }).check();
  await expect(panel.getByText('Pings are not answered.').last()).toBeVisible();
  // A ping within ten seconds, and five more to answer it.
  await expect(narae.connection).toContainText('Reconnecting', { timeout: 17_000 });
  await narae.say('답하지 않는 동안');
  await yunseo.sees('답하지 않는 동안');
  await narae.sees('답하지 않는 동안');
  await panel.getByText('Lost connections').click();
  await expect(panel.getByText(/back after .* · 1 try/)).toBeVisible();
  // It ends with the panel: the next minute nobody gives her up.
  await narae.page.keyboard.press('Escape');
  await narae.connection.getByRole('button').click();
  await expect(panel.getByRole('button', { name: /pong/ }).first()).toBeVisible({ timeout: 20_000 });
  await expect(narae.connection).toContainText('WebSocket');
});

test('Narae cuts her connection for three seconds, says something meanwhile, and it arrives once; then the server goes', async ({
  porch,
  inside,
}) => {
  const [narae, yunseo] = await inside('나래', '윤서');
  const { page } = narae;
  const panel = page.getByRole('region', { name: 'Look into the connection' });
  await narae.connection.getByRole('button').click();
  await panel.getByText('The handshake, as the server saw it').click();
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
