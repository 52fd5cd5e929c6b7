/** All that opens beside or in front of a room: by keyboard alone, closed with Esc, with the keyboard back where it was. */
import type { Locator, Page } from '@playwright/test';
import { en } from '../../renderer/words/en';
import { expect, test } from './household';
import { faults, shot } from './looks';

const { messages: words, panels, composer } = en;

/** Goes there with one key; with Tab or Shift+Tab, whichever leads there without a way out of the page. */
async function goTo(page: Page, wanted: Locator, key?: 'ArrowUp' | 'ArrowDown'): Promise<void> {
  const ahead = await wanted.evaluate(
    (one) => (document.activeElement ?? document.body).compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  for (let step = 0; step < 60; step += 1) {
    if (await wanted.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press(key ?? (ahead ? 'Tab' : 'Shift+Tab'));
  }
  await expect(wanted).toBeFocused();
}

const holds = (place: Locator) => place.evaluate((one) => one.contains(document.activeElement));

/** Each in both themes, one for each width: colours do not go by the width. All four where somebody wants to look. */
const themes = (first: 'light' | 'dark') =>
  process.env['MARU_SHOTS'] ? (['light', 'dark'] as const) : ([first] as const);

for (const width of [1200, 360]) {
  test(`what stands beside and in front of a room opens and closes by keyboard, ${width} px`, async ({
    household,
    person,
  }) => {
    const { yunseo } = household;
    const narae = await household.comes(await person(), '나래');
    const { page } = narae;
    await household.someone('아주아주긴이름을가진사람이에요정말로요');
    await yunseo.say('점심 어디로 갈까요?');
    await narae.say('열두 시에 봐요');
    const own = narae.log().getByRole('article').filter({ hasText: '열두 시' });
    const asked = narae.log().getByRole('article').filter({ hasText: '점심' });
    await page.setViewportSize({ width, height: 800 });
    const narrow = width < 720;

    // A pointer that rests over the room takes nothing from who uses the keyboard.
    await page.mouse.move(width - 60, 400);

    /** Looked at, and closed with Esc: the keyboard is where it was. */
    const looksAt = async (name: string, opened: Locator, back: Locator) => {
      await expect(opened).toBeVisible();
      expect(await holds(opened), name).toBe(true);
      for (const colorScheme of themes(narrow ? 'dark' : 'light')) {
        await page.emulateMedia({ colorScheme });
        await shot(page, `panel-${name}-${width}-${colorScheme}`);
        expect(await faults(page), `${name}, ${colorScheme}`).toEqual([]);
      }
      expect(await page.evaluate(() => document.scrollingElement!.scrollWidth), name).toBeLessThanOrEqual(width);
      await page.keyboard.press('Escape');
      await expect(opened).toHaveCount(0);
      await expect(back, name).toBeFocused();
    };
    const panel = (name: string) => page.getByRole(narrow ? 'main' : 'region', { name, exact: true });
    const more = page.getByRole('button', { name: panels.roomMore });
    /** Opens what the head of the room leads to. @returns what had the keyboard */
    const fromHead = async (name: RegExp): Promise<Locator> => {
      const button = narrow ? more : page.getByRole('button', { name });
      await goTo(page, button);
      await page.keyboard.press('Enter');
      if (narrow) {
        await goTo(page, page.getByRole('menuitem', { name }), 'ArrowDown');
        await page.keyboard.press('Enter');
      }
      return button;
    };
    /** To a message, from the log, with the arrows. */
    const toMessage = async (message: Locator) => {
      await goTo(page, narae.log());
      await goTo(page, message, 'ArrowUp');
    };
    const choose = async (message: Locator, name: string) => {
      await toMessage(message);
      await page.keyboard.press('Enter');
      await goTo(page, page.getByRole('menuitem', { name, exact: true }), 'ArrowDown');
      await page.keyboard.press('Enter');
    };

    // The head of the room: who is in it, and from there one of them.
    await narae.composer.focus();
    let from = await fromHead(/^Who is in it/);
    await looksAt('room', panel('Commons'), from);
    from = await fromHead(/^Who is in it/);
    await goTo(page, panel('Commons').getByRole('button', { name: /윤서/ }));
    await page.keyboard.press('Enter');
    await looksAt('person', panel(panels.person), from);

    // From a message: its thread, its pin, what it said before, who read it, where it is passed on to.
    await toMessage(asked);
    await page.keyboard.press('t');
    await expect(panel(panels.thread).getByRole('textbox')).toBeFocused();
    await page.keyboard.type('국수집 어때요?');
    await page.keyboard.press('Enter');
    await expect(panel(panels.thread).getByRole('log').getByText('국수집')).toBeVisible();
    await looksAt('thread', panel(panels.thread), asked);
    await page.keyboard.press('p');
    await expect(asked.getByText(words.pinned)).toBeVisible();
    from = await fromHead(/^Pinned, 1/);
    await expect(panel(panels.pins).getByRole('listitem')).toHaveCount(1);
    await looksAt('pins', panel(panels.pins), from);
    from = await fromHead(/^Threads/);
    await expect(panel(panels.threads).getByRole('listitem')).toHaveCount(1);
    await looksAt('threads', panel(panels.threads), from);

    await toMessage(own);
    await page.keyboard.press('e');
    await page.keyboard.type(', 2층에서');
    await page.keyboard.press('Enter');
    await choose(own, words.seeVersions);
    await looksAt('versions', page.getByRole('dialog'), own.getByRole('button', { name: words.more }));
    await choose(own, words.forward);
    await looksAt('forward', page.getByRole('dialog'), own.getByRole('button', { name: words.more }));
    await toMessage(own);
    await page.keyboard.press('Delete');
    await looksAt('delete', page.getByRole('dialog'), own);
    await page.keyboard.press('+');
    await looksAt('picker', page.getByRole('dialog'), own);
    const number = own.getByRole('button', { name: /have not read this/ });
    await toMessage(own);
    await goTo(page, number);
    await page.keyboard.press('Enter');
    await looksAt('readers', page.getByRole('dialog', { name: words.whoRead }), number);

    await goTo(page, page.getByRole('button', { name: composer.attach }));
    await page.keyboard.press('Enter');
    await goTo(page, page.getByRole('menuitem', { name: composer.newPoll }), 'ArrowDown');
    await page.keyboard.press('Enter');
    await looksAt('poll', page.getByRole('dialog'), page.getByRole('button', { name: composer.attach }));
  });
}
