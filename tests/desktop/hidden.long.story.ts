/** Started by the system, unseen: the porch of last time is open again, and people come before a window was ever shown. */
import { chromium } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../support/chromium';
import type { DesktopApp } from '../support/desktop/app';
import { startAgain } from '../support/desktop/again';
import { openOwnWindow } from '../support/desktop/own-window';
import { introduce, openPorch, type Open } from '../support/desktop/porch';
import { expect } from '../support/desktop/test';
import { closeWindow, isVisible, noTray, test } from '../support/desktop/tray';

const lacking = noTray();
test.skip(lacking !== null, lacking ?? '');

/** Answers native questions with a button, and keeps what they asked. */
const answerQuestions = (app: DesktopApp, button: string) =>
  app.app.evaluate(({ dialog }, label) => {
    Object.assign(dialog, {
      showMessageBox: async (...given: { buttons: string[]; message: string }[]) => {
        const question = given.at(-1);
        Reflect.set(globalThis, 'asked', question?.message);
        return { response: question?.buttons.indexOf(label) ?? -1, checkboxChecked: false };
      },
    });
  }, button);

/** A profile that starts hidden, with the porch of last time. @returns its address */
async function hostsHidden(
  open: Open,
  profile: string,
  meanwhile: (app: DesktopApp) => Promise<unknown> = async () => undefined,
): Promise<string> {
  const app = await open({ profile });
  await introduce(app, '한결');
  const url = await openPorch(app);
  await meanwhile(app);
  await app.call('saveSettings', {
    desk: { closeToTray: true, autostart: false, startHidden: true, reopenPorch: true },
  });
  await app.quit();
  return url;
}

test('started hidden, the porch of last time is open again and a browser steps in, with no window ever shown', async ({
  open,
  profile,
  tray,
}) => {
  const folder = await profile();
  const url = await hostsHidden(open, folder);

  const panel = await tray();
  const second = await open({ profile: folder, args: ['--hidden'] });
  await second.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      window.on('show', () => Reflect.set(globalThis, 'wasShown', true));
  });
  await expect.poll(async () => (await second.hostStatus()).state).toBe('running');
  const browser = await chromium.launch({
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    args: chromiumArgs,
  });
  const page = await browser.newPage({ locale: 'en-US' });
  await page.goto(url);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Mateo');
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill('is anybody there?');
  await composer.press('Enter');
  await expect.poll(async () => (await panel.icon())?.tooltip).toBe('Maru · connected · 1 unread');
  expect((await panel.icon())?.menu.map(({ label }) => label)).toEqual([
    'Show Maru',
    '한결’s porch · connected · 1 unread',
    'Your porch: 한결’s porch',
    'Close the porch…',
    ...['Do not disturb', 'For 30 minutes', 'For 1 hour', 'For 2 hours', 'Until tomorrow morning', 'Off'],
    ...['Presenting', 'Lock now'],
    'Quit',
  ]);
  expect(await second.app.evaluate(() => Reflect.has(globalThis, 'wasShown'))).toBe(false);
  expect(await isVisible(second)).toBe(false);

  // Mateo is on it: quitting asks, closing the window only puts it away.
  await answerQuestions(second, 'Cancel');
  await panel.choose('Quit');
  await expect
    .poll(() => second.app.evaluate(() => Reflect.get(globalThis, 'asked') as unknown))
    .toBe('One person is on your porch');
  await startAgain(second);
  await expect.poll(() => isVisible(second)).toBe(true);
  await closeWindow(second);
  await expect.poll(() => isVisible(second)).toBe(false);
  expect(await second.hostStatus()).toMatchObject({ state: 'running' });
  await answerQuestions(second, 'Close the porch');
  await panel.choose('Close the porch…');
  await expect.poll(async () => (await second.hostStatus()).state).toBe('stopped');
  await browser.close();
});

test('started hidden, rooms’ own windows wait with the main one; put into the tray, it leaves them where they are', async ({
  open,
  profile,
  tray,
}) => {
  const folder = await profile();
  await hostsHidden(open, folder, openOwnWindow);

  const panel = await tray();
  const second = await open({ profile: folder, args: ['--hidden'] });
  await expect.poll(() => second.app.windows().length).toBe(2);
  const own = second.app.windows().find((page) => page !== second.page);
  if (!own) throw new Error('there is no other window');
  await own.getByRole('log').waitFor();
  const browser = await second.app.browserWindow(own);
  const ownVisible = () => browser.evaluate((window) => window.isVisible());
  expect([await isVisible(second), await ownVisible()]).toEqual([false, false]);

  await panel.press();
  await expect.poll(() => isVisible(second)).toBe(true);
  await expect.poll(ownVisible).toBe(true);
  await (await second.app.browserWindow(second.page)).evaluate((window) => window.close());
  await expect.poll(() => isVisible(second)).toBe(false);
  expect(await ownVisible()).toBe(true);
});
