/** Starting, stopping, and not being able to start. */
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDriver } from '../../server/store/sqlite/driver';
import { knock } from '../support/ways';
import { removeFolder, temporaryFolder } from '../support/folders';
import {
  person,
  rawSocket,
  connected,
  secureUrl,
  startTestServer,
  Talker,
  type TestServerOptions,
} from '../support/server';

let folder: string;
const opened: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
  await removeFolder(folder);
});
const open = async (options: TestServerOptions = {}) => {
  const server = await startTestServer({ store: 'sqlite', dataDir: folder, ...options });
  opened.push(server);
  return server;
};

/** What keeps a process alive of what a server has: sockets, listeners, threads, timers. */
const handles = () => {
  const all = (process as unknown as { getActiveResourcesInfo(): string[] }).getActiveResourcesInfo();
  return all.filter((kind) => /TCP|Server|Socket|MessagePort|Worker|Timeout|Immediate/.test(kind)).sort();
};

test('a server that was closed leaves no handle, no timer, no lock and no journal', async () => {
  const before = handles();
  for (const store of ['memory', 'sqlite'] as const) {
    const server = await startTestServer({ store, dataDir: folder });
    const people = [
      await person(server.url, '나래'),
      await person(server.url, 'Mateo', { transports: ['polling'] }),
      await person(secureUrl(server), '윤서'),
      await person(secureUrl(server), 'Ana', { transports: ['polling'] }),
    ];
    const [narae] = people;
    await narae?.say('곧 닫는다');
    const stranger = rawSocket(server.url);
    await connected(stranger);
    const idle = await fetch(`${server.url}hello`);
    await idle.text();
    // One that has said nothing yet, and one in the middle of its handshake.
    const silent = await knock(server.address);
    const greeting = await knock(server.address);
    greeting.write(Buffer.from([0x16, 3, 1]));
    const told = people.map(({ talker }) => talker.until(() => talker.pushes('closing').length === 1));
    const closing = Promise.all([server.close(), server.close()]);
    await Promise.all([...told, closing]);
    for (const socket of [...people.map(({ talker }) => talker.socket), stranger]) socket.disconnect();
    for (const socket of [silent, greeting]) socket.destroy();
  }
  // The clients' own ends need a turn to be gone.
  const left = () =>
    before.reduce(
      (rest, kind) => (rest.includes(kind) ? rest.filter((_, at) => at !== rest.indexOf(kind)) : rest),
      handles(),
    );
  for (let turns = 0; turns < 1_000 && left().length > 0; turns += 1)
    await new Promise((resolve) => setImmediate(resolve));
  expect(left()).toEqual([]);
  await expect(stat(join(folder, 'maru.db-wal'))).rejects.toMatchObject({ code: 'ENOENT' });
  await (await open()).close();
});

test('three servers in one process know nothing of each other', async () => {
  const folders = [folder, join(folder, 'two'), join(folder, 'three')];
  const servers = await Promise.all(folders.map((dataDir) => open({ dataDir, name: dataDir.slice(-3) })));
  const people = await Promise.all(servers.map(({ url }, at) => person(url, `사람 ${at}`)));
  await Promise.all(people.map(({ say }, at) => say(`${at}`)));
  for (const [at, { talker, commons }] of people.entries()) {
    const heard = await talker.until(() => talker.entriesOf(commons).find(({ kind }) => kind === 'message'));
    expect(heard).toMatchObject({ seq: 3, body: { text: `${at}` } });
  }
  expect(new Set(servers.map(({ id }) => id)).size).toBe(3);
  expect(new Set(people.map(({ commons }) => commons)).size).toBe(3);
});

test('name and password are kept, changed and taken away', async () => {
  let server = await open({ name: '처음 이름', password: '하나' });
  expect([server.name, server.status().password]).toEqual(['처음 이름', true]);
  const { id } = server;
  const restart = async (parts: TestServerOptions) => {
    await server.close();
    server = await open(parts);
    expect(server.id).toBe(id);
  };
  await restart({});
  expect(server.name).toBe('처음 이름');
  const stranger = await Talker.dial(server.url);
  expect(await stranger.ask('join', { name: '한결' })).toMatchObject({ error: { code: 'password-needed' } });
  expect(await stranger.ask('join', { name: '한결', password: '하나' })).toMatchObject({ ok: true });
  await restart({ name: '새 이름', password: null });
  expect([server.name, server.status().password]).toEqual(['새 이름', false]);
  expect(await person(server.url, 'Mateo')).toMatchObject({ server: { name: '새 이름' } });
  for (const file of ['maru.db']) expect((await readFile(join(folder, file))).includes('하나')).toBe(false);
  expect(await startTestServer({ store: 'memory' }).then(async (plain) => [plain.name, await plain.remove()][0])).toBe(
    '마루',
  );
});

