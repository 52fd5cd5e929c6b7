/** A newer Maru: believed by its signature alone, whoever hands it on; fetched whole or not at all. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { kindHere } from '../../main/updates/install';
import { serverAt } from '../../main/updates/source';
import { updatesOf, type UpdateParts } from '../../main/updates/updates';
import { FEED_NAME, isNewer, type UpdateState } from '../../protocol';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startTestServer } from '../support/server';

const script = path.resolve(import.meta.dirname, '../../scripts/feed.mjs');
const log = { info: () => undefined, error: () => undefined, lines: () => undefined };

let folder: string;
/** The maker's: a key, a folder of packages on the web, and how that misbehaves. */
let maker: { key: string; public: string; web: string; package: Buffer };
let web: Server;
let asked: { name: string; range: string | undefined }[];
/** After so many bytes of a package the wire is cut, once. */
let cutAfter: number | null;

const file = (...parts: string[]) => path.join(folder, ...parts);
const publish = (version: string, key = keys.key, web = maker.web) =>
  execFileSync(process.execPath, [
    ...[script, 'sign', '--key', key, '--version', version, '--folder', web],
    ...['--ko', '더 빨라졌어요.', '--en', 'It is faster.'],
  ]);

/** The same for all stories: what was made once, with the program that makes it. */
let released: string;
let keys: { key: string; public: string };
beforeAll(async () => {
  released = await temporaryFolder('released');
  const key = path.join(released, '..', `${path.basename(released)}.pem`);
  const printed = execFileSync(process.execPath, [script, 'keys', key], { encoding: 'utf8' }).trim();
  keys = { key, public: printed };
  fs.writeFileSync(path.join(released, 'maru_2.0.0_amd64.deb'), randomBytes(300_000));
  publish('2.0.0', key, released);
});
afterAll(async () => {
  fs.rmSync(keys.key);
  await removeFolder(released);
});

beforeEach(async () => {
  folder = await temporaryFolder('updates');
  fs.mkdirSync(file('mine'));
  fs.cpSync(released, file('web'), { recursive: true });
  maker = { ...keys, web: file('web'), package: fs.readFileSync(file('web', 'maru_2.0.0_amd64.deb')) };
  [asked, cutAfter] = [[], null];
  web = createServer((request, response) => {
    const name = path.basename(request.url ?? '');
    const { range } = request.headers;
    asked.push({ name, range });
    const lying = file('web', name);
    if (!fs.existsSync(lying)) return void response.writeHead(404).end();
    const from = Number(/^bytes=(\d+)-$/u.exec(range ?? '')?.[1] ?? 0);
    const bytes = fs.readFileSync(lying).subarray(from);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length });
    if (cutAfter === null || name === FEED_NAME) return void response.end(bytes);
    response.write(bytes.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 20));
    cutAfter = null;
  }).listen(0, '127.0.0.1');
  await once(web, 'listening');
});
afterEach(async () => {
  await new Promise((closed) => web.close(closed));
  await removeFolder(folder);
});

const address = () => `http://127.0.0.1:${(web.address() as AddressInfo).port}/releases`;

/** The app of somebody who has 1.4.0, by the .deb. */
function app(change: Partial<UpdateParts> = {}) {
  const told: UpdateState[] = [];
  const opened: string[] = [];
  const { handlers } = updatesOf({
    config: { key: maker.public, feed: address() },
    here: { version: '1.4.0', platform: 'linux', arch: 'x64', kind: 'deb' },
    appImage: undefined,
    folder: file('mine'),
    serverAt: () => null,
    chooseFolder: async () => null,
    system: {
      openPath: async (opening) => (opened.push(opening), ''),
      showInFolder: () => undefined,
      relaunch: () => undefined,
      quit: () => undefined,
    },
    tell: (state) => told.push(state),
    now: () => 1_800_000_000_000,
    log,
    ...change,
  });
  const value = async <T>(answer: unknown): Promise<T> => ((await answer) as { value: T }).value;
  return {
    told,
    opened,
    look: (servers: { url: string; name: string }[] = []) => value<UpdateState>(handlers.lookForUpdate({ servers })),
    load: () => value<UpdateState>(handlers.loadUpdate({})),
    take: () => value<UpdateState>(handlers.takeUpdate({})),
    install: () => handlers.installUpdate({}),
  };
}

