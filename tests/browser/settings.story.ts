/** Settings in a browser: found by their key, acted on at once, kept, and taken away again. */
import type { Page } from '@playwright/test';
import { en } from '../../renderer/words/en';
import { faults } from './looks';
import { expect, test } from './people';

const look = (page: Page): Promise<Record<string, string | undefined>> =>
  page.evaluate(() => {
    const { dataset, style } = document.documentElement;
    return { ...dataset, size: style.fontSize };
  });

test('by keys alone: each change acts at once and is there after a reload; no section has an accessibility fault', async ({
  inside,
}) => {
  const [narae] = await inside('나래');
  const { page } = narae;
  await narae.composer.press('Control+,');
  const dialog = page.getByRole('dialog', { name: en.settings.title });
  const tab = (name: keyof typeof en.settings.sections) =>
    dialog.getByRole('tab', { name: en.settings.sections[name], exact: true });
  const panel = dialog.getByRole('tabpanel');
  await expect(tab('profile')).toHaveAttribute('aria-selected', 'true');

  // Down the list of sections, as in every list of tabs, and back round its end.
  await tab('profile').focus();
  await page.keyboard.press('ArrowDown');
  await expect(tab('appearance')).toBeFocused();
  await page.keyboard.press('Tab');
  const row = page.getByRole('navigation').getByRole('button', { name: 'Commons' }).first();
  const rowHeight = async () => (await row.boundingBox())?.height ?? 0;
  expect(await rowHeight()).toBe(34);
  await panel.getByRole('radio', { name: en.common.themes.contrast }).press('Space');
  await panel.getByRole('radio', { name: en.appearance.densities.compact }).press('Space');
  await expect.poll(rowHeight).toBe(28);
  await panel.getByRole('button', { name: en.appearance.larger }).press('Enter');
  await page.keyboard.press('Enter');
  await panel.getByRole('switch').press('Space');
  const chosen = { theme: 'contrast-light', density: 'compact', motion: 'none', size: '120%' };
  expect(await look(page)).toMatchObject(chosen);
  expect(await faults(page)).toEqual([]);

  // Like the system, and the system wants more contrast.
  await panel.getByRole('radio', { name: en.common.themes.system }).press('Space');
  expect((await look(page))['theme']).toBe('light');
  await page.emulateMedia({ contrast: 'more', colorScheme: 'dark' });
  await expect.poll(async () => (await look(page))['theme']).toBe('contrast-dark');
  await page.emulateMedia({ contrast: 'no-preference', colorScheme: 'light' });
  await panel.getByRole('radio', { name: en.common.themes.contrast }).press('Space');

  for (const name of ['shortcuts', 'network', 'storage', 'about', 'profile'] as const) {
    await tab(name).click();
    await expect(panel).toHaveAccessibleName(en.settings.sections[name]);
  }
  await panel.getByRole('textbox').fill('나래 2');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('status').first()).toHaveText(en.settings.renamed);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(narae.composer).toBeFocused();

  await page.reload();
  await narae.composer.waitFor();
  expect(await look(page)).toMatchObject(chosen);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('>settings');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('textbox')).toHaveValue('나래 2');
});
