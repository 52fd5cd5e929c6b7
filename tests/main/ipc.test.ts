import { expect, test, vi } from 'vitest';
import type { DesktopHandlers } from '../../main/answers';
import type { AppWindow } from '../../main/window';
import { bridgeNames, channel } from '../../protocol';

type Listener = (event: unknown, raw: unknown) => unknown;
const mounted = new Map<string, Listener>();
vi.mock('electron', () => ({
  ipcMain: {
    handle: (name: string, listener: Listener) => void mounted.set(name, listener),
    removeHandler: (name: string) => void mounted.delete(name),
  },
}));
const { mountCalls } = await import('../../main/ipc');

const contents = {};
const window = { browser: { webContents: contents } } as unknown as AppWindow;
const called: unknown[] = [];
const handlers = new Proxy({} as DesktopHandlers, {
  get: (_target, name) => (input: unknown) => {
    called.push([name, input]);
    if (name === 'stopPorch') throw new Error('from a test');
    if (name === 'hostStatus') return Promise.reject(new Error('from a test'));
    return { ok: true, value: {} };
  },
});
const logged: string[] = [];
const log = { info: () => undefined, lines: () => undefined, error: (text: string) => void logged.push(text) };
const lock = { locked: false };
const own = {};
const rooms = { holds: (one: unknown) => one === own };
const module = mountCalls(window, rooms, handlers, log, lock);
void module.start?.();

const top = { parent: null, url: 'app://maru/index.html' };
const ask = (name: string, raw: unknown, event: object = { sender: contents, senderFrame: top }) =>
  mounted.get(channel.call(name))?.(event, raw);

test('every listed call is mounted, and nothing else; stopping takes all back', () => {
  expect([...mounted.keys()].sort()).toEqual(bridgeNames.calls.map(channel.call).sort());
});

test.each([
  ['our page in a frame of another', { sender: contents, senderFrame: { ...top, parent: top } }],
  ['another page in our window', { sender: contents, senderFrame: { ...top, url: 'app://maru.example/index.html' } }],
  ['another window', { sender: {}, senderFrame: top }],
  ['a frame that is gone', { sender: contents, senderFrame: null }],
])('%s is refused before anything is read', async (_name, event) => {
  called.length = 0;
  expect(await ask('settings', {}, event)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  expect(called).toEqual([]);
});

test('a room’s own window asks which of its words are wrong, from its own page, and nothing else', async () => {
  const id = '01890000-0000-7000-8000-000000000001';
  const page = { parent: null, url: `app://maru/own-window/room.html#${id}/${id}` };
  const asks = (name: string, event: object) => ask(name, { language: 'en', words: ['Helo'] }, event);
  called.length = 0;
  expect(await asks('misspelled', { sender: own, senderFrame: page })).toMatchObject({ ok: true });
  for (const name of bridgeNames.calls.filter((one) => one !== 'misspelled'))
    expect(await asks(name, { sender: own, senderFrame: page })).toMatchObject({ error: { code: 'not-allowed' } });
  for (const event of [
    { sender: own, senderFrame: top },
    { sender: own, senderFrame: null },
    { sender: own, senderFrame: { ...page, parent: page } },
    { sender: {}, senderFrame: page },
  ])
    expect(await asks('misspelled', event)).toMatchObject({ error: { code: 'not-allowed' } });
  lock.locked = true;
  expect(await asks('misspelled', { sender: own, senderFrame: page })).toMatchObject({ ok: false });
  lock.locked = false;
  expect(called).toHaveLength(1);
});

test('a handler gets what the schema lets through, and no more', async () => {
  called.length = 0;
  expect(await ask('openLink', { url: 'https://example.org', more: 1 })).toEqual({ ok: true, value: {} });
  expect(await ask('openLink', { url: 7 })).toMatchObject({ ok: false, error: { code: 'invalid', field: 'url' } });
  expect(called).toEqual([['openLink', { url: 'https://example.org' }]]);
});

test('while the app is locked, what shows or changes anything is refused before it is read; what a connection needs is not', async () => {
  called.length = 0;
  lock.locked = true;
  expect(await ask('openPorch', 7)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  expect(await ask('saveSettings', { name: '나래' })).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  expect(await ask('settings', {})).toEqual({ ok: true, value: {} });
  lock.locked = false;
  expect(called).toEqual([['settings', {}]]);
});

test('what a handler throws is logged in main and is a refusal outside', async () => {
  for (const name of ['stopPorch', 'hostStatus']) {
    expect(await ask(name, {})).toMatchObject({ ok: false, error: { code: 'internal' } });
  }
  expect(logged).toEqual(['stopPorch failed', 'hostStatus failed']);
});
