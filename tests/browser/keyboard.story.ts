/** By keys alone: the palette in Korean initials and in the middle of a syllable, rooms before and behind, the list of keys. */
import { expect, test } from './household';
import { faults } from './looks';

test('by keyboard alone one finds a room by its initials, goes through what is new, and comes back', async ({
  household,
  person,
}) => {
  const narae = await household.comes(await person(), '나래');
  const { page } = narae;
  const { yunseo } = household;
  // Of rooms that were made in one millisecond, the order is that of their ids.
  const ids = Array.from({ length: 3 }, () => crypto.randomUUID()).sort();
  const make = async (name: string) => {
    const id = ids.shift() ?? '';
    await yunseo.talker.must('createRoom', { id, name });
    return id;
  };
  await make('시안-리뷰');
  const lunch = await make('점심');
  await make('회의실');
  await household.someone('Mateo');
  const current = page.getByRole('navigation', { name: 'Rooms' }).locator('[aria-current="true"]');
  const palette = page.getByRole('dialog', { name: 'Find, go, do' });
  const field = palette.getByRole('combobox');
  const chosen = palette.getByRole('option', { selected: true });
  await expect(page.getByRole('button', { name: '# 회의실', exact: true })).toBeVisible();
  await expect(narae.composer).toBeFocused();

  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await page.keyboard.insertText('ㅅㅇㄹ');
  await expect(chosen).toContainText('시안-리뷰');
  await expect(chosen.locator('mark')).toHaveText(['시안', '리']);
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(current).toContainText('시안-리뷰');
  await expect(narae.composer).toBeFocused();

  // A syllable in the making is found by, and is not disturbed; its Enter counts once, when it has arrived.
  await page.keyboard.press('Control+k');
  const devtools = await page.context().newCDPSession(page);
  for (const text of ['ㅎ', '호', '회']) {
    await devtools.send('Input.imeSetComposition', { text, selectionStart: 1, selectionEnd: 1 });
    await expect(field).toHaveValue(text);
  }
  await expect(chosen).toContainText('회의실');
  // An input method's keys are its own, whatever they would mean.
  const asMethod = { key: 'Process', windowsVirtualKeyCode: 229 };
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', code: 'KeyK', modifiers: 2, ...asMethod });
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', code: 'Escape', ...asMethod });
  await expect(field).toHaveValue('회');
  await devtools.send('Input.insertText', { text: '회' });
  await page.keyboard.press('Enter');
  await expect(current).toContainText('회의실');

  // The other keyboard's letters; kinds by a first sign; nothing found; Esc.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('wjatla');
  await expect(chosen).toContainText('점심');
  await field.fill('@ma');
  await expect(palette.getByRole('option')).toHaveText([/Mateo/]);
  await field.fill('>');
  await expect(chosen).toContainText('Make a room');
  await field.fill('zzzz');
  await expect(palette.getByText('Nothing is called “zzzz”.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
  await expect(narae.composer).toBeFocused();

  // Neighbours, round the end; what is new; the way back.
  await page.keyboard.press('Alt+ArrowDown');
  await expect(current).toContainText('Commons');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(current).toContainText('회의실');
  await yunseo.say('국수 어때요?', lunch);
  await expect(page.getByRole('button', { name: '# 점심 1 new' })).toBeVisible();
  await page.keyboard.press('Alt+Shift+ArrowUp');
  await expect(current).toContainText('점심');
  await expect(page.getByRole('button', { name: '# 점심', exact: true })).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(current).toContainText('회의실');
  await page.keyboard.press('Alt+ArrowRight');
  await expect(current).toContainText('점심');
  await page.keyboard.press('Alt+ArrowLeft');
  await yunseo.say('2층에서 봐요', lunch);
  await expect(page.getByRole('button', { name: '# 점심 1 new' })).toBeVisible();
  await page.keyboard.press('Shift+Escape');
  await expect(page.getByRole('button', { name: '# 점심', exact: true })).toBeVisible();

  await page.keyboard.press('Control+/');
  const list = page.getByRole('dialog', { name: 'Shortcuts' });
  await expect(list.getByText('Alt Shift T')).toBeVisible();
  // While something stands in front, the rooms behind it stay where they are.
  await page.keyboard.press('Alt+ArrowDown');
  await expect(current).toContainText('회의실');
  await page.keyboard.press('Control+/');
  await expect(list).toHaveCount(0);

  // A person is chosen, and the conversation with them is open.
  await page.keyboard.press('Control+Shift+K');
  await expect(page.getByRole('combobox', { name: 'People' })).toBeFocused();
  await page.keyboard.type('mat');
  await page.keyboard.press('Enter');
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(narae.log('Mateo')).toBeVisible();
  await expect(narae.composer).toBeFocused();
  await page.keyboard.type('안녕하세요');
  await page.keyboard.press('Enter');
  await narae.sees('안녕하세요', 'Mateo');
});
