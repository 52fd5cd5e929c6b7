/** What somebody sees who is in a room, and nobody else; and what becomes of rooms over time: muted, left, put away, entered again, gone on as. */
import { expect, test } from './people';
import { archived, choose, inOrder, makeRoom, pick, room } from './room-list';

test('a room is muted, left, put away and taken out, and an open one is entered again', async ({ inside }) => {
  const [narae, yunseo, mateo] = await inside('나래', '윤서', 'Mateo');
  await makeRoom(narae, '견적', ['ㅇㅅ', 'mat']);
  await makeRoom(narae, '점심');
  await expect(room(yunseo.page, '점심')).toBeVisible();
  await expect(room(mateo.page, '견적')).toBeVisible();

  // What is muted is quiet, and says so.
  await choose(yunseo.page, '점심', 'for an hour');
  await expect(room(yunseo.page, '점심')).toHaveAccessibleName(/muted/);
  await choose(yunseo.page, '점심', 'Unmute');
  await expect(room(yunseo.page, '점심')).not.toHaveAccessibleName(/muted/);

  await choose(yunseo.page, '견적', 'Leave…');
  await yunseo.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(room(yunseo.page, '견적')).toHaveCount(0);

  // Put away it can be read, under a heading of its own; taken out it is where it was.
  await choose(narae.page, '견적', 'Put away…');
  await narae.page.getByRole('dialog').getByRole('button', { name: 'Put away' }).click();
  await expect(archived(mateo.page)).toBeVisible();
  await archived(narae.page).click();
  await choose(narae.page, '견적', 'Take out again');
  await expect(archived(narae.page)).toHaveCount(0);

  // An open room one has left is there to come into.
  await choose(mateo.page, '점심', 'Leave…');
  await mateo.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(room(mateo.page, '점심')).toHaveCount(0);
  await mateo.page.getByRole('button', { name: '1 more to come into' }).click();
  await mateo.page.getByRole('button', { name: 'Come into 점심' }).click();
  await expect(mateo.log('점심')).toBeVisible();
});

test('a conversation of two is hidden until something is said, and goes on as a room; namesakes are told apart', async ({
  inside,
}) => {
  const [narae, yunseo] = await inside('나래', '윤서');

  await narae.page.getByRole('button', { name: 'Talk to somebody' }).click();
  await pick(narae.page, '윤서');
  await narae.page.getByRole('button', { name: 'Begin' }).click();
  await expect(narae.log('윤서')).toBeVisible();
  await narae.say('둘이서만요');
  await room(yunseo.page, '나래').click();
  await yunseo.sees('둘이서만요', '나래');

  await choose(narae.page, '윤서', 'Hide until something is said');
  await expect(room(narae.page, '윤서')).toHaveCount(0);
  await yunseo.say('아직 있어요?');
  await expect(room(narae.page, '윤서')).toBeVisible();
  await choose(narae.page, '윤서', 'Go on as a room…');
  await narae.page.getByRole('textbox', { name: 'Room name' }).fill('둘의 방');
  await narae.page.getByRole('button', { name: 'Make it a room' }).click();
  await expect(narae.log('둘의 방')).toBeVisible();
  await expect(room(yunseo.page, '둘의 방')).toBeVisible();

  // Somebody with the same name, as far as anybody can see, is told from her.
  await inside('나 래');
  await expect(yunseo.page.getByRole('region', { name: 'People' }).getByText(/^·[0-9a-f]{2,}$/)).toHaveCount(2);
});

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
  // By a drag it takes the place of what it is let go on, from above as from below.
  await room(narae.page, '점심').dragTo(room(narae.page, '견적'));
  await expect.poll(() => inOrder(narae.page)).toEqual(['# Commons', '견적', '# 점심']);
  await room(narae.page, '점심').dragTo(room(narae.page, 'Commons'));
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
