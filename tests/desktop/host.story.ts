/** The embedded server as its process: opened, killed, brought back, stopped, and what closing the window means then. */
import { symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { HostStatus } from '../../protocol';
import type { DesktopApp } from '../support/desktop/app';
import { expect, test } from '../support/desktop/test';
import { freePort } from '../support/free-port';

type Running = Extract<HostStatus, { state: 'running' }>;

async function openPorch(app: DesktopApp, more: { port?: number; password?: string | null } = {}): Promise<HostStatus> {
  const answer = await app.call('openPorch', { name: '디자인실 마루', port: await freePort(), ...more });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

async function running(app: DesktopApp, more: { port?: number; password?: string | null } = {}): Promise<Running> {
  const status = await openPorch(app, more);
  if (status.state !== 'running') throw new Error(JSON.stringify(status));
  return status;
}

const hello = async (url: string): Promise<Record<string, unknown>> =>
  (await (await fetch(`${url}hello`)).json()) as Record<string, unknown>;

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('opened, it serves and asks for its password; the password is in no log and on no command line', async ({
  open,
}) => {
  const hangyeol = await open();
  const status = await running(hangyeol, { password: 'sesam-öffne-dich' });
  expect(status).toMatchObject({
    name: '디자인실 마루',
    password: true,
    restarts: 0,
    url: `http://127.0.0.1:${status.port}/`,
    addresses: [],
  });
  expect(await hello(status.url)).toMatchObject({ product: 'maru', id: status.id, password: true });
  expect(await hangyeol.log()).not.toContain('sesam');
  expect(await hangyeol.call('settings', {})).toMatchObject({
    value: { porch: { name: '디자인실 마루', port: status.port } },
  });

  expect(await hangyeol.call('stopPorch', {})).toEqual({ ok: true, value: { state: 'stopped' } });
  await expect(hello(status.url)).rejects.toThrow();
  const again = await running(hangyeol, { port: status.port });
  expect(again).toMatchObject({ id: status.id, port: status.port, password: true });
  await hangyeol.call('stopPorch', {});
  expect(await running(hangyeol, { port: status.port, password: null })).toMatchObject({ password: false });
});

test('a port that is taken gives the next free one, and says so', { tag: '@long' }, async ({ open }) => {
  const hangyeol = await open();
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const status = await running(hangyeol, { port });
  expect(status.askedPort).toBe(port);
  expect(status.port).toBeGreaterThan(port);
  other.close();
});

test(
  'a data folder that another porch has open is a reason, not a crash',
  { tag: '@long' },
  async ({ open, profile }) => {
    const [hangyeol, mateo] = [await profile(), await profile()];
    const first = await open({ profile: hangyeol });
    await running(first);
    await symlink(`${hangyeol}/porch`, `${mateo}/porch`);
    const second = await open({ profile: mateo });
    expect(await openPorch(second)).toMatchObject({ state: 'stopped', failure: { code: 'folder-in-use' } });
  },
);

test('killed twice, it comes back on its port each time, and the window hears of it', async ({ open }) => {
  const hangyeol = await open();
  await hangyeol.page.evaluate(() => {
    const states: string[] = [];
    Reflect.set(window, 'states', states);
    window.maru.on('host', (status) => states.push(status.state));
  });
  let status = await running(hangyeol);
  for (let kill = 1; kill <= 2; kill += 1) {
    const before = status;
    process.kill(before.pid, 'SIGKILL');
    await expect
      .poll(async () => {
        const now = await hangyeol.hostStatus();
        if (now.state === 'running') status = now;
        return status.restarts;
      })
      .toBe(kill);
    expect(status).toMatchObject({ id: before.id, port: before.port, hostKey: before.hostKey, url: before.url });
    expect(status.pid).not.toBe(before.pid);
    expect(await hello(status.url)).toMatchObject({ id: before.id });
  }
  const states = await hangyeol.page.evaluate(() => Reflect.get(window, 'states') as string[]);
  expect(states.filter((state) => state === 'running')).toHaveLength(3);
  expect(states).not.toContain('stopped');
});

test('quitting stops it; so does a killed app', async ({ open }) => {
  const hangyeol = await open();
  const first = await running(hangyeol);
  await hangyeol.quit();
  await expect.poll(() => isThere(first.pid)).toBe(false);

  const mateo = await open();
  const second = await running(mateo);
  mateo.app.process().kill('SIGKILL');
  await expect.poll(() => isThere(second.pid)).toBe(false);
});

/** Answers native dialogs with a button, and keeps what they said. */
const answerDialogs = (app: DesktopApp, button: string) =>
  app.app.evaluate(({ dialog }, label) => {
    Object.assign(dialog, {
      showMessageBox: async (_window: unknown, options: { buttons: string[] }) => {
        Reflect.set(globalThis, 'asked', options.buttons);
        return { response: options.buttons.indexOf(label), checkboxChecked: false };
      },
    });
  }, button);
const closeWindow = async (app: DesktopApp) => (await app.window()).evaluate((window) => window.close());

test('closing the window asks while people may be on the porch: stay minimised, or stop', async ({ open }) => {
  const hangyeol = await open({ language: 'ko' });
  const status = await running(hangyeol);
  await answerDialogs(hangyeol, '최소화');
  await closeWindow(hangyeol);
  await expect.poll(() => hangyeol.state()).toMatchObject({ minimised: true });
  expect(await hangyeol.app.evaluate(() => Reflect.get(globalThis, 'asked') as unknown)).toEqual([
    '최소화',
    '마루 닫고 끝내기',
    '취소',
  ]);
  expect(await hello(status.url)).toMatchObject({ id: status.id });

  await answerDialogs(hangyeol, '취소');
  await closeWindow(hangyeol);
  expect(await hangyeol.hostStatus()).toMatchObject({ state: 'running' });

  await answerDialogs(hangyeol, '마루 닫고 끝내기');
  const gone = hangyeol.app.waitForEvent('close');
  await closeWindow(hangyeol);
  await gone;
  await expect.poll(() => isThere(status.pid)).toBe(false);
});

test('closing the window with no porch open ends the app', async ({ open }) => {
  const narae = await open();
  const gone = narae.app.waitForEvent('close');
  await closeWindow(narae);
  await gone;
});
