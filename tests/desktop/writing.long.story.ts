/** What the short story of writing leaves out: Korean, one's own words, other places of the pointer, and a sheet on several pages. */
import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import { en } from '../../renderer/words/en';
import { ko } from '../../renderer/words/ko';
import { keepMenus, offered } from '../support/desktop/menus';
import { pagesOf } from '../support/desktop/pdf';
import { introduce, openPorch, say } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';

test('Korean is checked where there is Hangul, a word is learnt and forgotten, links and selections have their menu', async ({
  open,
}) => {
  const narae = await open({ env: { MARU_SPELLING: 'on' } });
  const { page, profile } = narae;
  await introduce(narae, '나래');
  await openPorch(narae);
  await say(narae, 'see https://maru.invalid/here');
  await keepMenus(narae);
  const field = page.locator('textarea').first();
  const atBegin = async (take?: string) => {
    await field.click({ button: 'right', position: { x: 14, y: 12 } });
    return offered(narae, take);
  };

  await field.pressSequentially('안뇽하세요 나래는 Helo ');
  await expect.poll(() => atBegin(), { timeout: 20_000 }).toContain('안녕하세요');
  await expect.poll(() => atBegin('Add to your words')).toContain('Add to your words');
  await expect(field).toHaveValue('안뇽하세요 나래는 Helo ');
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: en.settings.title });
  await dialog.getByRole('tab', { name: en.settings.sections.spelling }).click();
  await dialog.getByRole('button', { name: en.spelling.forget('안뇽하세요') }).click();
  await expect(dialog.getByText(en.spelling.none)).toBeVisible();
  await page.keyboard.press('Escape');

  await field.press('Shift+F10');
  await expect.poll(() => offered(narae)).toContain('Paste');
  await page.getByRole('link', { name: 'https://maru.invalid/here' }).click({ button: 'right' });
  await expect.poll(() => offered(narae, 'Copy link')).toContain('Open link');
  expect(await narae.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('https://maru.invalid/here');

  // What Chromium would have fetched lies here.
  expect(await readdir(path.join(profile, 'Dictionaries'))).toEqual([]);
});

test('a long conversation is printed on several pages, numbered, in Korean; a day without a word says so', async ({
  open,
}) => {
  const narae = await open({ env: { MARU_SPELLING: 'on' } });
  const { page, app, profile } = narae;
  await introduce(narae, '나래');
  await openPorch(narae);
  for (const number of [1, 2, 3]) await say(narae, `${number}번째 글 ${'나눈 이야기는 종이에도 남아요. '.repeat(120)}`);
  await narae.call('saveSettings', { language: 'ko', theme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  const file = path.join(profile, '대화.pdf');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  const dialog = page.getByRole('dialog');
  const keep = async (stretch: string, days?: string) => {
    await page.keyboard.press('Control+p');
    await dialog.getByRole('radio', { name: stretch }).check();
    if (days) for (const label of [ko.print.from, ko.print.to]) await dialog.getByLabel(label).fill(days);
    await dialog.getByRole('button', { name: ko.print.pdf }).click();
    await expect(dialog).toHaveCount(0);
    return pagesOf(file);
  };

  const pages = await keep(ko.print.stretches.today);
  expect(pages.length).toBeGreaterThan(2);
  expect(pages.at(-1)).toContain(`${pages.length}${pages.length}`);
  expect(pages.join('')).toContain('3번째글나눈이야기는종이에도남아요');
  expect(pages[0]).toContain('인쇄나래');

  const [nothing = ''] = await keep(ko.print.stretches.between, '2020-01-01');
  expect(nothing).toContain(ko.print.nothing.replace(/[^\p{L}]/gu, ''));
  expect(nothing).not.toContain('번째글');
});
