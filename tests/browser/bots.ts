/** What the stories of bots do at the host's dialog, and with the lines it shows. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect } from './household';

/** Runs a line as it is shown. @returns the status of the answer */
export const shell = async (line: string) =>
  (await promisify(execFile)('sh', ['-c', line.replace(/^curl /, 'curl -sS -o /dev/null -w "%{http_code}" ')])).stdout;

export const openBots = async (page: Page) => {
  await page.getByRole('button', { name: '디자인실 마루: look after it' }).click();
  await page.getByRole('menuitem', { name: 'Bots and hooks' }).click();
  return page.getByRole('dialog', { name: 'Bots and hooks' });
};
/** What a dialog of something told once holds: the secret, and the line to try it with. */
export const toldIn = async (page: Page, name: string) => {
  const dialog = page.getByRole('dialog', { name });
  await expect(dialog).toContainText('It is not shown again');
  const [secret = '', line = ''] = await dialog.locator('code').allTextContents();
  return { dialog, secret, line };
};
export const nowhere = async (page: Page, secret: string) => expect(await page.content()).not.toContain(secret);