test('what the maker signed is found, fetched, and handed to the system', async () => {
  const narae = app();
  expect(await narae.look()).toMatchObject({
    ...{ state: 'found', version: '2.0.0', bytes: 300_000, source: { from: 'feed' } },
    notes: { ko: '더 빨라졌어요.', en: 'It is faster.' },
  });
  expect(await narae.load()).toMatchObject({ state: 'ready', kind: 'deb' });
  expect(fs.readFileSync(file('mine', 'maru_2.0.0_amd64.deb')).equals(maker.package)).toBe(true);
  expect(narae.told.some((state) => state.state === 'loading' && state.loaded > 0)).toBe(true);
  expect(await narae.install()).toMatchObject({ value: { handed: true } });
  expect(narae.opened).toEqual([file('mine', 'maru_2.0.0_amd64.deb')]);
  // The next start finds it on the disk.
  expect(await app().look()).toMatchObject({ state: 'ready' });
});

test('without a key nothing is asked, and nothing is believed', async () => {
  const narae = app({ config: null });
  expect(await narae.look()).toEqual({ state: 'off' });
  expect(asked).toEqual([]);
});

test('somebody else’s signature, a changed feed, and none at all are told apart, and nothing is fetched', async () => {
  execFileSync(process.execPath, [script, 'keys', file('other.pem')]);
  publish('2.0.0', file('other.pem'));
  expect(await app().look()).toMatchObject({ state: 'idle', failure: 'forged' });

  publish('2.0.0');
  const signed = JSON.parse(fs.readFileSync(file('web', FEED_NAME), 'utf8')) as { feed: string };
  const feed = Buffer.from(signed.feed, 'base64').toString().replace('"2.0.0"', '"3.0.0"');
  fs.writeFileSync(file('web', FEED_NAME), JSON.stringify({ ...signed, feed: Buffer.from(feed).toString('base64') }));
  expect(await app().look()).toMatchObject({ state: 'idle', failure: 'forged' });

  fs.writeFileSync(file('web', FEED_NAME), 'x'.repeat(100));
  expect(await app().look()).toMatchObject({ state: 'idle', failure: 'malformed' });
  fs.writeFileSync(file('web', FEED_NAME), 'x'.repeat(100_000));
  expect(await app().look()).toMatchObject({ state: 'idle', failure: 'unreachable' });
  expect(new Set(asked.map(({ name }) => name))).toEqual(new Set([FEED_NAME]));
});

test('an older or the same version is none, though it was signed once', async () => {
  for (const version of ['1.4.0', '1.3.9', '0.99.0']) {
    publish(version);
    expect(await app().look()).toEqual({ state: 'idle', lookedAt: 1_800_000_000_000 });
  }
  expect(isNewer('1.10.0', '1.9.9')).toBe(true);
  expect(isNewer('2.0.0-beta', '1.0.0')).toBe(false);
});

test('a package that is not the signed one is thrown away', async () => {
  for (const other of [randomBytes(300_000), randomBytes(300_001)]) {
    fs.writeFileSync(file('web', 'maru_2.0.0_amd64.deb'), other);
    const narae = app();
    await narae.look();
    expect(await narae.load()).toMatchObject({ state: 'found', failure: 'changed' });
    expect(fs.readdirSync(file('mine'))).toEqual(['loading']);
    expect(fs.readdirSync(file('mine', 'loading'))).toEqual([]);
    expect(await narae.install()).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  }
});

test('what broke off goes on where it was', async () => {
  cutAfter = 100_000;
  const narae = app();
  await narae.look();
  expect(await narae.load()).toMatchObject({ state: 'found', failure: 'gone' });
  const had = fs.statSync(file('mine', 'loading', 'maru_2.0.0_amd64.deb')).size;
  expect(had).toBeGreaterThan(0);
  expect(await narae.load()).toMatchObject({ state: 'ready' });
  expect(asked.at(-1)).toEqual({ name: 'maru_2.0.0_amd64.deb', range: `bytes=${had}-` });
});

