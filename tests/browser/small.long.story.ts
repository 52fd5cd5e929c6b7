/** Little room: at 200 % and 360 px, with a finger, without movement, and by ear: nothing is cut off, out of reach or said twice. */
import type { Page } from '@playwright/test';
import { en } from '../../renderer/words/en';
import { expect, test } from './household';
import { shot } from './looks';

const { messages: words, panels } = en;

/** What can be pressed and is smaller than 24 px or out of the window; words in a line of text are as high as the line. */
const outOfReach = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    for (const one of document.querySelectorAll<HTMLElement>('button, textarea, input, [role="menuitem"], summary')) {
      if (!one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) || one.closest('[inert]')) continue;
      // A press on its label is one on it.
      const { width, height, left, right } = (one.closest('label') ?? one).getBoundingClientRect();
      if (width <= 1) continue;
      const name = (one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 40);
      const inline = getComputedStyle(one).display.startsWith('inline') && one.closest('p');
      if (Math.min(width, height) < 23.9 && !inline) found.push(`${name}: ${width}×${height}`);
      if (left < -0.5 || right > innerWidth + 0.5) found.push(`${name}: ${left} to ${right}`);
    }
    for (const one of document.querySelectorAll<HTMLElement>('[role="menu"], [role="dialog"], dialog[open]')) {
      const { top, bottom } = one.getBoundingClientRect();
      const own = one.getAttribute('aria-label') ?? 'a dialog';
      if (top < -0.5 || bottom > innerHeight + 0.5) found.push(`${own}: ${top} to ${bottom} of ${innerHeight}`);
    }
    const { scrollWidth } = document.scrollingElement!;
    if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} wide`);
    return found;
  });

const rooms = [
  ['200 %', { viewport: { width: 600, height: 400 }, deviceScaleFactor: 2 }],
  ['a finger', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
] as const;

for (const [name, options] of rooms) {
  test(`everything is within reach and nothing is cut off: ${name}`, async ({ household, person }) => {
    const { yunseo } = household;
    const narae = await person({ ...options, reducedMotion: 'reduce' });
    const { page } = narae;
    await narae.join(household.url, '나래');
    await expect(narae.composer).toBeVisible();
    const LONG = '가'.repeat(40);
    await household.someone(`${LONG.slice(0, 20)}Wolfeschlegel`);
    await yunseo.talker.must('createRoom', { id: crypto.randomUUID(), name: LONG.slice(0, 24) });
    const said = await yunseo.say(
      `${'x'.repeat(300)} https://example.com/${'path'.repeat(60)}\n\n\`${'code'.repeat(80)}\``,
    );
    await yunseo.say('짧은 말');
    const looks = async (what: string) => {
      await shot(page, `small-${name.replace(' ', '')}-${what}`);
      expect(await page.evaluate(() => document.getAnimations().length), what).toBe(0);
      expect(await outOfReach(page), what).toEqual([]);
    };
    const short = narae.log().getByRole('article').filter({ hasText: '짧은 말' });
    await expect(short).toBeInViewport();
    await looks('room');
    const tap = async (place: ReturnType<Page['locator']>) => ('hasTouch' in options ? place.tap() : place.click());

    // What one can do with a message is there without a pointer over it.
    await tap(short);
    await tap(short.getByRole('button', { name: words.more }));
    await expect(page.getByRole('menu')).toBeVisible();
    await looks('menu');
    await tap(page.getByRole('menuitem', { name: words.replyInThread }));
    await expect(page.getByRole('main', { name: panels.thread }).getByRole('textbox')).toBeVisible();
    await looks('thread');
    await tap(page.getByRole('button', { name: panels.closePanel }));
    await tap(short);
    await tap(short.getByRole('button', { name: words.react, exact: true }));
    await page
      .getByRole('button', { name: '😀' })
      .or(page.getByRole('dialog').getByRole('button').last())
      .first()
      .waitFor();
    await looks('picker');
    await page.keyboard.press('Escape');
    await tap(page.getByRole('button', { name: en.composer.attach }));
    await tap(page.getByRole('menuitem', { name: en.composer.newPoll }));
    const dialog = page.getByRole('dialog', { name: panels.newPoll });
    await looks('poll');
    // Its last button is had by scrolling in it.
    await dialog.getByRole('button', { name: panels.askPoll, exact: true }).scrollIntoViewIfNeeded();
    await expect(dialog.getByRole('button', { name: panels.askPoll, exact: true })).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await tap(page.getByRole('button', { name: panels.roomMore }));
    await tap(page.getByRole('menuitem', { name: /^Who is in it/ }));
    await looks('people');
    await tap(page.getByRole('button', { name: panels.closePanel }));
    await tap(page.getByRole('button', { name: new RegExp(`^${en.conversation.sidebar}`) }));
    await expect(page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();
    await looks('sidebar');
    expect(said.result?.ok).toBe(true);
  });
}

test('who listens hears each message once, with its author, and nothing else that changes', async ({
  household,
  person,
}) => {
  const narae = await household.comes(await person(), '나래');
  const { page } = narae;
  const log = narae.log();
  await expect(log).toHaveAttribute('aria-live', 'polite');
  await expect(log).toHaveAttribute('aria-relevant', 'additions');
  await household.yunseo.say('처음 말');
  await narae.sees('처음 말');
  /** Lines that are added to the log where it is live, as a screen reader is told of them. */
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    new MutationObserver((changes) => {
      for (const { addedNodes, target } of changes)
        for (const node of addedNodes) {
          const element = node instanceof Element ? node : null;
          const around = target instanceof Element ? target : target.parentElement;
          if ((element ?? around)?.closest('[aria-live]')?.getAttribute('aria-live') !== 'polite') continue;
          // Each of its own: what is inside a line that came is part of it.
          const text = element?.textContent?.trim() ?? '';
          if (text !== '') heard.push(text.replace(/\s+/gu, ' '));
        }
    }).observe(document.querySelector('main [role="log"]')!, { childList: true, subtree: true });
  });
  const first = await household.yunseo.say('둘째 말');
  await narae.sees('둘째 말');
  await narae.say('내 말');
  await narae.sees('내 말');
  await expect(log.locator('[data-seq]').filter({ hasText: '내 말' })).toHaveCount(1);
  const { talker, commons } = household.yunseo;
  await talker.must('append', {
    log: commons,
    entries: [{ id: crypto.randomUUID(), kind: 'react', body: { target: first.id, emoji: '👍', on: true } }],
  });
  await expect(log.getByRole('button', { name: /^👍/ })).toBeVisible();
  const heard = await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  expect(heard.filter((text) => text.includes('둘째 말'))).toEqual([expect.stringMatching(/윤서.*둘째 말/)]);
  expect(heard.filter((text) => text.includes('내 말'))).toEqual([expect.stringMatching(/나래.*내 말/)]);
  expect(heard.filter((text) => text.includes('👍'))).toEqual([]);
  const tree = await log.ariaSnapshot();
  expect(tree).toMatch(/article "윤서, [^"]+"/);
});
