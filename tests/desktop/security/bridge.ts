/** What a page may ask: of Chromium, of main, and through main of the system. */
import type { DesktopApp } from '../../support/desktop/app';
import { expect, test } from '../../support/desktop/test';

export function fencedBridge(narae: () => DesktopApp): void {
  test('permissions: notifications are there, everything else is denied', async () => {
    const { page } = narae();
    const states = await page.evaluate(async () => {
      const names = ['notifications', 'geolocation', 'camera', 'microphone', 'clipboard-read', 'midi'];
      const query = (name: string) =>
        navigator.permissions.query({ name: name as PermissionName }).then(
          ({ state }) => state,
          () => 'denied',
        );
      const location = new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          () => resolve('denied'),
        ),
      );
      const screen = navigator.mediaDevices.getDisplayMedia().then(
        () => 'given',
        () => 'denied',
      );
      const camera = navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'given',
        () => 'denied',
      );
      return { asked: await Promise.all(names.map(query)), tried: await Promise.all([location, camera, screen]) };
    });
    expect(states).toEqual({
      asked: ['granted', 'denied', 'denied', 'denied', 'denied', 'denied'],
      tried: ['denied', 'denied', 'denied'],
    });
  });

  test('main answers our window only: another one with the same page and preload is refused', async () => {
    const { app, page } = narae();
    const foreign = await app.evaluate(async ({ BrowserWindow, app: application }) => {
      const preload = `${application.getAppPath()}/dist/preload/preload.cjs`;
      const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      try {
        await other.loadURL('app://maru/index.html');
        return (await other.webContents.executeJavaScript('maru.call("settings", {})')) as unknown;
      } finally {
        other.destroy();
      }
    });
    expect(foreign).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect(await page.evaluate(() => window.maru.call('settings', {}))).toMatchObject({ ok: true });
  });

  test('what does not fit is a named refusal; nothing thrown crosses the bridge', async () => {
    const { page } = narae();
    const answers = await page.evaluate(async () => {
      const call = window.maru.call as unknown as (
        name: unknown,
        input: unknown,
      ) => Promise<{ ok: boolean; error?: { code: string } }>;
      const tried: [unknown, unknown][] = [
        ['settings', null],
        ['secret', { server: '../../etc/passwd' }],
        ['openPorch', { name: 'x', port: 99_999 }],
        ['notify', { title: 'x', body: 'y'.repeat(10_000), target: {} }],
        ['openLink', { url: 'file:///etc/passwd' }],
        ['reach', { url: 'not an address' }],
        ['settings', () => 1],
        ['constructor', {}],
        ['ipc-internal', {}],
      ];
      return Promise.all(tried.map(async ([name, input]) => (await call(name, input)).error?.code));
    });
    expect(answers).toEqual([
      'invalid',
      'invalid',
      'invalid',
      'invalid',
      'invalid',
      'invalid',
      'invalid',
      'unknown-call',
      'unknown-call',
    ]);
  });

  test('a link opens in the system’s program', async () => {
    const { app, page } = narae();
    await app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(shell, { openExternal: async (url: string) => void opened.push(url) });
      Reflect.set(globalThis, 'opened', opened);
    });
    const call = (url: string) => page.evaluate((to) => window.maru.call('openLink', { url: to }), url);
    expect(await call('https://example.org/마루')).toMatchObject({ ok: true });
    expect(await call('javascript:alert(1)')).toMatchObject({ ok: false });
    expect(await app.evaluate(() => Reflect.get(globalThis, 'opened') as unknown)).toEqual([
      'https://example.org/마루',
    ]);
  });
}
