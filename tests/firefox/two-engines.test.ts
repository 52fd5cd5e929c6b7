/** Two people in two engines on one porch: what one does in Firefox is there in Chromium, and the other way round. */
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
  await page.goto(server.url);
  await page.locator('input[autocomplete="nickname"], form input[type="text"]').fill(name);
  await page.keyboard.press('Enter');
  await page.locator('textarea').wait();
  return page;
}

async function says(page: Page, text: string): Promise<void> {
  await page.locator('textarea').click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

const sees = (page: Page, text: string) =>
  page.waitForFunction((wanted) => document.querySelector('[role="log"]')?.textContent.includes(wanted), {}, text);

test.skipIf(noSecondEngine)(
  `Narae in Firefox and Yunseo in Chromium talk${noSecondEngine ? `: ${noSecondEngine}` : ''}`,
  async () => {
    const [narae, yunseo] = await Promise.all([joins(browsers[0], '나래'), joins(browsers[1], '윤서')]);
    await says(narae, '파이어폭스에서 보내요');
    await sees(yunseo, '파이어폭스에서 보내요');
    await says(yunseo, '크로뮴에서 잘 보여요');
    await sees(narae, '크로뮴에서 잘 보여요');
    expect(await narae.$$eval('[role="log"]', (logs) => logs.length)).toBe(1);
  },
);
