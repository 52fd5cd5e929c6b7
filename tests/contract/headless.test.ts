/** The headless server as a process: its one line, its exit codes, and what a kill leaves. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reachableAddresses } from '../../server';
import { everyInterface } from '../../server/addresses';
import { readOptions } from '../../server/options';
import { defaultDataDir } from '../../server/places';
import { bundles } from '../support/build-worker';
import { startHeadless, type Headless, type HeadlessOptions } from '../support/headless';
import { removeFolder, temporaryFolder } from '../support/folders';
import { person, Talker } from '../support/server';

let folder: string;
const running: Headless[] = [];
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.kill()));
  await removeFolder(folder);
});
const open = async (options: Partial<HeadlessOptions> = {}) => {
  const server = await startHeadless({ dataDir: folder, bundle: bundles.headless, ...options });
  running.push(server);
  return server;
};

/** A run to its end. */
async function run(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [bundles.headless, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const ended = once(child, 'close');
  return { child, out: () => out, err: () => err, ended: ended.then(([code]) => ({ code: code as number, out, err })) };
}

test('with --json it prints one line when ready, and nothing else; SIGTERM and SIGINT end it cleanly', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const { child, out, ended } = await run(['--data', folder, '--port', '0', '--host', '127.0.0.1', '--json']);
    while (!out().includes('\n')) await once(child.stdout, 'data');
    const ready = JSON.parse(out()) as { url: string; port: number };
    expect(ready).toEqual({
      ...{ event: 'ready', url: `http://127.0.0.1:${ready.port}/`, port: ready.port, pid: child.pid },
      fingerprint: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    expect(await (await fetch(`${ready.url}hello`)).json()).toMatchObject({ product: 'maru', name: '마루' });
    const narae = await person(ready.url, '나래');
    child.kill(signal);
    await narae.talker.until(() => narae.talker.pushes('closing')[0]);
    const { code, out: all, err } = await ended;
    expect(code).toBe(0);
    expect(all.trim().split('\n')).toHaveLength(1);
    for (const line of err.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ level: 30 });
  }
});

test('killed twice between acknowledgements, it keeps every acknowledged word, once and in order', async () => {
  let server = await open();
  const narae = await person(server.url, '나래');
  const acknowledged: string[] = [];
  const offered: string[] = [];
  for (let kills = 0; kills < 2; kills += 1) {
    const talker = await Talker.dial(server.url, { token: narae.token });
    const say = (id: string) =>
      talker.must('append', { log: narae.commons, entries: [{ id, kind: 'message', body: { text: `말 ${id}` } }] });
    await talker.must('resume', { logs: [] });
    let stopped = false;
    const talking = (async () => {
      while (!stopped) {
        const id = randomUUID();
        offered.push(id);
        await say(id);
        acknowledged.push(id);
      }
    })().catch(() => undefined);
    await talker.until(() => talker.entriesOf(narae.commons).length >= 25);
    await server.kill();
    stopped = true;
    talker.close();
    await talking;
    server = await open({ port: 0 });
  }
  const talker = await Talker.dial(server.url, { token: narae.token });
  const { logs } = await talker.must('resume', { logs: [] });
  const found: { seq: number; id: string; kind: string }[] = [];
  for (const log of logs) {
    while ((found.at(-1)?.seq ?? 0) < log.head)
      found.push(
        ...(await talker.must('read', { log: log.log, epoch: log.epoch, after: found.at(-1)?.seq ?? 0 })).entries,
      );
  }
  expect(found.map(({ seq }) => seq)).toEqual(found.map((_, at) => at + 1));
  const said = found.filter(({ kind }) => kind === 'message').map(({ id }) => id);
  // What was offered and not acknowledged may be there; nothing acknowledged may be missing, nothing twice, nothing moved.
  expect(said.filter((id) => acknowledged.includes(id))).toEqual(acknowledged);
  expect(said).toEqual(offered.filter((id) => said.includes(id)));
  expect(acknowledged.length).toBeGreaterThan(10);
  expect(await server.stop()).toBe(0);
});

describe('it cannot start', () => {
  test('bad arguments end with 2 and a hint', async () => {
    for (const args of [
      ['--nonsense'],
      ['--port', 'seven'],
      ['--port', '70000'],
      ['--port', ''],
      ['--name', ' '],
      ['--data', ''],
      ['--restore', ''],
      ['--proxy', 'proxy.example'],
      ['--proxy', '10.0.0.0/0'],
      ['--host-name', 'https://chat.example'],
      ['stray'],
    ]) {
      const { code, err, out } = await (await run([...args, '--json'])).ended;
      expect([args, code, out]).toEqual([args, 2, '']);
      expect(err).toMatch(/^maru-server: .+\nTry --help\.\n$/);
    }
  });

  test('a folder in use, a damaged one, a taken port: one plain message that says what to do, and 1', async () => {
    const server = await open();
    const inUse = await (await run(['--data', folder, '--port', '0', '--json'])).ended;
    expect(inUse).toMatchObject({ code: 1, out: '' });
    expect(inUse.err).toContain('Stop the other server first');
    const other = await (
      await run(['--data', join(folder, 'other'), '--port', String(server.port), '--host', '127.0.0.1', '--json'])
    ).ended;
    expect(other).toMatchObject({ code: 1, out: '' });
    expect(other.err).toMatch(new RegExp(`port ${server.port} is in use.*\n.*--port`));
    await writeFile(join(folder, 'damaged'), '');
    const damaged = await (await run(['--data', join(folder, 'damaged'), '--json'])).ended;
    expect(damaged).toMatchObject({ code: 1 });
    expect(damaged.err).toContain('Choose another folder with --data');
  });
});

