/** A long room: what is looked at keeps its place whatever happens around it, and every line of it can be gone to. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { en } from '../../renderer/words/en';
import { messageLink } from '../../renderer/conversation/timeline/message-link';
import { limits } from '../../protocol';
import type { Clock } from '../../server';
import { person as talking, startTestServer } from '../support/server';
import { rendererFolder } from './household';
import { expect, test } from './people';

const { conversation: words, messages } = en;
const DAY = 24 * 60 * 60_000;

/**
 * From now on, frame by frame, how far the line in the middle of the view is from where it stood.
 * @param from it is scrolled there first
 * @returns what ends it: the most it was, in pixels
 */
async function watchPlace(page: Page, from: number | null = null): Promise<() => Promise<number>> {
  await page.evaluate((begin) => {
    const log = document.querySelector('main [role="log"]')!;
    if (begin !== null) log.scrollTop = begin;
    const { top, height } = log.getBoundingClientRect();
    const middle = (row: Element) => Math.abs(row.getBoundingClientRect().top - (top + height / 2));
    const line = [...log.querySelectorAll<HTMLElement>('[data-seq]')].sort((a, b) => middle(a) - middle(b))[0]!;
    const stood = line.getBoundingClientRect().top;
    const watch = { most: 0, on: true };
    Object.assign(globalThis, { watch });
    const look = () => {
      const row = log.querySelector(`[data-id="${line.dataset['id']}"]`);
      watch.most = Math.max(watch.most, row ? Math.abs(row.getBoundingClientRect().top - stood) : Infinity);
      if (watch.on) requestAnimationFrame(look);
    };
    look();
  }, from);
  return () =>
    page.evaluate(
      () =>
        new Promise<number>((done) => {
          const { watch } = globalThis as unknown as { watch: { most: number; on: boolean } };
          // What came in has been measured by then.
          let frames = 20;
          const wait = () => {
            if ((frames -= 1) > 0) return requestAnimationFrame(wait);
            watch.on = false;
            done(watch.most);
          };
          wait();
        }),
    );
}

