/** The start screen of a window: porches near come and go by themselves, and a key is enough to step in. */
import { introduce, say } from '../support/desktop/porch';
import { expect, named, row, test } from './near';

test('Enter steps in at the selected row; a porch that comes back elsewhere is found there as the one it was', async ({
  open,
  porch,
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
