/** The system's menu, spelling, and a conversation on paper, in the window. */
import * as path from 'node:path';
import { en } from '../../renderer/words/en';
import type { DesktopApp } from '../support/desktop/app';
import { keepMenus, offered } from '../support/desktop/menus';
import { pagesOf } from '../support/desktop/pdf';
import { introduce, openPorch, say } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';

/** Chooses in the menu bar, as a person does who opened it: it is there once the window has settled (0169). */
const choose = async (narae: DesktopApp, id: string) => {
  const isThere = () => narae.app.evaluate(({ Menu: menus }) => menus.getApplicationMenu() !== null);
  await expect.poll(isThere).toBe(true);
  await narae.app.evaluate(
    ({ Menu: menus }, [item, window]) => {
      const found = menus.getApplicationMenu()?.getMenuItemById(item);
      if (!found?.enabled) throw new Error(`${item} is ${found ? 'grey' : 'not there'}`);
      (found.click as (...more: unknown[]) => void)({}, window, window.webContents);
    },
    [id, await narae.window()] as const,
  );
};

test('the menu opens what it names; a wrong word is put right; what was said is a PDF; no dictionary is fetched', async ({
  open,
}) => {
  const narae = await open({ env: { MARU_SPELLING: 'on' } });
  const { page, app, profile } = narae;
  await app.evaluate(({ session }) => {
    session.defaultSession.on('spellcheck-dictionary-download-begin', () =>
      Object.assign(globalThis, { fetched: true }),
    );
  });
  await introduce(narae, '나래');
  await openPorch(narae);
  await say(narae, '어서 와요, **마루**에서 종이로');
  await say(narae, 'paper & ink <b>');

  await choose(narae, 'profile');
  await expect(page.getByRole('dialog', { name: en.settings.title })).toBeVisible();
  await page.keyboard.press('Escape');

  await keepMenus(narae);
  const field = page.locator('textarea').first();
  await field.fill('');
  await field.pressSequentially('Helo there ');
  await expect
    .poll(async () => {
      await field.click({ button: 'right', position: { x: 14, y: 12 } });
      return offered(narae, 'Hello');
    })
    .toContain('Hello');
  await expect(field).toHaveValue('Hello there ');

  const file = path.join(profile, '종이.pdf');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await choose(narae, 'print');
  await page.getByRole('button', { name: en.print.pdf }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const [first = ''] = await pagesOf(file);
  for (const text of ['어서와요마루에서종이로', 'paperinkb', '나래', '11']) expect(first).toContain(text);
  expect(first).not.toContain('Hellothere');
  expect(await page.locator('.paper').count()).toBe(0);

  const checker = await app.evaluate(({ session }) => ({
    on: session.defaultSession.isSpellCheckerEnabled(),
    languages: session.defaultSession.getSpellCheckerLanguages(),
    fetched: (globalThis as { fetched?: true }).fetched ?? false,
  }));
  expect(checker).toEqual({ on: false, languages: [], fetched: false });
});
