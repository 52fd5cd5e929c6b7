/** Three people and what they are asked: an open poll, an anonymous one, and one that is closed while somebody votes. */
import type { Locator } from '@playwright/test';
import { en } from '../../renderer/words/en';
import { holdable } from './holdable';
import { faults, shot } from './looks';
import { expect, test, type Person } from './people';

const words = en.panels;

const poll = ({ page }: Pick<Person, 'page'>, question: string): Locator =>
  page.getByRole('log', { name: 'Commons' }).getByRole('article').filter({ hasText: question });

interface Asked {
  question: string;
  options: readonly string[];
  anonymous?: boolean;
  many?: boolean;
}

async function ask({ page }: Person, { question, options, anonymous = false, many = false }: Asked): Promise<void> {
  await page.getByRole('button', { name: en.composer.attach }).click();
  await page.getByRole('menuitem', { name: en.composer.newPoll }).click();
  const dialog = page.getByRole('dialog', { name: words.newPoll });
  // What is missing stands at its field, and the keyboard goes there.
  await dialog.getByRole('button', { name: words.askPoll, exact: true }).click();
  await expect(dialog.getByRole('textbox', { name: words.question })).toBeFocused();
  await expect(dialog.getByText(words.problems.few)).toBeVisible();
  await page.keyboard.type(question);
  for (const [index, option] of options.entries()) {
    const field = dialog.getByRole('textbox', { name: words.option(`${index + 1}`), exact: true });
    // Enter goes on to the next answer, and makes it where there is none.
    if (index > 0) await expect(field).toBeFocused();
    await field.fill(option);
    if (index < options.length - 1) await field.press('Enter');
  }
  if (anonymous) await dialog.getByRole('switch', { name: words.askAnonymous }).check();
  if (many) await dialog.getByRole('switch', { name: words.askMany }).check();
  await shot(page, 'poll-maker');
  if (many) expect(await faults(page)).toEqual([]);
  await dialog.getByRole('button', { name: words.askPoll, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

test('three people vote, by pointer and by keyboard; nobody learns of an anonymous vote, and none is lost in silence', async ({
  porch,
  person,
}) => {
  const jiho = await person({ locale: 'en-US' });
  const narae = await person({ locale: 'en-US', colorScheme: 'dark' });
  const yunseo = await person({ locale: 'en-US' });
  const wire = await holdable(narae.page, 'said');
  await jiho.join(porch.url, '지호');
  await narae.join(porch.url, '나래');
  await yunseo.join(porch.url, '윤서');
  for (const one of [jiho, narae, yunseo]) await expect(one.composer).toBeVisible();

  // An open one: arrows look, a press votes, and whoever asks for it sees who chose.
  await ask(jiho, { question: '점심 어디로 갈까요?', options: ['국수집', '도시락', '굶기'] });
  const [jihos, naraes, yunseos] = [jiho, narae, yunseo].map((one) => poll(one, '점심')) as [Locator, Locator, Locator];
  await yunseos.getByRole('radio', { name: /국수집/ }).click();
  await naraes.getByRole('radio', { name: /국수집/ }).focus();
  await narae.page.keyboard.press('ArrowDown');
  await expect(naraes.getByRole('radio', { name: /도시락/ })).toBeFocused();
  await expect(naraes.getByRole('radio', { checked: true })).toHaveCount(0);
  await narae.page.keyboard.press('ArrowUp');
  await narae.page.keyboard.press('Space');
  await expect(jihos.getByRole('radio', { name: /국수집/ })).toHaveAccessibleName(/2 votes/);
  await expect(jihos.getByText('2 people voted')).toBeVisible();
  await expect(naraes.getByRole('radio', { checked: true })).toHaveAccessibleName(/국수집.*your choice/);
  await jihos.getByRole('button', { name: words.whoChose('국수집') }).click();
  await expect(jihos.getByText(/^(윤서, 나래|나래, 윤서)$/)).toBeVisible();
  // Pressed again, it is taken back.
  await yunseos.getByRole('radio', { name: /국수집/ }).click();
  await expect(jihos.getByText('One person voted')).toBeVisible();
  await shot(jiho.page, 'poll-open');
  expect(await faults(jiho.page)).toEqual([]);

  // An anonymous one with several answers: numbers for all, names for nobody.
  await ask(yunseo, { question: '휴가는 언제?', options: ['7월', '8월'], anonymous: true, many: true });
  const secret = [jiho, narae, yunseo].map((one) => poll(one, '휴가')) as [Locator, Locator, Locator];
  await secret[0].getByRole('checkbox', { name: /7월/ }).click();
  await secret[1].getByRole('checkbox', { name: /7월/ }).click();
  await secret[1].getByRole('checkbox', { name: /8월/ }).click();
  for (const one of secret) {
    await expect(one.getByRole('checkbox', { name: /7월/ })).toHaveAccessibleName(/2 votes/);
    await expect(one.getByRole('checkbox', { name: /8월/ })).toHaveAccessibleName(/1 vote|one vote/);
    await expect(one.getByText('2 people voted')).toBeVisible();
    await expect(one.getByRole('button', { name: /Who chose/ })).toHaveCount(0);
  }
  await expect(secret[2].getByRole('checkbox', { checked: true })).toHaveCount(0);
  await expect(secret[1].getByRole('checkbox', { checked: true })).toHaveCount(2);
  await shot(narae.page, 'poll-anonymous');

  // Closed while a vote is on its way: the vote does not count, and its person is told so.
  wire.hold();
  await naraes.getByRole('radio', { name: /도시락/ }).click();
  await expect(naraes.getByRole('radio', { name: /도시락/ })).toBeChecked();
  await expect(naraes.getByRole('button', { name: words.closePoll })).toHaveCount(0);
  await jihos.getByRole('button', { name: words.closePoll }).click();
  await jihos.getByRole('button', { name: words.closePollDo }).click();
  await expect(yunseos.getByText(/closed/)).toBeVisible();
  wire.release();
  await expect(naraes.getByRole('alert')).toContainText(words.voteRefused);
  await expect(naraes.getByRole('radio', { name: /국수집/ })).toBeChecked();
  await shot(narae.page, 'poll-refused');
  expect(await faults(narae.page)).toEqual([]);
  await naraes.getByRole('button', { name: words.understood }).click();
  await expect(naraes.getByRole('alert')).toHaveCount(0);
  await expect(jihos.getByText('One person voted')).toBeVisible();
  // It stays as it was for who comes back, and nothing can be pressed any more.
  await narae.page.reload();
  await expect(naraes.getByRole('radio', { name: /국수집/ })).toBeChecked();
  await expect(naraes.getByRole('radio', { name: /도시락/ })).toHaveAttribute('aria-disabled', 'true');
});
