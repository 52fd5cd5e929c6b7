/** A room that is slow, as it is seen. */
import { expect, test } from './household';

test('a slow room says so to everybody, and what is said too soon waits its turn', async ({ household, person }) => {
  const hangyeol = await household.comes(await person(), '한결');
  const { page } = await household.comes(await person(), '나래', 'moderator');
  await page.getByRole('button', { name: 'Commons: how fast it is' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'no wait' })).toHaveAttribute('aria-checked', 'true');
  await page.getByRole('menuitemradio', { name: '10 seconds' }).click();
  await expect(page.getByRole('main').getByText('One message in 10 seconds')).toBeVisible();
  await expect(hangyeol.page.getByText('One message in 10 seconds').first()).toBeVisible();
  await hangyeol.say('첫 말');
  await hangyeol.say('둘째 말');
  await expect(hangyeol.log().getByText('waiting')).toBeVisible();
  await expect(page.getByRole('log').getByText('첫 말')).toBeVisible();
  await expect(page.getByRole('log').getByText('둘째 말')).toBeVisible();
  await expect(hangyeol.log().getByText('waiting')).toHaveCount(0);
  await expect(hangyeol.page.getByRole('button', { name: 'Commons: how fast it is' })).toHaveCount(0);
});
