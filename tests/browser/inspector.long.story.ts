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