/** Nothing moves any more: the same place for several frames. */
const rests = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((done) => {
        const log = document.querySelector('main [role="log"]')!;
        let [before, still] = ['', 0];
        const look = () => {
          const now = `${log.scrollTop}/${log.scrollHeight}`;
          still = now === before ? still + 1 : 0;
          before = now;
          if (still > 15) done();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
const scrollTo = (page: Page, top: number) =>
  page.evaluate((to) => void (document.querySelector('main [role="log"]')!.scrollTop = to), top);
const offset = (page: Page) => page.evaluate(() => document.querySelector('main [role="log"]')!.scrollTop);

test('in a room of thousands nothing moves what is looked at, and links lead anywhere in it', async ({ person }) => {
  const LINES = 2_600;
  let ahead = -2 * DAY;
  const clock: Clock = {
    now: () => Date.now() + ahead,
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
  const server = await startTestServer({
    ...{ name: '디자인실 마루', clientDir: rendererFolder, clock },
    callRate: { burst: 1e6, perSecond: 1e6 },
  });
  const yunseo = await talking(server.url, '윤서', { hostKey: server.hostKey });
  const ids: string[] = [];
  for (let first = 0; first < LINES; first += 50) {
    ahead = first < 1_000 ? -2 * DAY : first < LINES - 100 ? -DAY : 0;
    const entries = Array.from({ length: 50 }, (_, at) => {
      const id = randomUUID();
      ids.push(id);
      // Lines of very different heights.
      const more =
        at % 7 === 0 ? '\n둘째 줄\n\n- 셋째\n- 넷째' : at % 5 === 0 ? ` ${'길게 이어지는 말 '.repeat(30)}` : '';
      return { id, kind: 'message' as const, body: { text: `줄 ${first + at}${more}` } };
    });
    await yunseo.talker.must('append', { log: yunseo.commons, entries });
  }
  await yunseo.talker.must('append', {
    log: yunseo.commons,
    entries: [{ id: randomUUID(), kind: 'delete', body: { target: ids[40] } }],
  });

  const narae = await person();
  const { page } = narae;
  await narae.join(server.url, '나래');
  const toNewest = page.getByRole('button', { name: words.toNewest });
  const line = (n: number) => narae.log().locator(`[data-id="${ids[n]}"]`);
  await expect(line(LINES - 1)).toBeInViewport();
  await expect(toNewest).toHaveCount(0);
  await rests(page);
  const moved: Record<string, number> = {};

  // At the end one stays at the end, whatever grows above it or however the window is made.
  for (const viewport of [
    { width: 900, height: 500 },
    { width: 1200, height: 800 },
  ]) {
    await page.setViewportSize(viewport);
    await rests(page);
    await expect(line(LINES - 1)).toBeInViewport({ ratio: 1 });
    await expect(toNewest).toHaveCount(0);
  }

  // Changes of lines above what is in view; the button stands exactly while the end is not in view.
  await narae.log().hover();
  await page.mouse.wheel(0, -1_500);
  await expect(toNewest).toBeVisible();
  await rests(page);
  let still = await watchPlace(page);
  const above = await page.evaluate(() => {
    const log = document.querySelector('main [role="log"]')!;
    const { top } = log.getBoundingClientRect();
    const rows = [...log.querySelectorAll<HTMLElement>('[data-seq]')].filter(
      (row) => row.getBoundingClientRect().bottom < top,
    );
    return rows.map((row) => row.dataset['id']!).slice(-3);
  });
  expect(above.length).toBeGreaterThan(0);
  for (const target of above) {
    await yunseo.talker.must('append', {
      log: yunseo.commons,
      entries: [
        { id: randomUUID(), kind: 'react', body: { target, emoji: '👍', on: true } },
        { id: randomUUID(), kind: 'edit', body: { target, text: `고친 말\n${'한 줄 더\n'.repeat(6)}` } },
      ],
    });
    await expect(narae.log().locator(`[data-id="${target}"]`).getByRole('button', { name: /^👍/ })).toHaveCount(1);
  }
  moved['what grows above'] = await still();

  // Something new at the end, and a window of another height.
  still = await watchPlace(page);
  await yunseo.say('맨 끝의 말');
  await expect(page.getByRole('button', { name: words.newBelow('1') })).toBeVisible();
  moved['what comes below'] = await still();
  await page.getByRole('button', { name: words.newBelow('1') }).click();
  await expect(narae.log().getByText('맨 끝의 말')).toBeInViewport();
  await expect(page.getByRole('button', { name: /newest|new below/i })).toHaveCount(0);

  // Page by page to the beginning: more than is held, so the other end is dropped on the way.
  const beginning = () =>
    page.evaluate(() => Number(document.querySelector<HTMLElement>('main [data-seq]')?.dataset['seq']) < 60);
  let pages = 0;
  let most = 0;
  for (; !(await beginning()); pages += 1) {
    // As one comes there by scrolling: what is in view has been drawn before.
    for (const top of [2_000, 1_800, 1_600, 1_400, 1_210]) {
      await scrollTo(page, top);
      await rests(page);
    }
    still = await watchPlace(page, 1_195);
    await expect.poll(async () => (await offset(page)) > 2_000 || (await beginning())).toBe(true);
    most = Math.max(most, await still());
    await rests(page);
  }
  moved[`history, ${pages} pages`] = most;
  expect(pages).toBeGreaterThan(5);
  expect(LINES).toBeGreaterThan(limits.heldEntries);
  for (const [what, pixels] of Object.entries(moved)) expect(pixels, what).toBeLessThanOrEqual(1);

  // Days stand over what was said on them.
  await scrollTo(page, 0);
  await expect(narae.log().locator('.divider').first()).toContainText(/\d/);

  // The newest are still to be had, in one press.
  await toNewest.click();
  await expect(narae.log().getByText('맨 끝의 말')).toBeInViewport();
  await expect(toNewest).toHaveCount(0);

  // By link: far away, deleted, and never there.
  const link = (id: string) => messageLink(server.id, yunseo.commons, id);
  await yunseo.say(`먼 데 ${link(ids[1_300]!)}`);
  await yunseo.say(`지운 것 ${link(ids[40]!)}`);
  await yunseo.say(`없는 것 ${link(randomUUID())}`);
  const follow = async (text: string) => {
    await narae
      .log()
      .getByRole('article')
      .filter({ hasText: text })
      .getByRole('button', { name: /a message/ })
      .click();
  };
  await follow('없는 것');
  await expect(page.getByText(messages.gone)).toBeVisible();
  await expect(toNewest).toHaveCount(0);
  await follow('지운 것');
  await expect(line(40)).toBeInViewport({ ratio: 1 });
  await expect(line(40)).toContainText(words.deleted);
  await expect(toNewest).toBeVisible();
  await toNewest.click();
  await follow('먼 데');
  await expect(line(1_300)).toBeInViewport();
  await expect(line(1_300)).toHaveClass(/\blit\b/);
  await rests(page);
  await expect(line(1_300)).toBeInViewport();
  await toNewest.click();

  // Where the new begins is the same after a reload, as long as one has not come to the end of it.
  await page.goto('about:blank');
  const fresh = Array.from({ length: 50 }, (_, at) => ({
    ...{ id: randomUUID(), kind: 'message' as const },
    body: { text: `새 말 ${at + 1}` },
  }));
  await yunseo.talker.must('append', { log: yunseo.commons, entries: fresh });
  for (let times = 0; times < 2; times += 1) {
    await page.goto(server.url);
    await expect(narae.log().getByText(words.newFromHere)).toBeInViewport();
    await expect(narae.log().getByText('새 말 1', { exact: true })).toBeInViewport();
    await expect(page.getByRole('button', { name: words.newBelow('50') })).toBeVisible();
  }
  yunseo.talker.close();
  await page.context().close();
  await server.remove();
});
