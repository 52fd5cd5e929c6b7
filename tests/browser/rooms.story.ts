/** Rooms and who is in them: what somebody sees who is in one, and what nobody else does. */
import { expect, test } from './people';
import { choose, inOrder, makeRoom, pick, room } from './room-list';

test('of a private room the third person learns nothing; who comes later reads from then on; everybody keeps their own order', async ({
  inside,
}) => {
  const [narae, yunseo, mateo] = await inside('나래', '윤서', 'Mateo');
  await makeRoom(narae, '견적', ['ㅇㅅ']);
  await expect(narae.log('견적')).toBeVisible();
  await expect(narae.composer).toBeFocused();
  await narae.say('우리끼리 보는 숫자예요');
  await makeRoom(narae, '점심');
  await expect(room(yunseo.page, '견적')).toBeVisible();
  await expect(room(mateo.page, '점심')).toBeVisible();
  await expect(room(mateo.page, '견적')).toHaveCount(0);

  // The list tells new from meant for one.
  await expect(room(yunseo.page, '견적')).toHaveAccessibleName(/1 new/);
  await room(yunseo.page, '견적').click();
  await yunseo.sees('우리끼리 보는 숫자예요', '견적');

  // One's own order, for oneself, and still there after a reload.
  expect(await inOrder(narae.page)).toEqual(['# Commons', '견적', '# 점심']);
  await choose(narae.page, '점심', 'Move up');
  await expect.poll(() => inOrder(narae.page)).toEqual(['# Commons', '# 점심', '견적']);
  await room(narae.page, '점심').focus();
  await narae.page.keyboard.press('Control+Shift+ArrowUp');
  await expect.poll(() => inOrder(narae.page)).toEqual(['# 점심', '# Commons', '견적']);
  await expect(narae.page.getByText('점심 is at place 1 now.')).toBeAttached();
  await narae.page.reload();
  await expect.poll(() => inOrder(narae.page)).toEqual(['# 점심', '# Commons', '견적']);
  expect(await inOrder(yunseo.page)).toEqual(['# Commons', '견적', '# 점심']);

  // Who comes later reads from then on.
  await choose(narae.page, '견적', 'Add people…');
  await pick(narae.page, 'mat');
  await narae.page.getByRole('button', { name: 'Add', exact: true }).click();
  await room(mateo.page, '견적').click();
  await expect(mateo.log('견적').getByText('우리끼리 보는 숫자예요')).toHaveCount(0);
});

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
