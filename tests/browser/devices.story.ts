/** One's own devices on a porch, as a browser shows them. */
import { expect, test } from './household';

test('a person sees their devices and signs one out; this one, signed out, reads on and says why', async ({
  household,
  person,
}) => {
  const narae = await household.comes(await person(), '나래');
  const { page } = narae;
  await narae.say('읽을 말');
  await page.getByRole('button', { name: /나래: edit name/ }).click();
  const devices = page.getByRole('region', { name: 'Your devices on this porch' });
  await expect(devices.getByRole('listitem')).toHaveCount(1);
  await expect(devices.getByRole('listitem')).toContainText(/Browser\s*this one/);
  await expect(devices).toContainText('use the Maru app for this');

  await devices.getByRole('button', { name: 'Sign out: Browser, this one' }).click();
  await expect(devices).toContainText('You leave this porch on this device.');
  await devices.getByRole('button', { name: 'Cancel' }).click();
  await devices.getByRole('button', { name: 'Sign out: Browser, this one' }).click();
  await expect(devices.getByRole('button', { name: 'Sign out', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'This device was signed out.' })).toBeVisible();
  await page.keyboard.press('Escape');
  await narae.sees('읽을 말');
  await page.getByRole('button', { name: 'To the door' }).click();
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(narae.composer).toBeVisible();
});
