/** The screen's state with no screen, in front of real servers: what main is asked stands in lists. */
import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import type { Readable, Secrets, Storage, Transport } from '../../client';
import {
  Settings,
  parse,
  type Bridge,
  type DesktopCalls,
  type HostStatus,
  type Id,
  type Input,
  type NoticeReply,
} from '../../protocol';
import type { Screen } from '../../renderer/ports';
import { clock } from '../../renderer/ports/clock';
import { random } from '../../renderer/ports/random';
import { StorageSettings } from '../../renderer/ports/settings';
import { SocketIoTransport } from '../../renderer/ports/socketio';
import type { App } from '../../renderer/state/app.svelte';
import type { Visit } from '../../renderer/state/visit.svelte';
import { MemorySecrets, MemoryStorage } from './ports';
import { startTestServer, type TestServer } from './server';

type Notice = Input<DesktopCalls['notify']>;

export const endings: (() => unknown)[] = [];

const setScene = () => {
  vi.stubGlobal('document', { documentElement: { dataset: {}, lang: '' }, title: '' });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
  vi.stubGlobal('navigator', { language: 'en' });
};

/** What a page has around it, before each test; what a test opened ends after it. */
export function onStage(): void {
  // Where many other things run, compiling the screen's state takes longer than a test may.
  beforeAll(async () => {
    setScene();
    await import('../../renderer/state/app.svelte');
  }, 60_000);
  beforeEach(setScene);
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
    vi.unstubAllGlobals();
  });
}

export async function porch(options: Parameters<typeof startTestServer>[0] = {}): Promise<TestServer> {
  const server = await startTestServer({ name: '디자인실 마루', ...options });
  endings.push(() => server.remove());
  return server;
}

/** Main's end of the bridge: its settings, its porch, and the notifications it was asked to show. */
export function desktop(name: string | undefined, status: HostStatus = { state: 'stopped' }) {
  const settings = parse(Settings, name ? { name } : {});
  if (!settings.ok) throw new Error('settings');
  const notices: Notice[] = [];
  const cleared: { server: Id; room: Id }[] = [];
  const clicks: ((target: Notice['target']) => void)[] = [];
  const answering: ((reply: NoticeReply) => void)[] = [];
  const asked: [call: string, input: unknown][] = [];
  const waiting: (() => void)[] = [];
  const answers: Record<string, (input: never) => unknown> = {
    settings: () => settings.value,
    saveSettings: (change: Partial<Settings>) => Object.assign(settings.value, change),
    hostStatus: () => status,
    openPorch: () => status,
    notify: (notice: Notice) => {
      notices.push(notice);
      waiting.splice(0).forEach((go) => go());
    },
    closeNotices: (target: { server: Id; room: Id }) => cleared.push(target),
    noticeSituation: () => ({ window: 'minimised', quiet: null, sounds: 'page' }),
    takeNotices: () => ({ clicked: null, answered: [] }),
  };
  const bridge = {
    call: async (call: string, input: never) => {
      asked.push([call, input]);
      return { ok: true, value: answers[call]?.(input) ?? {} };
    },
    on: (push: string, listener: never) => {
      if (push === 'noticeClicked') clicks.push(listener);
      if (push === 'noticeAnswered') answering.push(listener);
      return () => undefined;
    },
  } as unknown as Bridge;
  const notified = () =>
    notices.length > 0 ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve));
  return {
    bridge,
    asked,
    notices,
    notified,
    cleared,
    click: (target: Notice['target']) => clicks.forEach((go) => go(target)),
    answer: (reply: NoticeReply) => answering.forEach((go) => go(reply)),
  };
}

/** What was told before is decided on by then: main's end here answers at once. */
export const decided = () => new Promise((resolve) => setImmediate(resolve));

export async function screen(parts: {
  bridge?: Bridge;
  home?: string;
  storage?: Storage;
  secrets?: Secrets;
  transport?: Transport;
}): Promise<App> {
  const { App } = await import('../../renderer/state/app.svelte');
  const { BridgeSettings } = await import('../../renderer/ports/settings');
  const { bridge = null, home = null, storage = new MemoryStorage(), secrets = new MemorySecrets() } = parts;
  const { transport = new SocketIoTransport() } = parts;
  const settings = bridge ? new BridgeSettings(bridge) : new StorageSettings(storage);
  const ports: Screen['ports'] = { transport, storage, secrets, clock, random };
  const app = new App({ ports, settings, bridge, home, keeps: true });
  endings.push(() => app.visits.forEach((visit) => visit.close()));
  await app.load();
  return app;
}

export const until = <T>(readable: Readable<T>, fits: (value: T) => boolean): Promise<T> =>
  new Promise((resolve) => {
    const stop = readable.subscribe((value) => {
      if (!fits(value)) return;
      queueMicrotask(() => stop());
      resolve(value);
    });
  });
export const connected = (visit: Visit) => until(visit.session.connection, ({ phase }) => phase === 'connected');
export const current = (app: App): Visit => {
  if (!app.visit) throw new Error('nobody is on the way anywhere');
  return app.visit;
};
/** Says something in the first room, and waits until the server has it. @returns the room */
export async function saysFirst({ session, server }: Visit, text: string): Promise<Id> {
  const [room] = server.rooms;
  if (!room) throw new Error('no room');
  session.open(room.id);
  session.send(room.id, text);
  await until(session.log(room.id), ({ head, pending }) => head > 0 && pending.length === 0);
  return room.id;
}
export const myName = (visit: Visit) => visit.server.members.get(visit.server.me ?? '')?.name;
