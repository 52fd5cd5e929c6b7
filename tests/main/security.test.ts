/** What Electron is told a page may not do, event by event; tests/desktop/security.story.ts shows that it obeys. */
import { beforeEach, expect, test, vi } from 'vitest';

type Listener = (...args: never[]) => unknown;
const told = {
  app: new Map<string, Listener>(),
  session: new Map<string, Listener>(),
  switches: new Set<string>(),
  sandboxed: false,
};
const handlers = new Map<string, Listener>();
const keep = (name: string) => (handler: Listener) => void handlers.set(name, handler);
vi.mock('electron', () => ({
  app: {
    commandLine: { hasSwitch: (name: string) => told.switches.has(name) },
    enableSandbox: () => (told.sandboxed = true),
    on: (name: string, listener: Listener) => void told.app.set(name, listener),
  },
  session: {
    defaultSession: {
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      setSpellCheckerEnabled: () => undefined,
      setSpellCheckerDictionaryDownloadURL: () => undefined,
      on: (name: string, listener: Listener) => void told.session.set(name, listener),
    },
  },
  shell: {},
}));
const { secure } = await import('../../main/security');
const call = (listener: Listener | undefined, ...args: unknown[]) => listener?.(...(args as never[]));

beforeEach(() => {
  told.switches.clear();
  told.sandboxed = false;
  const security = secure({ info: () => undefined, error: () => undefined, lines: () => undefined });
  security.prepare?.();
  void security.start?.();
});

test('the system’s sandbox is on, unless a person says that it cannot work here', () => {
  expect(told.sandboxed).toBe(true);
  told.sandboxed = false;
  told.switches.add('no-sandbox');
  secure({ info: () => undefined, error: () => undefined, lines: () => undefined }).prepare?.();
  expect(told.sandboxed).toBe(false);
});

test('every way out of the page is closed, in every web contents that is made', () => {
  const contents = new Map<string, Listener>();
  let open: Listener | undefined;
  call(
    told.app.get('web-contents-created'),
    {},
    {
      on: (name: string, listener: Listener) => void contents.set(name, listener),
      setWindowOpenHandler: (handler: Listener) => void (open = handler),
    },
  );
  for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
    const preventDefault = vi.fn();
    call(contents.get(name), { preventDefault });
    expect([name, preventDefault.mock.calls.length]).toEqual([name, 1]);
  }
  for (const url of ['app://maru/index.html', 'https://evil.example/', 'about:blank', ''])
    expect(call(open, { url })).toEqual({ action: 'deny' });
});

test.each([
  ['notifications', 'app://maru/index.html', true],
  ['clipboard-sanitized-write', 'app://maru/', true],
  ['notifications', 'https://maru/', false],
  ['notifications', 'app://maru.example/', false],
  ...['clipboard-read', 'media', 'geolocation', 'midi', 'midiSysex', 'pointerLock', 'fullscreen', 'openExternal'].map(
    (name) => [name, 'app://maru/', false] as const,
  ),
  ...['serial', 'hid', 'usb', 'display-capture', 'idle-detection', 'window-management', 'keyboardLock', 'unknown'].map(
    (name) => [name, 'app://maru/', false] as const,
  ),
  ...['fileSystem', 'speaker-selection', 'storage-access', 'a permission of tomorrow', '', 'constructor'].map(
    (name) => [name, 'app://maru/', false] as const,
  ),
] as const)('%s for %s: %s', (permission, url, given) => {
  const answers: boolean[] = [];
  const answer = (granted: boolean) => void answers.push(granted);
  const contents = { getURL: () => url };
  call(handlers.get('request'), contents, permission, answer, { isMainFrame: true, requestingUrl: url });
  call(handlers.get('request'), contents, permission, answer, { isMainFrame: false, requestingUrl: url });
  // A frame of another origin does not borrow the page's own.
  call(handlers.get('request'), { getURL: () => 'app://maru/' }, permission, answer, {
    isMainFrame: true,
    requestingUrl: 'https://evil.example/',
  });
  expect(answers).toEqual([given, false, false]);
  expect(call(handlers.get('check'), null, permission, url)).toBe(given);
});

test('no device is given, and nothing is downloaded', () => {
  for (const deviceType of ['hid', 'serial', 'usb']) expect(call(handlers.get('device'), { deviceType })).toBe(false);
  const preventDefault = vi.fn();
  call(told.session.get('will-download'), { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});