test('what lay on the disk and was changed there is not started', async () => {
  const narae = app();
  await narae.look();
  await narae.load();
  fs.writeFileSync(file('mine', 'maru_2.0.0_amd64.deb'), randomBytes(300_000));
  expect(await narae.install()).toMatchObject({ value: { handed: false } });
  expect(narae.opened).toEqual([]);
  expect(narae.told.at(-1)).toMatchObject({ state: 'idle', failure: 'changed' });
});

test('without internet the host has it from a stick, and everybody near from the host', async () => {
  const host = app({ config: { key: maker.public }, chooseFolder: async () => maker.web });
  expect(await host.look()).toEqual({ state: 'idle', lookedAt: 1_800_000_000_000 });
  expect(await host.take()).toMatchObject({ state: 'ready', version: '2.0.0' });

  fs.mkdirSync(file('theirs'));
  const server = await startTestServer({ updatesDir: file('mine') });
  try {
    const url = `https://127.0.0.1:${server.address.port}/`;
    const guest = app({
      config: { key: maker.public },
      folder: file('theirs'),
      serverAt: (at, name) => (at === url ? serverAt(at, name, server.fingerprint) : null),
    });
    const found = await guest.look([
      { url: 'https://127.0.0.1:1/', name: '모르는 마루' },
      { url, name: '마루' },
    ]);
    expect(found).toMatchObject({ state: 'found', version: '2.0.0', source: { from: 'server', name: '마루' } });
    expect(await guest.load()).toMatchObject({ state: 'ready' });
    expect(fs.readFileSync(file('theirs', 'maru_2.0.0_amd64.deb')).equals(maker.package)).toBe(true);
    expect(asked).toEqual([]);
  } finally {
    await server.remove();
  }
});

test('a server whose key is another one is asked nothing', async () => {
  fs.copyFileSync(file('web', FEED_NAME), file('mine', FEED_NAME));
  const server = await startTestServer({ updatesDir: file('mine') });
  try {
    const url = `https://127.0.0.1:${server.address.port}/`;
    const other = randomBytes(32).toString('base64url');
    const guest = app({ config: { key: maker.public }, serverAt: (at, name) => serverAt(at, name, other) });
    expect(await guest.look([{ url, name: '마루' }])).toEqual({ state: 'idle', lookedAt: 1_800_000_000_000 });
  } finally {
    await server.remove();
  }
});

test('a server hands on what lies in that folder, and no way leads out of it', async () => {
  fs.mkdirSync(file('mine', 'loading'));
  fs.writeFileSync(file('mine', 'loading', 'half.deb'), 'half');
  fs.writeFileSync(file('mine', 'whole.deb'), 'whole');
  fs.writeFileSync(file('secret'), 'secret');
  const server = await startTestServer({ updatesDir: file('mine') });
  try {
    const get = async (name: string) => (await fetch(`http://127.0.0.1:${server.address.port}/updates/${name}`)).status;
    expect(await get('whole.deb')).toBe(200);
    for (const name of ['', 'loading', 'loading/half.deb', '..%2fsecret', '%2e%2e/secret', '.hidden', 'none.deb'])
      expect([name, await get(name)]).toEqual([name, 404]);
  } finally {
    await server.remove();
  }
});

test('how Maru came here is told from the system', () => {
  const none = () => false;
  const linux = { platform: 'linux', appImage: undefined };
  expect(kindHere({ platform: 'darwin', appImage: undefined }, none)).toBe('dmg');
  expect(kindHere({ platform: 'win32', appImage: undefined }, none)).toBe('nsis');
  expect(kindHere({ platform: 'linux', appImage: '/home/narae/Maru.AppImage' }, none)).toBe('appimage');
  expect(kindHere(linux, (at) => at === '/var/lib/dpkg/info/maru.list')).toBe('deb');
  expect(kindHere(linux, none)).toBeNull();
});
