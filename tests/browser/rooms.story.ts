/** Talking with one person alone, and how somebody is. */
import { expect, test } from './people';
import { pick, room } from './room-list';

test('two talk alone; how somebody is stands beside their name', async ({ inside }) => {
  const [narae, yunseo] = await inside('나래', '윤서');

  await narae.page.getByRole('button', { name: 'Talk to somebody' }).click();
  await narae.page.getByRole('button', { name: 'Begin' }).click();
  await expect(narae.page.getByRole('alert')).toHaveText('Choose somebody first.');
  await pick(narae.page, 'dbstj');
  await narae.page.getByRole('button', { name: 'Begin' }).click();
  await expect(narae.log('윤서')).toBeVisible();
  await narae.say('둘이서만요');
  await expect(room(yunseo.page, '나래')).toHaveAccessibleName(/here, .*1 new/);
  await room(yunseo.page, '나래').click();
  await yunseo.sees('둘이서만요', '나래');

  await yunseo.page.getByRole('button', { name: 'How you are here: here' }).click();
  await yunseo.page.getByRole('menuitem', { name: 'for 2 hours' }).click();
  await expect(room(narae.page, '윤서')).toHaveAccessibleName(/do not disturb/);
  await yunseo.page.getByRole('button', { name: 'How you are here: do not disturb' }).click();
  await yunseo.page.getByRole('menuitem', { name: 'Write something…' }).click();
  await yunseo.page.getByRole('textbox', { name: 'A few words' }).fill('집중 중');
  await yunseo.page.getByRole('button', { name: 'Save' }).click();
  await expect(narae.page.getByRole('region', { name: 'People' }).getByText('집중 중')).toBeVisible();
});
