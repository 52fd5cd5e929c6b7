/** What is opened comes in files of its own, after the first look. */
import { expect, test } from './people';

test('what cannot be fetched says so when it is opened, and is there once the page was loaded again', async ({
  inside,
}) => {
  const [narae] = await inside('나래');
  const { page } = narae;
  const missed = page.waitForEvent('requestfailed', (request) => /\/window-.*\.js$/u.test(request.url()));
  await page.route(/\/window-.*\.js$/u, (route) => route.abort());
  await page.reload();
  await expect(narae.composer).toBeVisible();
  await missed;
  const add = page.getByRole('button', { name: 'Add to the message' });
  await add.click();
  const problem = page.getByRole('dialog', { name: 'This part of Maru could not be fetched' });
  await expect(problem).toBeVisible();
  await problem.getByText('Close').click();
  await narae.say('말은 그대로 오가요');
  await narae.sees('말은 그대로 오가요');

  await page.unrouteAll();
  await page.reload();
  await add.press('ArrowDown');
  // Opened by a key, for the first time: the first entry has the focus.
  await expect(page.getByRole('menuitem', { name: 'Ask with a poll' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(add).toBeFocused();
});
