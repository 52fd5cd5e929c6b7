/** The lock, by hand: its key, its field, and what a page shows of anything while it is there. */
import type { Locator, Page } from '@playwright/test';
import { en } from '../../../renderer/words/en';
import { expect } from './test';

const words = en.lock;

export const lockScreen = (page: Page): Locator => page.getByRole('heading', { name: words.title });
export const unlockField = (page: Page): Locator => page.getByRole('textbox', { name: words.passphrase, exact: true });

/** Its key, where no passphrase is set yet: sets one where it leads to, and closes what it led to. */
export async function setPassphrase(page: Page, passphrase: string): Promise<void> {
  await page.keyboard.press('Control+l');
  const dialog = page.getByRole('dialog', { name: en.settings.title });
  await dialog.getByRole('button', { name: words.set }).click();
  await dialog.getByRole('textbox', { name: words.fresh }).fill(passphrase);
  await dialog.getByRole('textbox', { name: words.again }).fill(passphrase);
  await dialog.getByRole('button', { name: words.save, exact: true }).click();
  await expect(dialog.getByText(words.wasSet)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

export async function unlock(page: Page, passphrase: string): Promise<void> {
  await unlockField(page).fill(passphrase);
  await page.keyboard.press('Enter');
}

/** Everything that is in a document: its elements with their attributes, what stands in its fields, its title. */
export const wholeOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')];
    return [document.title, document.documentElement.outerHTML, ...fields.map(({ value }) => value)].join('\n');
  });
