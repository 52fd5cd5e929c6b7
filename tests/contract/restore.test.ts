/** A backup is put back, on real processes: what is there then, what a device is told, and what becomes of what was there. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFile, cp, mkdir, readdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Position } from '../../protocol';
import { openOffLoop } from '../../server/store/offloop';
import { openDriver } from '../../server/store/sqlite/driver';
import { runTask } from '../../server/store/tasks';
import { bundles } from '../support/build-worker';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';
import { heededLog } from '../support/log';
import { keptLog, person, startTestServer, Talker, type TestServer } from '../support/server';
import { birth, joining, START } from '../support/store';

let place: string;
let folder: string;
const running: Headless[] = [];
const closing: TestServer[] = [];
const talkers: Talker[] = [];
beforeEach(async () => {
  place = await temporaryFolder();
  folder = join(place, 'data');
});
afterEach(async () => {
  for (const talker of talkers.splice(0)) talker.close();
  await Promise.all(running.splice(0).map((server) => server.kill()));
  await Promise.all(closing.splice(0).map((server) => server.close()));
  await removeFolder(place);
});

const open = async (dataDir = folder) => {
  const server = await startHeadless({ dataDir, bundle: bundles.headless });
  running.push(server);
  return server;
};
const dial = async (server: { url: string }, token: string) => {
  const talker = await Talker.dial(server.url, { token });
  talkers.push(talker);
  return talker;
};
const restore = (file: string, args: string[] = []) =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) =>
    execFile(process.execPath, [bundles.headless, '--restore', file, '--data', folder, ...args], (error, out, err) =>
      resolve({ code: error ? error.code : 0, out, err }),
    ),
  );
const message = (id: string, text: string) => ({ id, kind: 'message', body: { text } });
const textsOf = (entries: readonly { kind: string; body: object }[]) =>
  entries.flatMap(({ kind, body }) => (kind === 'message' && 'text' in body ? [body.text] : []));

test('talk, a backup, more talk, the backup put back: another lineage that goes on from where the backup was', async () => {
  const first = await open();
  const narae = await person(first.url, '나래');
  const log = narae.commons;
  const { id: before } = await narae.say('백업 앞');
  await narae.talker.until(() => narae.talker.entriesOf(log).length > 0);
  narae.talker.close();
  expect(await first.stop()).toBe(0);

  // A later start finds no backup of today and makes one, while people talk on.
  const heeded = heededLog();
  const second = await startTestServer({ store: 'sqlite', dataDir: folder, log: heeded, backupAfter: 0 });
  closing.push(second);
  await heeded.heard('a backup was made');
  const more = await dial(second, narae.token);
  const after = randomUUID();
  const said = await more.must('append', { log, entries: [message(after, '백업 뒤')] });
  const position: Position = { log, epoch: narae.resumed.logs[0]!.epoch, seq: said.head, id: after };
  await second.close();
  const [backup = '', ...others] = (await readdir(join(folder, 'backups'))).map((name) =>
    join(folder, 'backups', name),
  );
  expect(others).toEqual([]);

  const { code, out, err } = await restore(backup);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain(`${folder} now holds what ${backup} held:`);
  expect(out).toContain('3 entries in 1 room');
  const kept = /kept in (.+)/.exec(out)?.[1] ?? '';
  expect(kept).toContain(join(folder, 'replaced-'));

  const third = await open();
  const again = await dial(third, narae.token);
  const resumed = await again.must('resume', { logs: [position] });
  expect(resumed.logs).toMatchObject([{ log, head: 3, lineage: 'other' }]);
  const epoch = resumed.logs[0]!.epoch;
  expect(epoch).not.toBe(position.epoch);
  const { entries } = await again.must('read', { log, epoch, after: 0 });
  expect(textsOf(entries)).toEqual(['백업 앞']);
  // What the backup holds is known; what was said since is new, and comes behind the backup's last.
  const offered = await again.must('append', { log, entries: [message(before, '백업 앞'), message(after, '백업 뒤')] });
  expect(offered.results).toMatchObject([
    { ok: true, duplicate: true, seq: 3 },
    { ok: true, duplicate: false, seq: 4 },
  ]);
  expect(offered.head).toBe(4);
  expect(await third.stop()).toBe(0);

  // What was there is a whole data folder, of the lineage it was.
  const old = await dial(await open(kept), narae.token);
  const there = await old.must('resume', { logs: [position] });
  expect(there.logs).toMatchObject([{ log, epoch: position.epoch, head: 4, lineage: 'same' }]);
  // The backup was only read.
  expect((await restore(backup, ['--json'])).out).toMatch(/^\{"event":"restored",.*"rooms":1,"entries":3.*\}\n$/);
});

describe('a restore', () => {
  const born = birth();
  /** In a thread, so that its files are let go when it closes. */
  const storeOn = (at: string, ids = birth()) =>
    openOffLoop(bundles.storeWorker, { folder: at, birth: ids, diskFloor: 0 }, keptLog(), () => {});
  /** A data folder with so many people in it, nobody's any more. */
  const made = async (at: string, people: number) => {
    const store = await storeOn(at, born);
    for (let count = 0; count < people; count += 1) await joining(store, `사람 ${count}`);
    await store.close();
    return join(at, 'maru.db');
  };
  const look = async (at = folder) => {
    const store = await storeOn(at);
    const found = { people: (await store.members()).length, epoch: (await store.about()).epoch };
    await store.close();
    return found;
  };
  const insides = async () => (await readdir(folder)).filter((name) => name.startsWith('replaced-'));

  test('into a folder that is new: another machine takes over', async () => {
    const file = await made(join(place, 'other'), 2);
    const { code, out } = await restore(file);
    expect({ code, kept: out.includes('Nothing was there before.') }).toEqual({ code: 0, kept: true });
    expect(await look()).toMatchObject({ people: 2 });
    expect((await look()).epoch).not.toBe(born.epoch);
    expect(await insides()).toEqual([]);
    expect((await stat(join(folder, 'maru.db'))).mode & 0o777).toBe(0o600);
  });

  test('of a database whose journal lies beside it takes that along', async () => {
    const server = await open(join(place, 'killed'));
    await person(server.url, '나래');
    await server.kill();
    expect((await stat(join(place, 'killed', 'maru.db-wal'))).size).toBeGreaterThan(0);
    expect((await restore(join(place, 'killed', 'maru.db'))).code).toBe(0);
    expect(await look()).toMatchObject({ people: 1 });
  });

  test('is refused while a server runs on the folder, which serves on', async () => {
    const file = await made(join(place, 'other'), 2);
    const server = await open();
    const { code, out, err } = await restore(file);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^maru-server restored nothing: another server is running.*\nStop the other server first/);
    expect((await person(server.url, '나래')).member.name).toBe('나래');
    expect(await insides()).toEqual([]);
  });

  test.each([
    ['there is none', () => Promise.resolve(), 'there is no file', 'Name the file of a backup'],
    ['a folder', (file: string) => mkdir(file), 'there is no file', 'Name the file of a backup'],
    ['empty', (file: string) => writeFile(file, ''), 'is empty', 'Choose another backup'],
    [
      'a text',
      (file: string) => writeFile(file, '그냥 글 '.repeat(999)),
      'no database of Maru',
      'Choose another backup',
    ],
    ['another program’s', (file: string) => foreign(file), 'of another program', 'Choose another backup'],
    ['cut short', (file: string) => half(file), 'damaged', 'Choose another backup'],
    ['of a newer version', (file: string) => newer(file), 'has version 99', 'update this one'],
  ])('of a file that is %s is refused, and changes nothing', async (_what, put, detail, advice) => {
    const file = join(place, 'backup.db');
    await made(folder, 1);
    const before = { bytes: await readFile(join(folder, 'maru.db')), names: await readdir(folder) };
    await put(file);
    const { code, out, err } = await restore(file);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^maru-server restored nothing: /);
    expect(err).toContain(detail);
    expect(err).toContain(advice);
    expect((await readFile(join(folder, 'maru.db'))).equals(before.bytes)).toBe(true);
    expect(await readdir(folder)).toEqual(before.names);
    expect(await look()).toMatchObject({ people: 1, epoch: born.epoch });
  });

  async function foreign(file: string) {
    const database = openDriver(file, 0);
    database.run('create table bookmarks (url text)');
    database.close();
  }
  async function half(file: string) {
    await copyFile(await made(join(place, 'whole'), 80), file);
    await truncate(file, Math.floor((await stat(file)).size / 2 / 4_096) * 4_096);
  }
  async function newer(file: string) {
    await copyFile(await made(join(place, 'whole'), 1), file);
    const database = openDriver(file, 0);
    database.run('pragma user_version = 99');
    database.close();
  }

  const epoch = randomUUID();
  const prepared = async () => {
    const file = await made(join(place, 'other'), 2);
    await made(folder, 1);
    const input = { file, folder, epoch, now: START };
    expect(await runTask(bundles.storeWorker, 'prepare-restore', input)).toMatchObject({ rooms: 1, entries: 3 });
    const [name = ''] = await insides();
    return join(folder, name);
  };

  test('that breaks off before the backup is whole has changed nothing', async () => {
    const kept = await prepared();
    // As a kill leaves it while the copy is being made: nothing says that it is ready.
    await rename(join(kept, 'ready'), join(place, 'ready'));
    expect(await look()).toEqual({ people: 1, epoch: born.epoch });
  });

  test.each([
    ['before a file changed its name', []],
    ['when the old journal was away', ['maru.db-wal']],
    ['when the old database was away', ['maru.db-wal', 'maru.db']],
  ])('that breaks off %s is finished by the next start', async (_when, away) => {
    const kept = await prepared();
    await writeFile(join(folder, 'maru.db-wal'), 'the journal of what was there before');
    for (const name of away) await rename(join(folder, name), join(kept, name));
    expect(await look()).toEqual({ people: 2, epoch });
    expect((await readdir(kept)).sort()).toEqual(['maru.db', 'maru.db-wal']);
    expect(await look()).toEqual({ people: 2, epoch });
  });

  test('that breaks off when all was in place is not done twice', async () => {
    const kept = await prepared();
    await rename(join(folder, 'maru.db'), join(kept, 'maru.db'));
    await rename(join(kept, 'restored.db'), join(folder, 'maru.db'));
    expect(await look()).toEqual({ people: 2, epoch });
    expect(await readdir(kept)).toEqual(['maru.db']);
    await cp(kept, join(place, 'again'), { recursive: true });
    expect(await look(join(place, 'again'))).toEqual({ people: 1, epoch: born.epoch });
  });
});