test('the folder is made for its owner alone', async () => {
  const deep = join(folder, 'a', 'b');
  await open({ dataDir: deep });
  expect((await stat(deep)).mode & 0o777).toBe(0o700);
  for (const file of ['maru.db', 'maru.db-wal', 'server.lock'])
    expect((await stat(join(deep, file))).mode & 0o077).toBe(0);
});

describe('it cannot start, and says why', () => {
  const fails = (options: TestServerOptions = {}) =>
    open(options).then(
      () => 'it started',
      (error: { code: string; detail: string }) => error,
    );

  test('the folder is another server’s, in this process too; that one goes on', async () => {
    const first = await open();
    expect(await fails()).toMatchObject({
      name: 'StartError',
      code: 'folder-in-use',
      detail: expect.stringContaining(folder) as string,
    });
    expect((await person(first.url, '나래')).member.name).toBe('나래');
    await first.close();
    expect(await fails()).toBe('it started');
  });

  test('the folder cannot be written', async () => {
    const file = join(folder, 'a file');
    await writeFile(file, 'in the way');
    expect(await fails({ dataDir: file })).toMatchObject({
      code: 'folder-unwritable',
      detail: expect.stringContaining(file) as string,
    });
    expect(await fails({ dataDir: join(file, 'below') })).toMatchObject({ code: 'folder-unwritable' });
    await mkdir(join(folder, 'odd', 'maru.db'), { recursive: true });
    expect(await fails({ dataDir: join(folder, 'odd') })).toMatchObject({ code: 'folder-unwritable' });
    expect(await readFile(file, 'utf8')).toBe('in the way');
  });

  const readOnly = () => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,ro', 'maru-test', folder], { stdio: 'pipe' });
      return true;
    } catch {
      return false;
    }
  };
  test('the disk is read-only', async ({ skip }) => {
    if (!readOnly()) skip('no disk can be mounted here');
    try {
      expect(await fails()).toMatchObject({
        code: 'folder-unwritable',
        detail: expect.stringContaining(folder) as string,
      });
    } finally {
      execFileSync('umount', ['--lazy', folder]);
    }
  });

  test('the database is of a newer version, and is left as it is', async () => {
    await (await open()).close();
    const database = openDriver(join(folder, 'maru.db'), 0);
    database.run('pragma user_version = 99');
    database.close();
    const before = await readFile(join(folder, 'maru.db'));
    expect(await fails()).toMatchObject({ code: 'folder-newer', detail: expect.stringContaining('99') as string });
    expect((await readFile(join(folder, 'maru.db'))).equals(before)).toBe(true);
  });

  test.each([
    ['no database', () => Buffer.from('This was a database once. '.repeat(400))],
    [
      'a database with a page of noise',
      (file: Buffer) => Buffer.concat([file.subarray(0, 8_192), Buffer.alloc(8_192, 0xa5), file.subarray(16_384)]),
    ],
    ['half a database', (file: Buffer) => file.subarray(0, Math.floor(file.length / 2))],
    ['another program’s database', () => databaseWith('create table bookmarks (url text)')],
  ])('the file is %s, and is left as it is', async (_what, damage) => {
    const server = await open();
    const narae = await person(server.url, '나래');
    for (let said = 0; said < 10; said += 1) await narae.say(`${said} ${'말'.repeat(1_000)}`);
    await server.close();
    const file = join(folder, 'maru.db');
    await writeFile(file, damage(await readFile(file)));
    const before = await readFile(file);
    expect(await fails()).toMatchObject({ code: 'folder-damaged', detail: expect.stringContaining(file) as string });
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  test('the port is taken: it says so, or goes on to the next where it may', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await fails({ port })).toMatchObject({
      code: 'port-taken',
      detail: expect.stringContaining(String(port)) as string,
    });
    const moved = await open({ port, portTries: 20 });
    expect(moved.address.port).toBeGreaterThan(port);
    expect(moved.url).toBe(`http://127.0.0.1:${moved.address.port}/`);
    other.close();
  });

  test('the address is not this machine’s', async () => {
    expect(await fails({ host: '203.0.113.9' })).toMatchObject({
      code: 'unknown',
      detail: expect.stringContaining('203.0.113.9') as string,
    });
    // The store was opened before, and has been closed again.
    expect(await fails()).toBe('it started');
  });

  // The name carries the reason, because a report of skips shows nothing else.
  const asRoot = process.getuid?.() === 0;
  const why = asRoot ? ' (not run: root may write everywhere; the read-only disk above is what root can prove)' : '';
  test.skipIf(asRoot)(`the folder’s permissions of somebody who is not root${why}`, async () => {
    await chmod(folder, 0o500);
    expect(await fails({ dataDir: join(folder, 'new') })).toMatchObject({ code: 'folder-unwritable' });
    await chmod(folder, 0o700);
  });
});

/** The bytes of a database in which this was run. */
function databaseWith(sql: string): Buffer {
  const place = mkdtempSync(join(folder, 'other-'));
  const database = openDriver(join(place, 'x.db'), 0);
  database.run(sql);
  database.close();
  return readFileSync(join(place, 'x.db'));
}
