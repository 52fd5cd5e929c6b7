/** Two people in two engines on one porch: what one does in Firefox is there in Chromium, and the other way round. */
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en } from '../../renderer/words/en';
import { ko } from '../../renderer/words/ko';
import { launchChromium, launchFirefox, noSecondEngine } from '../support/firefox';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startTestServer, type TestServer } from '../support/server';

let folder: string;
let server: TestServer;
let browsers: Browser[] = [];

beforeAll(async () => {
  if (noSecondEngine) return;
  folder = await temporaryFolder('engines');
  server = await startTestServer({
    name: '디자인실 마루',
    clientDir: join(import.meta.dirname, '../../dist/renderer'),
  });
  browsers = await Promise.all([launchFirefox(folder), launchChromium(folder)]);
});

afterAll(async () => {
  if (noSecondEngine) return;
  await Promise.all(browsers.map((browser) => browser.close()));
  await server.remove();
  await removeFolder(folder);
});

async function joins(browser: Browser | undefined, name: string): Promise<Page> {
  const page = await browser!.newPage();
  page.setDefaultTimeout(15_000);
  await page.setViewport({ width: 1200, height: 800 });
  await page.goto(server.url);
  await page.locator('input[autocomplete="nickname"], form input[type="text"]').fill(name);
  await page.keyboard.press('Enter');
  await page.locator('main textarea').wait();
  await page.evaluate(() => {
    const forbidden: string[] = [];
    Object.assign(globalThis, { forbidden });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => forbidden.push(violatedDirective));
  });
  return page;
}

/** What the page's policy had to stop. */
const forbidden = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { forbidden: readonly string[] }).forbidden);

/** The language that a page speaks is its browser's. */
const words = async (page: Page) =>
  (await page.evaluate(() => document.documentElement.lang)) === 'ko' ? ko.messages : en.messages;

async function says(page: Page, text: string): Promise<void> {
  await page.locator('main textarea').click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

const sees = (page: Page, text: string, within = '[role="log"]') =>
  page.waitForFunction(
    (wanted, place) => [...document.querySelectorAll(place)].some(({ textContent }) => textContent?.includes(wanted)),
    {},
    text,
    within,
  );

/** Presses what stands at a message, as long as it is pointed at. */
async function at(page: Page, text: string, act: (messages: typeof en.messages) => string): Promise<void> {
  const button = act(await words(page));
  await page.locator(`::-p-text(${text})`).hover();
  await page.locator(`button[aria-label="${button}"]`).click();
}

test.skipIf(noSecondEngine)(
  `Narae in Firefox and Yunseo in Chromium talk, answer, react, whisper and go on in a thread${noSecondEngine ? `: ${noSecondEngine}` : ''}`,
  async () => {
    const [narae, yunseo] = await Promise.all([joins(browsers[0], '나래'), joins(browsers[1], '윤서')]);
    await says(narae, '파이어폭스에서 보내요');
    await sees(yunseo, '파이어폭스에서 보내요');

    await at(yunseo, '파이어폭스에서 보내요', ({ reactWith }) => reactWith('👍'));
    await narae.locator('[role="log"] button[aria-label^="👍 윤서"]').wait();
    await at(yunseo, '파이어폭스에서 보내요', ({ reply }) => reply);
    await says(yunseo, '크로뮴에서 잘 보여요');
    await sees(narae, '크로뮴에서 잘 보여요');

    await says(narae, '/w @윤서 우리만 아는 말');
    await sees(yunseo, '우리만 아는 말');
    await sees(yunseo, (await words(yunseo)).whisper(['윤서']));

    // The picker, a dialog and what is told over the timeline, as they are shipped.
    await at(narae, '크로뮴에서 잘 보여요', ({ react }) => react);
    await narae.locator('.picker .all button').click();
    await yunseo.locator('[role="log"] .chip[aria-label*="나래"]').wait();
    await at(narae, '크로뮴에서 잘 보여요', ({ more }) => more);
    await narae.locator(`::-p-text(${(await words(narae)).forward})`).click();
    await narae.locator('dialog[open] input').fill('없는 방');
    await narae.keyboard.press('Escape');
    await narae.waitForFunction(() => !document.querySelector('dialog[open]'));
    await at(narae, '크로뮴에서 잘 보여요', ({ more }) => more);
    await narae.locator(`::-p-text(${(await words(narae)).markUnread})`).click();
    await narae.waitForFunction(
      (told) => document.body.textContent?.includes(told),
      {},
      (await words(narae)).markedUnread,
    );

    await at(narae, '크로뮴에서 잘 보여요', ({ more }) => more);
    await narae.locator(`::-p-text(${(await words(narae)).replyInThread})`).click();
    await narae.locator('section.panel textarea').click();
    await narae.keyboard.type('실에서 이어 가요');
    await narae.keyboard.press('Enter');
    await sees(yunseo, (await words(yunseo)).thread('1', true));
    expect([await forbidden(narae), await forbidden(yunseo)]).toEqual([[], []]);
    expect(await narae.$$eval('[role="log"]', (logs) => logs.length)).toBeGreaterThan(0);
  },
);
