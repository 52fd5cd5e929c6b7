/** Settings in the window: main makes the page larger, keeps what is set, hands out logs, and says where nothing can be kept. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { en } from '../../renderer/words/en';
import type { DesktopApp } from '../support/desktop/app';
import { expect, test } from '../support/desktop/test';

const words = en.settings.keeping;
const zoom = async (app: DesktopApp) => (await app.window()).evaluate(({ webContents }) => webContents.getZoomFactor());
/** As a person presses it: through main, which hears keys before the page does. */
const press = async (app: DesktopApp, keyCode: string) =>
  (await app.window()).evaluate(({ webContents }, key) => {
    webContents.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers: ['control'] });
    webContents.sendInputEvent({ type: 'keyUp', keyCode: key, modifiers: ['control'] });
  }, keyCode);

test('size by keys and by the settings are one, and kept; a damaged file is told of once; logs go where one says', async ({
  open,
  profile,
}) => {
  const folder = await profile();
  await writeFile(path.join(folder, 'settings.json'), '{"name": "나');
  const narae = await open({ profile: folder });
  const { page } = narae;
  await page.getByRole('textbox').fill('나래');
  await page.keyboard.press('Enter');
  const [kept = ''] = (await readdir(folder)).filter((name) => name.startsWith('settings.json.damaged-'));
  const note = page.getByText(words.damaged('settings.json', kept));
  await expect(note).toBeVisible();
  await page.getByRole('button', { name: words.understood }).click();
  await expect(note).toHaveCount(0);

  await press(narae, '=');
  await press(narae, '=');
  await expect.poll(() => zoom(narae)).toBeCloseTo(1.2);
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: en.settings.title });
  await dialog.getByRole('tab', { name: en.settings.sections.appearance }).click();
  await expect(dialog.getByText('120%')).toBeVisible();
  await dialog.getByRole('button', { name: en.appearance.smaller }).click();
  await expect.poll(() => zoom(narae)).toBeCloseTo(1.1);
  await dialog.getByRole('radio', { name: en.common.themes.contrast }).press('Space');
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toMatch(/^contrast-/);

  await dialog.getByRole('tab', { name: en.settings.sections.storage }).click();
  await expect(dialog.getByText(folder)).toBeVisible();
  await dialog.getByRole('tab', { name: en.settings.sections.about }).click();
  await expect(dialog.getByText(/^3\.\d+\.\d+$/)).toBeVisible();
  const secret = 'T'.repeat(43);
  await narae.app.evaluate(
    ({ dialog: native }, { file, line }) => {
      native.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file });
      setImmediate(() => {
        throw new Error(line);
      });
    },
    { file: path.join(folder, 'logs.txt'), line: `나래 at 192.168.0.12 with ${secret}` },
  );
  await expect.poll(() => narae.log()).toContain(secret);
  await dialog.getByRole('button', { name: en.about.save }).click();
  await expect(dialog.getByText(en.about.saved)).toBeVisible();
  const logs = await readFile(path.join(folder, 'logs.txt'), 'utf8');
  expect(logs).toContain('[name] at [address 1] with [secret]');
  for (const planted of [secret, '나래', '192.168.0.12']) expect(logs).not.toContain(planted);
  await narae.quit();

  const again = await open({ profile: folder });
  await expect.poll(() => zoom(again)).toBeCloseTo(1.1);
  expect(await again.call('settings', {})).toMatchObject({ value: { name: '나래', theme: 'contrast', zoom: 110 } });
  expect(await again.call('keeping', {})).toMatchObject({ value: { state: 'kept', setAside: [] } });
});

test('where the folder is a file, the window works, and says that nothing is kept', async ({ open, profile }) => {
  const folder = path.join(await profile(), 'profile');
  await writeFile(folder, 'not a folder');
  const narae = await open({ profile: folder });
  await expect(narae.page.getByRole('alert').getByText(words.unwritable.title)).toBeVisible();
  await narae.page.getByRole('textbox').fill('나래');
  await narae.page.keyboard.press('Enter');
  await expect(narae.page.getByRole('button', { name: en.start.editProfile('나래') })).toBeVisible();
  await narae.quit();
  expect(await readFile(folder, 'utf8')).toBe('not a folder');
});
