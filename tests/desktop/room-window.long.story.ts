/** A room's own window through what may come: the owner's page loaded anew, a crash, the lock, a restart; Korean, every look. */
import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { firstNotices } from '../../protocol';
import { faults } from '../browser/looks';
import type { DesktopApp } from '../support/desktop/app';
import { hangulIsThere, press, switchToHangul } from '../support/desktop/keyboard';
import { setPassphrase, unlock, wholeOf } from '../support/desktop/lock';
import { clickOldest, onScreen } from '../support/desktop/notifications';
import { openOwnWindow, ownWindowOf, words, type OwnWindow } from '../support/desktop/own-window';
import { introduce, join, type Open } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';
import { person, startTestServer } from '../support/server';

/** Mateo is on a server without a window; Narae comes there with hers. */
async function both(open: Open, options?: Parameters<Open>[0]) {
  const server = await startTestServer({ name: '디자인실 마루' });
  const mateo = await person(server.url, 'Mateo');
  const narae = await open(options);
  await introduce(narae, '나래');
  await join(narae, server.url);
  return { server, mateo, narae };
}

/** The window that is there beside the main one, once its room is. */
async function theOther(app: DesktopApp): Promise<OwnWindow> {
  await expect.poll(() => app.app.windows().length).toBe(2);
  const page = app.app.windows().find((one) => one !== app.page);
  if (!page) throw new Error('there is no other window');
  await page.getByRole('log').waitFor();
  return ownWindowOf(app, page);
}

/** What a room's own window shows, by main's own hand. */
const shownApart = ({ app }: DesktopApp): Promise<string> =>
  app.evaluate(async ({ BrowserWindow }) => {
    const own = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().includes('/own-window/'));
    return own ? ((await own.webContents.executeJavaScript('document.body.innerText')) as string) : '';
  });

const complaints = (page: Page): string[] => {
  const heard: string[] = [];
  page.on('pageerror', (error) => void heard.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && heard.push(message.text())));
  return heard;
};

test('it has every look and no fault, in both forms, both languages and both themes; menus, panels and Korean work in it', async ({
  open,
}) => {
  await expect.poll(hangulIsThere, { timeout: 15_000 }).toBe(true);
  const { server, mateo, narae } = await both(open, { ibus: true });
  const heard = complaints(narae.page);
  const first = randomUUID();
  await mateo.say('시안 두 개를 올렸어요. 어느 쪽이 나은지 봐 주세요.', mateo.commons, first);
  await mateo.say('Either is fine with me; the second prints better.');
  const own = await openOwnWindow(narae);
  const { page } = own;
  heard.push(...complaints(page));

  for (const language of ['en', 'ko'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      await narae.call('saveSettings', { language, theme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      for (const form of ['whole', 'mini'] as const) {
        await expect.poll(async () => (await own.standing()).onTop).toBe(form === 'mini');
        expect(await faults(page)).toEqual([]);
        await page.screenshot({ path: test.info().outputPath(`${form}-${language}-${theme}.png`) });
        await page.keyboard.press('Control+Shift+M');
      }
      await narae.page.screenshot({ path: test.info().outputPath(`main-${language}-${theme}.png`) });
    }
  }
  await expect.poll(async () => (await own.standing()).onTop).toBe(false);
  await narae.call('saveSettings', { language: 'en', density: 'compact', zoom: 120 });
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');

  // A way out is the system's, by the owner's bridge.
  await narae.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(shell, { openExternal: async (url: string) => void opened.push(url) });
    Reflect.set(globalThis, 'opened', opened);
  });
  await mateo.say('https://example.org/시안');
  await own.log.getByRole('link').click();
  await expect
    .poll(() => narae.app.evaluate(() => Reflect.get(globalThis, 'opened') as unknown))
    .toEqual(['https://example.org/%EC%8B%9C%EC%95%88']);
  await page.getByRole('button', { name: 'More about this room' }).click();
  await page.getByRole('menuitem', { name: 'Pinned' }).click();
  await expect(page.getByRole('main', { name: 'Pinned' })).toBeVisible();
  await page.keyboard.press('Escape');
  await own.focus();
  await own.composer.click();
  await switchToHangul();
  await press([...'dkssudgktpdy'], 60);
  await expect(own.composer).toHaveValue('안녕하세요');
  await press(['Return']);
  const said = () => mateo.talker.entriesOf(mateo.commons).filter(({ kind }) => kind === 'message');
  await mateo.talker.until(() => said().length === 4);
  await expect(own.log.getByText('안녕하세요', { exact: true })).toHaveCount(1);
  expect(heard).toEqual([]);
  await server.remove();
});

