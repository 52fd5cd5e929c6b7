/** Printing from a plain browser: the sheet as Chromium puts it onto pages, read back word by word with another program's eyes. */
import { execFileSync, spawnSync } from 'node:child_process';
import { en } from '../../renderer/words/en';
import { ko } from '../../renderer/words/ko';
import { faults, faultsInBothThemes } from './looks';
import { expect, test } from './people';

const { error } = spawnSync('pdftotext', ['-v']);
const lacking = error ? `pdftotext (poppler-utils) reads the pages: ${error.message}` : null;

/** In points, from the top. */
interface Word {
  page: number;
  text: string;
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Where each word stands, page by page, as poppler's `pdftotext -bbox` tells it. */
function wordsOf(pdf: Buffer): { pages: number; width: number; height: number; words: Word[] } {
  const told = execFileSync('pdftotext', ['-bbox', '-', '-'], { input: pdf, encoding: 'utf8' });
  const pages = told.split('<page ').slice(1);
  const size = /width="([\d.]+)" height="([\d.]+)"/u.exec(pages[0] ?? '');
  const word = /xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</gu;
  return {
    ...{ pages: pages.length, width: Number(size?.[1]), height: Number(size?.[2]) },
    words: pages.flatMap((page, at) =>
      [...page.matchAll(word)].map(([, left, top, right, bottom, text = '']) => ({
        ...{ page: at, text: text.normalize('NFC'), left: Number(left), right: Number(right) },
        ...{ top: Number(top), bottom: Number(bottom) },
      })),
    ),
  };
}

/** Margins of the sheet (`@page` in PrintedSheet.svelte), in points. */
const mm = (count: number) => (count * 72) / 25.4;
/** Of a letter's height. */
const HALF = 4;
const WORDS = 300;
const numbered = (message: number) =>
  Array.from({ length: WORDS }, (_, at) => `낱말${message}${String(at).padStart(3, '0')}`);

test('Ctrl+P lays out names, times and Korean over several pages: no word is lost, twice, cut, or in a margin', async ({
  inside,
}) => {
  test.skip(lacking !== null, lacking ?? '');
  const [narae] = await inside('나래');
  const { page } = narae;
  const said = [1, 2, 3, 4].map(numbered);
  for (const one of said) await narae.say(one.join(' '));
  await narae.say('see **you** there & <b>');
  await expect(narae.log().getByText('see you there')).toBeVisible();

  // The browser's own dialog is nobody's to press here: what it would print is what stands on the page then.
  await page.evaluate(() => Object.assign(window, { print: () => Reflect.set(window, 'asked', true) }));
  await page.keyboard.press('Control+p');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: en.print.pdf })).toHaveCount(0);
  await dialog.getByRole('button', { name: en.print.print }).click();
  await page.waitForFunction(() => Reflect.get(window, 'asked') === true);
  await expect(page.locator('.paper')).toBeHidden();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.locator('.paper')).toBeVisible();
  await expect(narae.composer).toBeHidden();
  const { pages, width, height, words } = wordsOf(await page.pdf({ format: 'A4', preferCSSPageSize: true }));
  await page.emulateMedia({ media: null });
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(page.locator('.paper')).toHaveCount(0);

  expect(pages).toBeGreaterThan(2);
  // Each once, in their order, over every break between pages.
  expect(words.map(({ text }) => text).filter((text) => text.startsWith('낱말'))).toEqual(said.flat());
  const text = words.map((word) => word.text).join(' ');
  expect(text).toMatch(/# Commons/u);
  // As XML has them.
  expect(text).toContain('see you there &amp; &lt;b&gt;');
  expect(text.match(/나래 \d{1,2}:\d\d/gu)).not.toBeNull();
  const numbers = words.filter(({ top }) => top > height - mm(18));
  expect(numbers.map((word) => word.text).join(' ')).toBe(
    Array.from({ length: pages }, (_, at) => `${at + 1} / ${pages}`).join(' '),
  );
  // The box of a Korean font is more than twice its letters: these stand in the middle of it.
  const astray = words.filter((word) => {
    const middle = (word.top + word.bottom) / 2;
    const across = word.left >= mm(15) - 1 && word.right <= width - mm(15) + 1;
    return !numbers.includes(word) && !(across && middle - HALF >= mm(16) && middle + HALF <= height - mm(18));
  });
  expect(astray).toEqual([]);
});

for (const [locale, words] of [
  ['en-US', en],
  ['ko-KR', ko],
] as const) {
  test(`what is asked before it has no accessibility fault in either theme, on a narrow screen as well, ${locale}`, async ({
    porch,
    person,
  }) => {
    const { page } = await person({ locale });
    await page.goto(porch.url);
    await page.getByRole('textbox', { name: words.start.yourName }).fill('나래');
    await page.getByRole('button', { name: words.start.join }).click();
    await page.getByRole('textbox', { name: words.conversation.message }).waitFor();
    await page.keyboard.press('Control+p');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: words.print.stretches.between }).check();
    expect(await faultsInBothThemes(page, `print-${locale}`)).toEqual([]);
    // Days that are none, and why it does not go on.
    await dialog.getByLabel(words.print.from, { exact: true }).fill('2020-01-02');
    await dialog.getByLabel(words.print.to, { exact: true }).fill('2020-01-01');
    await dialog.getByRole('button', { name: words.print.print }).click();
    await expect(dialog.getByRole('alert')).toContainText(words.print.problems.days);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await faults(page)).toEqual([]);
    expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(360);
  });
}
