/** Fast Korean, many times, in the real window: in the composer, and in a plain field of the same page with nothing behind it. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/desktop/test';
import { inHangul, keysOf, typeAll, typeRecorded, words } from '../support/ime/typed';

const PACES = [60, 35, 12];
const ROUNDS = 8;

/** Lays a plain field over the page. @returns what takes it away */
async function overlay(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const field = document.createElement('textarea');
    field.id = 'plain';
    field.style.cssText = 'position:fixed;inset:0;z-index:9999';
    document.body.append(field);
    field.focus();
  });
  return () => page.locator('#plain').evaluate((field) => field.remove());
}

async function typePlain(page: Page, pace: number): Promise<boolean> {
  const plain = page.locator('#plain');
  await plain.fill('');
  await typeRecorded(page, keysOf(words), pace);
  const text = words.map(([, said]) => `${said}\n`).join('');
  return (await plain.inputValue()) === text;
}

test('Korean, as fast as keys go, hundreds of words: all that the method gave was said, in the order it gave it', async ({
  open,
}) => {
  const app = await inHangul(open);
  let inTime = 0;
  for (const pace of PACES) {
    const right = { composer: 0, plain: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      right.composer += Number(await typeAll(app, words, pace));
      const takeAway = await overlay(app.page);
      right.plain += Number(await typePlain(app.page, pace));
      await takeAway();
      await app.composer.click();
    }
    inTime += right.composer;
    // How often the method itself was in time is the machine's; it is told, so that the two can be compared.
    console.log(`${pace} ms: the method was right ${right.composer}/${ROUNDS} times, in a plain field ${right.plain}`);
  }
  // Else it was never seen that each word is a message.
  expect(inTime).toBeGreaterThan(0);
});
