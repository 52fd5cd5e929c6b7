/** The list of rooms in a browser, as a person uses it. */
import type { Locator, Page } from '@playwright/test';
import type { Person } from './people';

export const rooms = (page: Page): Locator => page.getByRole('navigation', { name: 'Rooms' });
export const room = (page: Page, name: string): Locator =>
  rooms(page)
    .getByRole('button', { name: new RegExp(`^(# )?${name}`) })
    .first();
export const archived = (page: Page): Locator => rooms(page).locator('summary');
export const inOrder = (page: Page): Promise<string[]> => rooms(page).locator('.name').allTextContents();

export async function choose(page: Page, name: string, entry: string): Promise<void> {
  await rooms(page)
    .getByRole('button', { name: `${name}: what you can do` })
    .click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

export async function pick(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) {
    await page.getByRole('combobox', { name: 'People' }).fill(name);
    await page.keyboard.press('Enter');
  }
}

export async function makeRoom({ page }: Person, name: string, people?: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'New room' }).click();
  await page.getByRole('textbox', { name: 'Room name' }).fill(name);
  if (people) {
    await page.getByRole('radio', { name: /^Only those who are let in/ }).check();
    await pick(page, ...people);
  }
  await page.getByRole('button', { name: 'Make the room' }).click();
}
