/** Looking after a porch, as it is seen: by a host and a moderator with a browser each. */
import { expect, row, test } from './household';

test('a host reads who is what, and who is not private', async ({ household, person }) => {
  await household.someone('Mateo', { plain: true });
  const { page } = await household.comes(await person(), '나래', 'host');
  await expect(row(page, '나래')).toContainText('host');
  await expect(row(page, '윤서')).toContainText('moderator');
  await expect(row(page, 'Mateo')).toContainText('guest');
  await expect(row(page, 'Mateo')).toContainText('not private');
  await expect(row(page, '윤서')).not.toContainText('not private');
});

test(
  'by keyboard alone, a host takes a voice, gives it back, and removes somebody with a reason',
  { tag: '@long' },
  async ({ household, person }) => {
    const hangyeol = await household.comes(await person(), '한결');
    await hangyeol.say('남을 말');
    const narae = await household.comes(await person(), '나래', 'host');
    const { page } = narae;
    await narae.sees('남을 말');

    const opener = row(page, '한결').getByRole('button');
    await opener.focus();
    await page.keyboard.press('Enter');
    const menu = page.getByRole('menu');
    await expect(menu).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    await expect(opener).toBeFocused();
    await page.keyboard.press('ContextMenu');
    await expect(menu).toBeVisible();
    // A letter finds the entry that begins with it: "for 10 minutes" is the first of its kind.
    await expect(page.getByRole('menuitem').first()).toBeFocused();
    await page.keyboard.press('f');
    await expect(page.getByRole('menuitem', { name: 'for 10 minutes' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(menu).toBeHidden();
    await expect(opener).toBeFocused();
    await expect(row(page, '한결')).toContainText(/muted until \d\d:\d\d/);
    await expect(page.getByRole('region', { name: 'People' }).getByRole('status')).toHaveText(
      '한결 cannot write for now.',
    );
    await expect(hangyeol.composer).toBeDisabled();
    await expect(hangyeol.page.getByText(/You can write again at \d\d:\d\d\./)).toBeVisible();

    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem').first()).toBeFocused();
    for (const _ of ['whisper', 'about', 'voice']) await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name: 'Give the voice back' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(hangyeol.composer).toBeEnabled();
    await hangyeol.say('다시 말해요');
    await narae.sees('다시 말해요');

    await page.keyboard.press('Enter');
    // By arrows: letters that come within a second of others are of one word with them, and that "f" may be as near as that.
    await expect(page.getByRole('menuitem').first()).toBeFocused();
    await page.keyboard.press('End');
    for (const _ of ['hand over', 'ban']) await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('menuitem', { name: 'Remove…' })).toBeFocused();
    await page.keyboard.press('Enter');
    const reason = page.getByRole('textbox', { name: 'Reason (optional)' });
    await expect(reason).toBeFocused();
    await page.keyboard.type('오늘은 그만');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(row(page, '한결')).toHaveCount(0);
    // What they said keeps its name.
    await expect(narae.log().getByText('한결', { exact: true }).first()).toBeVisible();
    await expect(narae.log().getByText('한결 was removed')).toBeVisible();

    // Sees why, reads on, and has a way left.
    await expect(hangyeol.page.getByRole('alert')).toContainText('You were removed from this porch.');
    await hangyeol.sees('남을 말');
    await hangyeol.page.getByRole('button', { name: 'To the door' }).click();
    await expect(hangyeol.page.getByRole('alert')).toContainText('You can come in as somebody new.');
    await hangyeol.page.getByRole('button', { name: 'Join' }).click();
    await expect(hangyeol.composer).toBeVisible();

    await page.getByRole('button', { name: '디자인실 마루: look after it' }).click();
    await page.getByRole('menuitem', { name: 'Record' }).click();
    const record = page.getByRole('dialog', { name: 'Record' });
    await expect(record.getByRole('listitem')).toContainText([
      /한결 joined\..*member/,
      /나래 removed 한결\..*“오늘은 그만”/,
      /나래 gave 한결 the voice back\./,
      /나래 muted 한결\..*until/,
      /윤서 handed the porch to 나래\./,
    ]);
  },
);

test('a moderator finds only what is theirs to do, and nothing about the host', async ({ household, person }) => {
  const jiho = await household.someone('지호');
  const { page } = await household.comes(await person(), '나래', 'moderator');
  await expect(row(page, '윤서')).toContainText('host');
  const everybodys = ['Talk to them', 'Whisper here', 'About them'];
  await row(page, '윤서').getByRole('button').click();
  await expect(page.getByRole('menuitem')).toHaveText(everybodys);
  await page.keyboard.press('Escape');
  await expect(row(page, '나래').getByRole('button')).toHaveCount(0);
  await row(page, '지호').getByRole('button').click({ button: 'right' });
  await expect(page.getByRole('menuitem')).toHaveText([
    ...everybodys,
    'for 10 minutes',
    'for an hour',
    'for a day',
    'until somebody gives it back',
    'Remove…',
    'Remove and ban…',
  ]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '디자인실 마루: look after it' }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['Bans']);
  await page.keyboard.press('Escape');

  // What somebody else does meanwhile changes what one is offered.
  await household.yunseo.talker.must('appoint', { member: jiho.member.id, role: 'moderator' });
  await row(page, '지호').getByRole('button').click();
  await expect(page.getByRole('menuitem')).toHaveText(everybodys);
});

test(
  'who was banned stands at the door on the same device, until the ban is lifted',
  { tag: '@long' },
  async ({ household, person }) => {
    const hangyeol = await household.comes(await person(), '한결');
    const { page } = await household.comes(await person(), '나래', 'moderator');
    await row(page, '한결').getByRole('button').click();
    await page.getByRole('menuitem', { name: 'Remove and ban…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove 한결 and ban them?' });
    await expect(dialog).toContainText('nobody comes in without knocking first');
    await dialog.getByRole('button', { name: 'Remove and ban' }).click();
    await expect(row(page, '한결')).toHaveCount(0);

    await hangyeol.page.getByRole('button', { name: 'To the door' }).click();
    await hangyeol.page.getByRole('button', { name: 'Join' }).click();
    await expect(hangyeol.page.getByRole('alert').filter({ hasText: 'Here you have to knock.' })).toBeVisible();
    await hangyeol.page.getByRole('textbox', { name: 'A few words (optional)' }).fill('미안해요, 다시 들어가고 싶어요');
    await hangyeol.page.getByRole('button', { name: 'Knock' }).click();
    const door = page.getByRole('region', { name: 'At the door' });
    await expect(door).toContainText('한결 is knocking · “미안해요, 다시 들어가고 싶어요” · a browser');
    await expect(door).toContainText('was banned here');
    await door.getByRole('button', { name: 'Send 한결 away' }).click();
    await expect(hangyeol.page.getByRole('alert').filter({ hasText: 'Nobody opened this time.' })).toBeVisible();

    await page.getByRole('button', { name: '디자인실 마루: look after it' }).click();
    await page.getByRole('menuitem', { name: 'Bans' }).click();
    await expect(page.getByRole('dialog', { name: 'Bans' })).toContainText('by 나래');
    await page.getByRole('button', { name: 'Lift the ban of 한결' }).click();
    await expect(page.getByRole('dialog', { name: 'Bans' })).toContainText('Nobody is banned.');
    await page.keyboard.press('Escape');
    await hangyeol.page.reload();
    await hangyeol.page.getByRole('button', { name: 'Join' }).click();
    await expect(hangyeol.composer).toBeVisible();
  },
);

test('the porch is handed over only after it was said twice', async ({ household, person }) => {
  await household.someone('지호');
  const { page } = await household.comes(await person(), '나래', 'host');
  await row(page, '지호').getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Make a moderator' }).click();
  await expect(row(page, '지호')).toContainText('moderator');
  await row(page, '지호').getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Hand the porch over…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make 지호 the host?' });
  await expect(dialog.getByRole('button', { name: 'Hand it over' })).toBeDisabled();
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Hand it over' }).click();
  await expect(row(page, '지호')).toContainText('host');
  await expect(row(page, '나래')).toContainText('moderator');
  await page.getByRole('button', { name: '디자인실 마루: look after it' }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['Bans']);
});