test('help and version are printed and end it', async () => {
  const [help, version] = [await (await run(['--help'])).ended, await (await run(['--version'])).ended];
  expect(help).toMatchObject({ code: 0, err: '' });
  expect(help.out).toContain('MARU_PASSWORD');
  expect(help.out).toContain('--restore FILE');
  expect(version).toEqual({ code: 0, err: '', out: '0.0.0-test\n' });
});

test('without --json it tells a person where it is, with a code to scan, and never the password', async () => {
  const { child, out, ended } = await run(['--data', folder, '--port', '0', '--name', '디자인실', '--no-announce'], {
    MARU_PASSWORD: '마루 열쇠',
  });
  while (!out().includes('Ctrl+C')) await once(child.stdout, 'data');
  expect(out()).toContain('디자인실 is open.');
  expect(out()).toMatch(/On this machine: http:\/\/127\.0\.0\.1:\d+\//);
  const others = reachableAddresses('0.0.0.0', 1);
  if (others[0]) {
    expect(out()).toContain(`http://${others[0].address}:`);
    expect(out()).toMatch(/[█▀▄]/);
  }
  child.kill('SIGTERM');
  const { code, err } = await ended;
  expect(code).toBe(0);
  expect(`${out()}${err}`).not.toContain('열쇠');
});

test('options are read from the command line and the environment', () => {
  const read = (args: string[], env = {}) => {
    const answer = readOptions(args, env);
    return answer.ok ? answer.options.parts : answer.message;
  };
  expect(read([])).toMatchObject({ host: everyInterface(), port: 7420, portTries: 20, hostNames: [] });
  expect(read(['--port', '8000'])).not.toHaveProperty('portTries');
  expect(read([])).not.toHaveProperty('password');
  expect(read([], { MARU_PASSWORD: '' })).toMatchObject({ password: null });
  expect(read([], { MARU_PASSWORD: '열쇠', MARU_HOSTS: 'a.example, b.example' })).toMatchObject({
    password: '열쇠',
    hostNames: ['a.example', 'b.example'],
  });
  expect(read([])).toMatchObject({ guests: true, proxies: [] });
  expect(
    read(
      [
        '--no-guests',
        '--host-name',
        'a.example',
        '--host-name',
        'b.example',
        '--proxy',
        '::1',
        '--proxy',
        '10.0.0.0/8',
      ],
      {
        MARU_HOSTS: 'c.example',
      },
    ),
  ).toMatchObject({
    guests: false,
    hostNames: ['c.example', 'a.example', 'b.example'],
    proxies: ['::1', '10.0.0.0/8'],
  });
  expect(read([], { MARU_PASSWORD: 'x'.repeat(200) })).toMatch('MARU_PASSWORD');
});

test('the usual place for its data, by system', () => {
  expect(defaultDataDir({}, 'linux', '/home/narae')).toBe('/home/narae/.local/share/maru/server');
  expect(defaultDataDir({ XDG_DATA_HOME: '/data' }, 'linux', '/home/narae')).toBe('/data/maru/server');
  expect(defaultDataDir({ XDG_DATA_HOME: 'relative' }, 'linux', '/home/narae')).toBe(
    '/home/narae/.local/share/maru/server',
  );
  expect(defaultDataDir({}, 'darwin', '/Users/narae')).toBe('/Users/narae/Library/Application Support/Maru/server');
});

test('the addresses others can use: private IPv4 first, link-local after them, loopback never', () => {
  const at = (address: string, family = 'IPv4') =>
    ({ address, family, internal: false, netmask: '', mac: '', cidr: null }) as never;
  const interfaces = {
    lo: [at('127.0.0.1'), at('::1', 'IPv6')],
    docker0: [at('172.17.0.1')],
    wlan0: [at('fe80::1', 'IPv6'), at('2001:db8::7', 'IPv6'), at('192.168.0.7'), at('169.254.3.4')],
    eth0: [at('203.0.113.5'), at('10.0.0.5')],
  };
  const list = (host: string) => reachableAddresses(host, 7420, interfaces).map(({ address }) => address);
  expect(list('::')).toEqual([
    ...['192.168.0.7', '10.0.0.5', '203.0.113.5', '2001:db8::7', '169.254.3.4', 'fe80::1%wlan0', '172.17.0.1'],
  ]);
  expect(list('0.0.0.0')).toEqual(['192.168.0.7', '10.0.0.5', '203.0.113.5', '169.254.3.4', '172.17.0.1']);
  expect(list('10.0.0.5')).toEqual(['10.0.0.5']);
  expect(list('127.0.0.1')).toEqual([]);
  expect(reachableAddresses('::', 7420, interfaces)[3]).toEqual({
    url: 'http://[2001:db8::7]:7420/',
    address: '2001:db8::7',
    interface: 'wlan0',
    ...{ kind: 'wifi', family: 'IPv6', browsers: true },
  });
});
