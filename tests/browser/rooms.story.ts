/** Rooms and who is in them: what somebody sees who is in one, and what nobody else does. */
import type { Locator, Page } from '@playwright/test';
import { expect, test, type Person } from './people';

const rooms = (page: Page): Locator => page.getByRole('navigation', { name: 'Rooms' });
const room = (page: Page, name: string): Locator =>
  rooms(page)
    .getByRole('button', { name: new RegExp(`^(# )?${name}`) })
    .first();
const archived = (page: Page): Locator => rooms(page).locator('summary');
const inOrder = (page: Page): Promise<string[]> => rooms(page).locator('.name').allTextContents();

async function choose(page: Page, name: string, entry: string): Promise<void> {
  await rooms(page)
    .getByRole('button', { name: `${name}: what you can do` })
    .click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

async function pick(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) {
    await page.getByRole('combobox', { name: 'People' }).fill(name);
    await page.keyboard.press('Enter');
  }
}

async function makeRoom({ page }: Person, name: string, people?: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'New room' }).click();
  await page.getByRole('textbox', { name: 'Room name' }).fill(name);
  if (people) {
    await page.getByRole('radio', { name: /^Only those who are let in/ }).check();
    await pick(page, ...people);
  }
  await page.getByRole('button', { name: 'Make the room' }).click();
}

test('of a private room the third person learns nothing; its people leave it, put it away, and keep their order', async ({
  porch,
  person,
}) => {
  const [narae, yunseo, mateo] = [await person(), await person(), await person()];
  for (const [one, name] of [
    [narae, '나래'],
    [yunseo, '윤서'],
    [mateo, 'Mateo'],
  ] as const) {
    await one.join(porch.url, name);
    await expect(one.composer).toBeVisible();
  }
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

  // What is muted is quiet, and says so.
  await choose(yunseo.page, '점심', 'for an hour');
  await expect(room(yunseo.page, '점심')).toHaveAccessibleName(/muted/);
  await choose(yunseo.page, '점심', 'Unmute');
  await expect(room(yunseo.page, '점심')).not.toHaveAccessibleName(/muted/);

  // Somebody more; then one leaves, and nothing of it is left with them.
  await choose(narae.page, '견적', 'Add people…');
  await pick(narae.page, 'mat');
  await narae.page.getByRole('button', { name: 'Add', exact: true }).click();
  await room(mateo.page, '견적').click();
  await expect(mateo.log('견적').getByText('우리끼리 보는 숫자예요')).toHaveCount(0);
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

test('two talk alone, then go on as a room; whoever they are and how they are stands beside their names', async ({
  porch,
  person,
}) => {
  const [narae, yunseo] = [await person(), await person()];
  await narae.join(porch.url, '나래');
  await expect(narae.composer).toBeVisible();
  await yunseo.join(porch.url, '윤서');
  await expect(yunseo.composer).toBeVisible();

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
  const other = await person();
  await other.join(porch.url, '나 래');
  await expect(other.composer).toBeVisible();
  await expect(yunseo.page.getByRole('region', { name: 'People' }).getByText(/^·[0-9a-f]{2,}$/)).toHaveCount(2);
});
