/** A profile's life: two side by side, one process each, damaged files, secrets, places, the end. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { startAgain } from '../support/desktop/again';
import { meet } from '../support/desktop/meeting';
import { expect, test } from '../support/desktop/test';
import { identity, listenAs, type Listener } from '../support/tls';

const run = promisify(execFile);
const server = '01890000-0000-7000-8000-000000000001';
const token = 'T'.repeat(43);

/** Whose token it is. */
let porch: Listener;
test.beforeAll(async () => {
  porch = await listenAs(await identity());
});
test.afterAll(() => porch.close());

test('two profiles run side by side; a second start of one shows the window that is there', async ({ open }) => {
  const narae = await open();
  const yunseo = await open({ language: 'ko' });
  await narae.call('saveSettings', { name: '나래' });
  expect(await yunseo.call('settings', {})).toEqual({ ok: true, value: { theme: 'system' } });
  const about = await yunseo.call('about', {});
  expect(about.ok && [about.value.locale.slice(0, 2), about.value.secrets]).toEqual(['ko', 'system']);

  await narae.minimise();
  await startAgain(narae);
  await expect.poll(async () => narae.state()).toMatchObject({ minimised: false, visible: true });
});

test('a damaged settings file is kept aside, and the app starts with its defaults', async ({ open, profile }) => {
  const folder = await profile();
  await writeFile(path.join(folder, 'settings.json'), '{"name": "나');
  await writeFile(path.join(folder, 'window.json'), 'null');
  const narae = await open({ profile: folder });
  expect(await narae.call('settings', {})).toEqual({ ok: true, value: { theme: 'system' } });
  expect((await readdir(folder)).filter((name) => name.includes('.damaged-'))).toHaveLength(2);
});

test('settings, the window’s place and a token are there after a restart', async ({ open, profile }) => {
  const folder = await profile();
  const first = await open({ profile: folder });
  await first.call('saveSettings', { name: '나래', theme: 'dark' });
  expect(await first.call('keepSecret', { server, token })).toMatchObject({ error: { code: 'not-allowed' } });
  // To forget one needs no way to the server: who leaves it is done with it also while it is away.
  expect(await first.call('keepSecret', { server, token: null })).toMatchObject({ ok: true });
  await meet(first, porch, server);
  await first.call('keepSecret', { server, token });
  const window = await first.window();
  await window.evaluate((browser) => browser.setBounds({ x: 200, y: 150, width: 640, height: 560 }));
  await expect.poll(() => window.evaluate((browser) => browser.getNormalBounds().width)).toBe(640);
  await first.quit();

  const second = await open({ profile: folder });
  expect(await second.call('settings', {})).toEqual({ ok: true, value: { name: '나래', theme: 'dark' } });
  expect(await second.call('secret', { server })).toMatchObject({ error: { code: 'not-allowed' } });
  await meet(second, porch, server);
  expect(await second.call('secret', { server })).toEqual({ ok: true, value: { token } });
  expect(await second.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  const bounds = (await second.window()).evaluate((browser) => browser.getNormalBounds());
  expect(await bounds).toMatchObject({ width: 640, height: 560 });
});

test('without a secret store a token lasts for the run', async ({ open, profile }) => {
  const folder = await profile();
  const first = await open({ profile: folder, args: ['--password-store=basic'] });
  expect(await first.call('about', {})).toMatchObject({ value: { secrets: 'memory' } });
  await meet(first, porch, server);
  await first.call('keepSecret', { server, token });
  expect(await first.call('secret', { server })).toEqual({ ok: true, value: { token } });
  await first.quit();
  const second = await open({ profile: folder, args: ['--password-store=basic'] });
  await meet(second, porch, server);
  expect(await second.call('secret', { server })).toEqual({ ok: true, value: { token: null } });
});

test('a locked keyring holds nothing up, and unlocked it gives the token', async ({ open, profile }) => {
  const folder = await profile();
  const first = await open({ profile: folder });
  await meet(first, porch, server);
  await first.call('keepSecret', { server, token });
  await first.quit();
  const secrets = (method: string, ...args: string[]) =>
    run('gdbus', [
      'call',
      '--session',
      '--dest',
      'org.freedesktop.secrets',
      '--object-path',
      '/org/freedesktop/secrets',
      '--method',
      `org.freedesktop.Secret.Service.${method}`,
      ...args,
    ]);
  await secrets('Lock', "['/org/freedesktop/secrets/collection/login']");

  const second = await open({ profile: folder });
  await expect.poll(() => second.state()).toMatchObject({ visible: true });
  await meet(second, porch, server);
  expect(await second.call('secret', { server })).toMatchObject({ ok: false, error: { code: 'busy', kind: 'retry' } });
  expect(await second.call('settings', {})).toMatchObject({ ok: true });
  await second.quit();

  const unlock = spawn('gnome-keyring-daemon', ['--replace', '--unlock', '--components=secrets'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  unlock.stdin.end('maru');
  await once(unlock, 'exit');
  const third = await open({ profile: folder });
  await meet(third, porch, server);
  expect(await third.call('secret', { server })).toEqual({ ok: true, value: { token } });
});

test('the title says the status, and no page can change it', async ({ open }) => {
  const narae = await open();
  // The page says its own status when it has begun; what is said after that stays.
  await expect(async () => {
    await narae.call('showStatus', { title: 'Commons · Maru', unread: 2, servers: [] });
    await narae.page.evaluate(() => {
      document.title = 'somebody else';
    });
    await narae.call('about', {});
    expect((await narae.state()).title).toBe('(2) Commons · Maru');
  }).toPass();
});

test('an error that nobody caught is logged, and the app goes on', async ({ open }) => {
  const narae = await open();
  await narae.app.evaluate(() => {
    setImmediate(() => {
      throw new Error('from a test');
    });
  });
  await expect.poll(() => narae.log()).toContain('from a test');
  expect(await narae.call('settings', {})).toMatchObject({ ok: true });
});

test('a developer’s window shows a new build at once', { tag: '@long' }, async ({ open }) => {
  const { app, page } = await open({ env: { MARU_WATCH: '1' } });
  const packaged = await app.evaluate(({ app: application }) => application.isPackaged);
  test.skip(packaged, 'a packaged app watches no builds');
  const dist = await app.evaluate(({ app: application }) => `${application.getAppPath()}/dist`);
  await page.evaluate(() => Reflect.set(window, 'before', true));
  let loads = 0;
  page.on('load', () => (loads += 1));
  const mark = path.join(dist, '.renderer.built');
  await writeFile(mark, await readFile(mark));
  await page.waitForFunction(() => !Reflect.has(window, 'before') && document.readyState === 'complete');
  expect(loads).toBe(1);
});
