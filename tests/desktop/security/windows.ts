/** Where a page may go, what it may open, and what it finds there. */
import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import type { DesktopApp } from '../../support/desktop/app';
import { expect, test } from '../../support/desktop/test';
import { foreignHost } from './foreign-host';

const fenced = { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true };
const preferencesOf = async ({ app }: DesktopApp, page: Page) =>
  (await app.browserWindow(page)).evaluate(({ webContents }) => {
    const told = webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = told.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webSecurity };
  });

export function fencedWindows(narae: () => DesktopApp): void {
  test('the page is sandboxed, sees two functions and no Node, and cannot leave or open windows', async () => {
    const { app, page } = narae();
    const foreign = await foreignHost();
    expect(
      await page.evaluate(() => [
        typeof Reflect.get(window, 'require'),
        typeof Reflect.get(window, 'process'),
        Object.keys(window.maru).sort(),
      ]),
    ).toEqual(['undefined', 'undefined', ['call', 'on']]);
    expect(await preferencesOf(narae(), page)).toEqual(fenced);

    const before = page.url();
    // Heard after the app's own listener, so it sees what that one decided.
    await app.evaluate(({ webContents }) => {
      const decided: boolean[] = [];
      Reflect.set(globalThis, 'decided', decided);
      webContents.getAllWebContents()[0]?.on('will-navigate', (event) => void decided.push(event.defaultPrevented));
    });
    const decided = () => app.evaluate(() => Reflect.get(globalThis, 'decided') as boolean[]);
    expect(await page.evaluate((url) => window.open(url), foreign.url)).toBeNull();
    await page.evaluate((url) => {
      window.location.href = url;
    }, foreign.url);
    await expect.poll(decided).toEqual([true]);
    await page.evaluate(() => {
      window.location.href = 'app://maru/assets/elsewhere.html';
    });
    await expect.poll(decided).toEqual([true, true]);
    expect(await page.evaluate(() => window.maru.call('hostStatus', {}))).toMatchObject({ ok: true });
    expect(page.url()).toBe(before);
    expect(app.windows()).toHaveLength(1);
    expect(foreign.requests()).toBe(0);
    foreign.close();
  });

  test('a room’s own window is the one a page may open, and that one has no bridge, goes nowhere and opens nothing', async () => {
    const { app, page } = narae();
    const foreign = await foreignHost();
    const name = `${randomUUID()}/${randomUUID()}`;
    const refused = await page.evaluate(
      ([room, elsewhere]) => {
        const url = `/own-window/room.html#${room}`;
        const link = document.createElement('a');
        Object.assign(link, { href: url, target: room, rel: 'noopener' });
        document.body.append(link);
        link.click();
        link.remove();
        const tried = [
          window.open(elsewhere, room),
          window.open(`/index.html#${room}`, room),
          window.open('/own-window/room.html', room),
          window.open(`/own-window/room.html?x#${room}`, room),
          window.open(url, 'another'),
          window.open(url, '_blank'),
          window.open(url, room, 'width=200,noopener'),
          window.open(url, room, 'popup,noreferrer'),
          window.open('', room),
        ];
        return tried.filter((one) => one !== null).length;
      },
      [name, foreign.url] as const,
    );
    expect([refused, app.windows().length]).toEqual([0, 1]);

    const opened = app.waitForEvent('window');
    await page.evaluate((room) => void window.open(`/own-window/room.html#${room}`, room), name);
    const own = await opened;
    await expect(own.getByRole('status')).toBeVisible();
    expect(await preferencesOf(narae(), own)).toEqual(fenced);
    const inside = await own.evaluate(
      ([room, elsewhere]) => {
        const globals = ['maru', 'require', 'process'].map((one) => typeof Reflect.get(window, one));
        const windows = [elsewhere, `/own-window/room.html#${room}`].map((url) => window.open(url, 'more'));
        window.location.href = elsewhere;
        window.location.href = '/index.html';
        return { globals, windows };
      },
      [name, foreign.url] as const,
    );
    expect(inside).toEqual({ globals: ['undefined', 'undefined', 'undefined'], windows: [null, null] });
    expect(await own.evaluate((url) => fetch(url).then(String, () => 'blocked'), foreign.url)).toBe('blocked');
    expect(own.url()).toBe(`app://maru/own-window/room.html#${name}`);
    expect(foreign.requests()).toBe(0);
    const gone = own.waitForEvent('close');
    await own.evaluate(() => window.close());
    await gone;
    foreign.close();
  });

  test('nothing is embedded and nothing is downloaded', async () => {
    const { app, page } = narae();
    const foreign = await foreignHost();
    const began = app.evaluate(
      ({ session }) =>
        new Promise<boolean>((resolve) => {
          // Heard after the app's own listener; nothing else of it is let through.
          session.defaultSession.once('will-download', (event) => resolve(event.defaultPrevented));
        }),
    );
    const embedded = await page.evaluate(async (url) => {
      const view = document.createElement('webview');
      view.setAttribute('src', url);
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(view, frame);
      const seen = typeof Reflect.get(view, 'getWebContentsId');
      await new Promise((resolve) => frame.addEventListener('load', resolve));
      view.remove();
      frame.remove();
      return seen;
    }, foreign.url);
    expect(embedded).toBe('undefined');
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'data:application/octet-stream,x';
      link.download = 'x.desktop';
      link.click();
    });
    expect(await began).toBe(true);
    expect(foreign.requests()).toBe(0);
    foreign.close();
  });
}
