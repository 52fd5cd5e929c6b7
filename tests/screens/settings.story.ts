/** Every section of the settings. */
import type { Page } from '@playwright/test';
import { test } from '../browser/household';
import { Camera, type Look } from './camera';
import { comeIn, localeOf, looks, wordsOf } from './scene';

const sections = ['profile', 'appearance', 'shortcuts', 'network', 'storage', 'about'] as const;
type Shown = Look & { contrast?: 'more' };
const shown: Shown[] = [
  ...looks,
  { language: 'ko', theme: 'light', contrast: 'more' },
  { language: 'en', theme: 'dark', contrast: 'more' },
];

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
}

for (const look of shown) {
  const kind = look.contrast ? 'contrast-' : '';
  test(`settings, ${look.language}, ${kind}${look.theme}`, async ({ household, person }) => {
    const words = wordsOf(look);
    const { page } = await person({ locale: localeOf(look), colorScheme: look.theme, contrast: look.contrast ?? null });
    const camera = new Camera(page, look);
    const message = await comeIn(page, household.url, words, '나래');
    await message.fill('내일 열 시에 봐요');
    await message.press('Enter');
    await camera.take(`settings-${kind}behind`, { narrow: false });
    await message.press('Control+,');
    for (const name of sections) {
      await page.getByRole('tab', { name: words.settings.sections[name], exact: true }).click();
      await settle(page);
      await camera.take(`settings-${kind}${name}`);
    }
  });
}