test('a click leads to it, a reload and a crash of the owner bring it back, the lock empties it, and a restart opens it where it was', async ({
  open,
  profile,
}) => {
  const folder = await profile();
  const { server, mateo, narae: first } = await both(open, { profile: folder });
  let narae = first;
  let own = await openOwnWindow(narae);

  // A notification leads to the window its room is in.
  await narae.bringForward();
  await mateo.say('여기를 봐 주세요');
  await expect.poll(onScreen).toBe(1);
  await clickOldest();
  await expect.poll(() => own.page.evaluate(() => document.hasFocus())).toBe(true);
  await expect(own.log.getByText('여기를 봐 주세요')).toBeInViewport();
  await expect(narae.page.getByText(words.apart)).toBeVisible();
  await expect.poll(onScreen).toBe(0);

  // The owner's page goes and comes: the same window, on the new page's connection, and what no disk had yet.
  await own.composer.fill('쓰다 만 말');
  await narae.page.reload();
  await expect(own.composer).toHaveValue('쓰다 만 말');
  await mateo.say('다시 왔네요');
  await expect(own.log.getByText('다시 왔네요')).toHaveCount(1);
  await own.composer.press('Enter');
  const said = (text: string) =>
    mateo.talker.entriesOf(mateo.commons).filter((entry) => entry.kind === 'message' && entry.body.text === text);
  await mateo.talker.until(() => said('쓰다 만 말').length === 1);

  await own.focus();
  await setPassphrase(narae.page, '마루 열쇠');
  await narae.page.keyboard.press('Control+l');
  await expect(own.page.getByText(words.locked)).toBeVisible();
  const { title } = await own.standing();
  expect(`${title}\n${await wholeOf(own.page)}`).not.toMatch(/다시 왔|나래|Commons|디자인실/u);
  await unlock(narae.page, '마루 열쇠');
  await expect(own.log.getByText('다시 왔네요')).toHaveCount(1);

  // One process for both: it ends, and both come back. To the driver a page that crashed is none any more: main is asked.
  await narae.app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const owner = BrowserWindow.getAllWindows().find(({ webContents }) =>
          webContents.getURL().includes('/index.html'),
        );
        owner?.webContents.once('did-finish-load', () => resolve());
        owner?.webContents.forcefullyCrashRenderer();
      }),
  );
  await mateo.say('무너졌다가');
  await expect.poll(() => shownApart(narae)).toContain('무너졌다가');
  await narae.app.evaluate(({ BrowserWindow }) => {
    const own = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().includes('/own-window/'));
    own?.setBounds({ x: 210, y: 120, width: 560, height: 500 });
  });
  await narae.quit();
  narae = await open({ profile: folder });
  await unlock(narae.page, '마루 열쇠');
  own = await theOther(narae);
  await expect(own.log.getByText('무너졌다가')).toHaveCount(1);
  expect(await own.standing()).toMatchObject({ width: 560, height: 500 });
  await press(['Escape']);
  await own.page.evaluate(() => window.close());
  await expect.poll(() => narae.app.windows().length).toBe(1);
  await server.remove();
});

test('it calls for attention itself, and nothing is known of it once its server was left', async ({
  open,
  profile,
}) => {
  const folder = await profile();
  const { server, mateo, narae } = await both(open, { profile: folder });
  await narae.call('saveSettings', { notices: { ...firstNotices, keywords: ['국밥'] } });
  const own = await openOwnWindow(narae);
  await narae.app.evaluate(({ BrowserWindow }) => {
    const flashed: string[] = [];
    Reflect.set(globalThis, 'flashed', flashed);
    for (const window of BrowserWindow.getAllWindows())
      window.flashFrame = (on) => void (on && flashed.push(new URL(window.webContents.getURL()).pathname));
  });
  // Nobody looks at either; the main one is in the tray, as it were, where nothing of it could call.
  await narae.minimise();
  await expect.poll(() => narae.page.evaluate(() => document.hasFocus())).toBe(false);
  await (await narae.app.browserWindow(narae.page)).evaluate((window) => window.hide());
  await own.focus();
  const ownBrowser = await narae.app.browserWindow(own.page);
  await expect
    .poll(() =>
      ownBrowser.evaluate((window) => {
        if (!window.isMinimized()) window.minimize();
        return window.isMinimized();
      }),
    )
    .toBe(true);
  await expect.poll(() => own.page.evaluate(() => document.hasFocus())).toBe(false);
  await mateo.say('점심은 국밥');
  await expect
    .poll(() => narae.app.evaluate(() => Reflect.get(globalThis, 'flashed') as unknown))
    .toEqual(['/own-window/room.html']);
  // What counts is the app's.
  expect((await narae.state()).title).toMatch(/^\(1\) /u);

  const windows = () => readFile(path.join(folder, 'room-windows.json'), 'utf8');
  const { id } = mateo.resumed.server;
  expect(await windows()).toContain(id);
  await narae.call('forgetOwnWindows', { server: id });
  await expect.poll(() => narae.app.windows().length).toBe(1);
  expect(await windows()).not.toContain(id);
  await server.remove();
});
