/** What people do first: say a name, open a porch or step on one, talk. */
import { expect } from '@playwright/test';
import type { DesktopApp, LaunchOptions } from './app';

export type Open = (options?: LaunchOptions & { profile?: string }) => Promise<DesktopApp>;

/** The first start: a name, nothing else. */
export async function introduce(app: DesktopApp, name: string): Promise<void> {
  await app.yourName.fill(name);
  await app.yourName.press('Enter');
}

/** Opens a porch on any free port, steps in, and answers with its address. */
export async function openPorch(app: DesktopApp): Promise<string> {
  const card = app.page.getByRole('region', { name: 'Open a porch' });
  await card.getByText('More', { exact: true }).click();
  await card.getByRole('textbox', { name: 'Port' }).fill(String(20_000 + Math.floor(Math.random() * 20_000)));
  await card.getByRole('button', { name: 'Open a porch' }).click();
  await expect(app.composer).toBeVisible();
  const status = await app.hostStatus();
  if (status.state !== 'running') throw new Error(JSON.stringify(status));
  return status.url;
}

/** Goes in by an address; at a first meeting the words are taken as they are. */
export async function join(app: DesktopApp, address: string): Promise<void> {
  await app.page.getByRole('textbox', { name: 'Address or invitation' }).fill(address);
  await app.page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(app.firstMeeting.or(app.composer)).toBeVisible();
  if (await app.firstMeeting.isVisible())
    await app.firstMeeting.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(app.composer).toBeVisible();
}

export async function say(app: DesktopApp, text: string): Promise<void> {
  await app.composer.fill(text);
  await app.composer.press('Enter');
}
