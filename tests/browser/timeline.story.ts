import type { Locator } from '@playwright/test';
import { faultsInBothThemes } from './looks';
import { expect, test, type Person } from './people';

/** A message on somebody's screen, by its text. */
const message = (person: Person, text: string): Locator =>
  person
    .log()
    .getByRole('article')
    .filter({ has: person.page.getByRole('paragraph').getByText(text, { exact: true }) });
const button = (place: Locator, name: string | RegExp): Locator => place.getByRole('button', { name });

/** By keyboard: up from the log to the last message, and on to the one that is meant. */
async function goTo(person: Person, text: string): Promise<void> {
  await person.log().focus();
  const wanted = message(person, text);
  for (let line = 0; line < 12; line += 1) {
    await person.page.keyboard.press('ArrowUp');
    if (await wanted.evaluate((row) => row === document.activeElement)) return;
  }
  await expect(wanted).toBeFocused();
}

test('people react, answer, pin, edit, delete and lead each other; a number says who has not read', async ({
  porch,
  person,
}) => {
  const [narae, yunseo, mateo] = [await person(), await person(), await person()];
  await mateo.join(porch.url, 'Mateo');
  await expect(mateo.composer).toBeVisible();
  // Mateo goes before anything is said.
  const home = mateo.page.context();
  await mateo.page.close();
  await narae.join(porch.url, '나래');
  await yunseo.join(porch.url, '윤서');
  // Only who was in before it was said is waited for.
  await expect(yunseo.composer).toBeVisible();
  await narae.say('배경은 한지 톤이에요');
  await yunseo.sees('배경은 한지 톤이에요');

  // All but Mateo have read it.
  const number = button(message(narae, '배경은 한지 톤이에요'), 'One person has not read this');
  await expect(number).toHaveText('1');
  await number.press('Enter');
  const list = narae.page.getByRole('dialog', { name: 'Who has read this' });
  await expect(list).toContainText('Mateo');
  await expect(list).toContainText('윤서');
  await narae.page.keyboard.press('Escape');
  await expect(number).toBeFocused();

  // Yunseo answers with the keyboard alone.
  await goTo(yunseo, '배경은 한지 톤이에요');
  await yunseo.page.keyboard.press('r');
  await expect(yunseo.composer).toBeFocused();
  await yunseo.say('좋아요, 그렇게 해요');
  const answer = message(narae, '좋아요, 그렇게 해요');
  await expect(button(answer, /나래.*한지 톤이에요/)).toBeVisible();

  // Narae reacts with the pointer; a chip says who, and a press on it joins in and takes back.
  await answer.hover();
  await button(answer, 'React with 👍').click();
  await button(message(yunseo, '좋아요, 그렇게 해요'), '👍 나래').click();
  const thumbs = button(answer, /^👍 나래, 윤서/);
  await expect(thumbs).toContainText('2');
  await thumbs.click();
  await expect(button(answer, /^👍 윤서/)).toContainText('1');

  // A pin, an edit and the thread, each by its letter.
  await goTo(narae, '배경은 한지 톤이에요');
  await narae.page.keyboard.press('p');
  await expect(message(yunseo, '배경은 한지 톤이에요').getByText('Pinned')).toBeVisible();
  await narae.page.keyboard.press('e');
  await narae.say('배경은 한지 톤으로 했어요');
  const edited = message(yunseo, '배경은 한지 톤으로 했어요');
  await expect(button(edited, 'edited')).toBeVisible();
  // The answer quotes what is said now.
  await expect(button(answer, /한지 톤으로 했어요/)).toBeVisible();
  await goTo(yunseo, '배경은 한지 톤으로 했어요');
  await yunseo.page.keyboard.press('t');
  const thread = yunseo.page.getByRole('region', { name: 'Thread' });
  await thread.getByRole('textbox').fill('글자색도요');
  await thread.getByRole('textbox').press('Enter');
  await expect(button(message(narae, '배경은 한지 톤으로 했어요'), /1 answer/)).toContainText('1 new');
  await thread.getByRole('textbox').press('Escape');

  // A link, from the menu, that Yunseo follows.
  await narae.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const first = message(narae, '배경은 한지 톤으로 했어요');
  await first.focus();
  await narae.page.keyboard.press('Enter');
  await narae.page.getByRole('menuitem', { name: 'Copy a link to it' }).click();
  await expect(narae.page.getByText('Copied.')).toBeVisible();
  await narae.say(`여기 봐요 ${await narae.page.evaluate(() => navigator.clipboard.readText())}`);
  await button(yunseo.log(), 'a message in # Commons').click();
  await expect(edited).toHaveClass(/\blit\b/);

  await answer.hover();
  expect(await faultsInBothThemes(narae.page, 'timeline')).toEqual([]);

  // A stub stays of what was deleted, and says so where it is quoted.
  await goTo(narae, '배경은 한지 톤으로 했어요');
  await narae.page.keyboard.press('Delete');
  await narae.page.getByRole('button', { name: 'Delete it' }).click();
  await expect(yunseo.log().getByText('This message was deleted.')).toBeVisible();
  await expect(answer.getByText('The message this answers was deleted.')).toBeVisible();

  // Mateo comes back, and the number goes.
  await expect(button(answer, 'One person has not read this')).toBeVisible();
  const back = await home.newPage();
  await back.goto(porch.url);
  await expect(button(answer, 'One person has not read this')).toHaveCount(0);
  await expect(button(message(yunseo, '좋아요, 그렇게 해요'), /Read by everybody/)).toBeVisible();
});
