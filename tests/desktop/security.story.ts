/** The window against a page that turned bad: what Electron is told in main/ holds in a running app. */
import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { DesktopApp, temporaryProfile } from '../support/desktop/app';
import { expect, test } from '../support/desktop/test';
import { identity } from '../support/tls';

/** One window for all of these: none of them may leave a trace in it. */
let narae: DesktopApp;
let profile: Awaited<ReturnType<typeof temporaryProfile>>;
test.beforeAll(async () => {
  profile = await temporaryProfile();
  narae = await DesktopApp.launch(profile.folder);
});
test.afterAll(async () => {
  await narae.quit();
  await profile.remove();
});

/** A host on this machine that counts who reaches it. */
async function foreignHost() {
  let requests = 0;
  const own = await identity();
  const server = createServer({ key: own.key, cert: own.cert }, (_request, response) => {
    requests += 1;
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('<h1>foreign</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}/`,
    fingerprint: own.fingerprint,
    requests: () => requests,
    close: () => server.close(),
  };
}

const fenced = { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true };
const preferencesOf = async (page: Page) =>
  (await narae.app.browserWindow(page)).evaluate(({ webContents }) => {
    const told = webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = told.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webSecurity };
  });

test('the page is sandboxed, sees two functions and no Node, and cannot leave or open windows', async () => {
  const { app, page } = narae;
  const foreign = await foreignHost();
  expect(
    await page.evaluate(() => [
      typeof Reflect.get(window, 'require'),
      typeof Reflect.get(window, 'process'),
      Object.keys(window.maru).sort(),
    ]),
  ).toEqual(['undefined', 'undefined', ['call', 'on']]);
  expect(await preferencesOf(page)).toEqual(fenced);

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
  const { app, page } = narae;
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
  expect(await preferencesOf(own)).toEqual(fenced);
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

test('only a host whose key a person took is reached, by HTTP and by WebSocket', async () => {
  const foreign = await foreignHost();
  const ask = () =>
    narae.page.evaluate(
      (url) =>
        fetch(url).then(
          (response) => response.status,
          () => 'blocked',
        ),
      foreign.url,
    );
  const dial = () =>
    narae.page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const socket = new WebSocket(url.replace('https:', 'wss:'));
          socket.onopen = () => resolve('open');
          socket.onerror = () => resolve('error');
        }),
      foreign.url,
    );
  expect(await ask()).toBe('blocked');
  expect(await dial()).toBe('error');
  expect(foreign.requests()).toBe(0);
  expect(await narae.call('reach', { url: foreign.url.replace('https://', 'https://narae:secret@') })).toMatchObject({
    ok: false,
  });
  expect(await ask()).toBe('blocked');
  const { url, fingerprint } = foreign;
  expect(await narae.call('reach', { url: url.replace('https:', 'http:') })).toMatchObject({ ok: false });
  expect(await narae.call('reach', { url })).toEqual({ ok: true, value: { verdict: 'unknown', fingerprint } });
  expect(await ask()).toBe('blocked');
  expect(await narae.call('trust', { url, fingerprint, compared: true })).toMatchObject({ value: { by: 'pin' } });
  expect(await ask()).toBe(200);
  await dial();
  expect(foreign.requests()).toBeGreaterThan(1);
  foreign.close();
});

test('the scheme serves one folder, under its policy', async () => {
  const { page } = narae;
  const load = (src: string) =>
    page.evaluate(
      (url) =>
        new Promise<string>((resolve) => {
          const image = new Image();
          image.onload = () => resolve('loaded');
          image.onerror = () => resolve('refused');
          image.src = url;
        }),
      src,
    );
  // A picture that anybody may read, outside the folder.
  const outside = path.join(profile.folder, 'outside.png');
  await copyFile(path.resolve(import.meta.dirname, '../../assets/icon.png'), outside);
  const up = '..%2f'.repeat(20);
  expect(await load('app://maru/icon.png')).toBe('loaded');
  expect(await load(`app://maru/${up}${encodeURIComponent(outside.slice(1))}`)).toBe('refused');
  expect(await load(`file://${outside}`)).toBe('refused');

  const ran = await page.evaluate(() => {
    const refused = (work: () => void) => {
      try {
        work();
        return false;
      } catch (error) {
        return error instanceof TypeError;
      }
    };
    // No string becomes a script, markup or code: the policy asks for types that only Svelte's templates can make.
    const thrown = [
      refused(() => {
        const script = document.createElement('script');
        script.textContent = 'window.inline = true';
        document.head.append(script);
      }),
      refused(() => {
        document.createElement('div').innerHTML = '<img src=x onerror="window.inline = true">';
      }),
      refused(() => {
        document.createElement('iframe').srcdoc = '<script>window.inline = true</script>';
      }),
      refused(() => {
        document.createElement('script').src = 'data:text/javascript,window.inline=true';
      }),
      refused(() => {
        const script = document.createElement('script');
        script.append('window.inline = true');
        document.head.append(script);
      }),
      refused(() => void Reflect.get(window, 'trustedTypes').createPolicy('mine', {})),
    ];
    return [thrown, Reflect.get(window, 'inline') ?? null];
  });
  expect(ran).toEqual([[true, true, true, true, true, true], null]);
});

test('permissions: notifications are there, everything else is denied', async () => {
  const { page } = narae;
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

test('nothing is embedded and nothing is downloaded', async () => {
  const { app, page } = narae;
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

test('main answers our window only: another one with the same page and preload is refused', async () => {
  const { app, page } = narae;
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
  const { page } = narae;
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
  const { app, page } = narae;
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(shell, { openExternal: async (url: string) => void opened.push(url) });
    Reflect.set(globalThis, 'opened', opened);
  });
  const call = (url: string) => page.evaluate((to) => window.maru.call('openLink', { url: to }), url);
  expect(await call('https://example.org/마루')).toMatchObject({ ok: true });
  expect(await call('javascript:alert(1)')).toMatchObject({ ok: false });
  expect(await app.evaluate(() => Reflect.get(globalThis, 'opened') as unknown)).toEqual(['https://example.org/마루']);
});
