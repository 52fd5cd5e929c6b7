/** The server's disk: nearly full, full, with room again; and what makes a commit last. */
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../protocol';
import { openOffLoop } from '../../server/store/offloop';
import { checkLibrary, openDriver, sqliteCodes } from '../../server/store/sqlite/driver';
import { configure, openSqliteStore } from '../../server/store/sqlite/open';
import { Space } from '../../server/store/sqlite/space';
import type { Store } from '../../server/store/store';
import { value } from '../support/answers';
import { bundles } from '../support/build-worker';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';
import { heededLog, type HeededLog } from '../support/log';
import { person, startTestServer, Talker } from '../support/server';
import { noSmallDisk, smallDisk, type SmallDisk } from '../support/small-disk';
import { birth, joining, making, message, START } from '../support/store';

const MB = 1024 * 1024;
const NO_ROOM = 'the disk takes no changes: make room on it';
const ROOM_AGAIN = 'the disk takes changes again';
const disked = { name: 'StoreError', code: 'disk' };

/** Tries again until it is taken, as an outbox does: the disk is asked once a second, a session heard forty times. */
async function untilTaken<T>(attempt: () => Promise<T>, taken: (outcome: T) => boolean): Promise<T> {
  for (;;) {
    const outcome = await attempt();
    if (taken(outcome)) return outcome;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.skipIf(noSmallDisk)(`a small disk of this test’s own${noSmallDisk}`, () => {
  let disk: SmallDisk;
  let log: HeededLog;
  afterEach(() => disk.remove());

  describe('below the floor', () => {
    const diskFloor = 2 * MB;
    beforeEach(async () => {
      [disk, log] = [await smallDisk(8), heededLog()];
    });

    test('nothing is changed and all is readable; with room again it goes on by itself, and the log says each once', async () => {
      const born = birth();
      const store = await openOffLoop(
        bundles.storeWorker,
        { folder: disk.folder, birth: born, diskFloor },
        log,
        () => {},
      );
      const { member } = await joining(store, '나래');
      const says = (text: string) =>
        store.append([{ log: born.room, author: member.id, entries: [message(text)], now: START + 100 }]);
      value((await says('있다'))[0]);
      await disk.fill(6.5 * MB);
      const settled = () =>
        says('또').then(
          () => null,
          (error: unknown) => error,
        );
      expect(await untilTaken(settled, (error) => error !== null)).toMatchObject(disked);
      const there = (await store.heads())[0]?.head ?? 0;
      for (const change of [
        () => says('없다'),
        () => joining(store, '윤서'),
        () => store.rename(member.id, '다른 이름'),
        () => store.createRoom(making(member.id)),
        () => store.setName('디자인실'),
      ])
        await expect(change()).rejects.toMatchObject(disked);
      expect((await store.read({ log: born.room, after: 2, limit: 1 }))?.entries).toMatchObject([
        { body: { text: '있다' } },
      ]);
      expect(await store.members()).toMatchObject([{ name: '나래' }]);
      expect(await store.heads()).toMatchObject([{ head: there }]);
      expect([log.count(NO_ROOM), log.count(ROOM_AGAIN)]).toEqual([1, 0]);

      await disk.free();
      await untilTaken(settled, (error) => error === null);
      expect((await store.heads())[0]?.head).toBe(there + 1);
      await joining(store, '윤서');
      expect([log.count(NO_ROOM), log.count(ROOM_AGAIN)]).toEqual([1, 1]);
      await store.close();
    });

    test('people are told that the host has to make room, read on, and are heard again without a restart', async () => {
      const { folder } = disk;
      const server = await startTestServer({
        log,
        openStore: (born) => openOffLoop(bundles.storeWorker, { folder, birth: born, diskFloor }, log, () => {}),
      });
      try {
        const narae = await person(server.url, '나래');
        await narae.say('앞');
        await disk.fill(6.5 * MB);
        const say = () => narae.talker.ask('append', { log: narae.commons, entries: [message('뒤')] });
        const refused = await untilTaken(say, ({ ok }) => !ok);
        expect(refused).toMatchObject({
          error: {
            code: 'disk',
            kind: 'retry',
            message: 'The server cannot write to its disk. The host has to make room.',
          },
        });
        const stranger = await Talker.dial(server.url);
        expect(await stranger.ask('join', { name: '윤서' })).toMatchObject({ error: { code: 'disk', kind: 'retry' } });
        stranger.close();
        const { epoch } = narae.resumed.logs[0]!;
        const { entries } = await narae.talker.must('read', { log: narae.commons, epoch, after: 2 });
        expect(entries[0]).toMatchObject({ body: { text: '앞' } });
        await disk.free();
        await untilTaken(say, ({ ok }) => ok);
        // One line for the trouble and one for its end, however many were refused.
        expect(
          log
            .text()
            .split('\n')
            .filter((line) => line.includes('disk')),
        ).toHaveLength(2);
        narae.talker.close();
      } finally {
        await server.remove();
      }
    });

    test('a server starts and is read; one that would have to write its new name first does not', async () => {
      const parts = { dataDir: disk.folder, store: 'sqlite', log } as const;
      // This disk as a whole is below the floor of the product.
      const server = await startTestServer(parts);
      expect(server.name).toBe('마루');
      await server.close();
      await expect(startTestServer({ ...parts, name: '디자인실' })).rejects.toMatchObject({
        name: 'StartError',
        code: 'folder-unwritable',
        detail: expect.stringContaining('bytes left') as string,
      });
    });

    test('there is no copy made that would go below it', async () => {
      const server = await startTestServer({ store: 'sqlite', dataDir: disk.folder, log });
      // This disk as a whole is below the floor of the product.
      expect(server.status()).toMatchObject({ members: 0 });
      await server.close();
      const again = await startTestServer({ store: 'sqlite', dataDir: disk.folder, log, backupAfter: 0 });
      await log.heard('no backup was made: the disk has too little room');
      await again.close();
    });
  });

  test('full to the last byte: each commit is refused by the disk itself, said once, and it goes on when there is room', async () => {
    [disk, log] = [await smallDisk(3), heededLog()];
    const born = birth();
    const store = await openSqliteStore(disk.folder, born, { log, diskFloor: 0 });
    const { member } = await joining(store, '나래');
    const long = () => Array.from({ length: 50 }, (_, at) => message(`${at} ${'가득 '.repeat(2_000)}`));
    const says = (entries = long()) => store.append([{ log: born.room, author: member.id, entries, now: START }]);
    await disk.fill();
    for (let tries = 0; tries < 5; tries += 1) await expect(says()).rejects.toMatchObject(disked);
    expect([log.count(NO_ROOM), log.count(ROOM_AGAIN)]).toEqual([1, 0]);
    await disk.free();
    value((await says())[0]);
    expect([log.count(NO_ROOM), log.count(ROOM_AGAIN)]).toEqual([1, 1]);
    await store.close();
  });

  test('a real server is killed while its disk is low, and again while it is full; nothing acknowledged is lost', async () => {
    [disk, log] = [await smallDisk(limits.diskFloorBytes / MB + 32), heededLog()];
    const running: Headless[] = [];
    const open = async () => {
      const server = await startHeadless({ dataDir: join(disk.folder, 'data'), bundle: bundles.headless });
      running.push(server);
      return server;
    };
    try {
      let server = await open();
      const narae = await person(server.url, '나래');
      const acknowledged: string[] = [];
      const say = async (talker: Talker) => {
        const id = randomUUID();
        const answer = await talker.ask('append', { log: narae.commons, entries: [message('말', id)] });
        if (answer.ok) acknowledged.push(id);
        return answer;
      };
      const look = async (talker: Talker) => {
        const { logs } = await talker.must('resume', { logs: [] });
        const { entries } = await talker.must('read', { log: narae.commons, epoch: logs[0]!.epoch, after: 0 });
        return entries.filter(({ kind }) => kind === 'message').map(({ id }) => id);
      };
      await say(narae.talker);
      for (const fill of [() => disk.fill(40 * MB), () => disk.fill()]) {
        let talker = await Talker.dial(server.url, { token: narae.token });
        await look(talker);
        await fill();
        const refused = await untilTaken(
          () => say(talker),
          ({ ok }) => !ok,
        );
        expect(refused).toMatchObject({ error: { code: 'disk', kind: 'retry' } });
        await server.kill();
        talker.close();
        // Up again on the same disk: it reads, and still takes nothing.
        server = await open();
        talker = await Talker.dial(server.url, { token: narae.token });
        expect(await look(talker)).toEqual(acknowledged);
        expect(await say(talker)).toMatchObject({ error: { code: 'disk' } });
        talker.close();
      }
      await disk.free();
      const talker = await Talker.dial(server.url, { token: narae.token });
      await look(talker);
      await untilTaken(
        () => say(talker),
        ({ ok }) => ok,
      );
      expect(await look(talker)).toEqual(acknowledged);
      expect(server.log().match(new RegExp(ROOM_AGAIN, 'g'))).toHaveLength(1);
      talker.close();
      narae.talker.close();
      expect(await server.stop()).toBe(0);
    } finally {
      await Promise.all(running.map((server) => server.kill()));
    }
  });
});

test('a disk that fails once is tried again with the next change', async () => {
  const log = heededLog();
  const folder = await temporaryFolder();
  const space = new Space({ folder, floor: 0, every: limits.diskLook, log });
  const failing = () =>
    Promise.reject(Object.assign(new Error('disk I/O error'), { errcode: sqliteCodes.io | (4 << 8) }));
  await expect(space.guard(failing)).rejects.toMatchObject({ ...disked, message: 'disk I/O error' });
  await expect(space.guard(failing)).rejects.toMatchObject(disked);
  expect(await space.guard(() => Promise.resolve('kept'))).toBe('kept');
  expect([log.count(NO_ROOM), log.count(ROOM_AGAIN)]).toEqual([1, 1]);
  // What is no matter of the disk is none of its troubles.
  await expect(space.guard(() => Promise.reject(new Error('else')))).rejects.toMatchObject({ code: 'internal' });
  expect(log.count(NO_ROOM)).toBe(1);
  await removeFolder(folder);
});

describe('the journal', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  test('that a long reader keeps growing is said once, and folded back when the reader is gone', async () => {
    const log = heededLog();
    const born = birth();
    const store: Store = await openSqliteStore(folder, born, { log, diskFloor: 0, journalAlarm: MB });
    const { member } = await joining(store, '나래');
    const says = async (count: number) => {
      for (let said = 0; said < count; said += 1) {
        const entries = [message('길게 '.repeat(2_000))];
        value((await store.append([{ log: born.room, author: member.id, entries, now: START }]))[0]);
      }
    };
    const bytes = async () => (await stat(join(folder, 'maru.db-wal'))).size;
    const [growing, folded] = ['the journal cannot be folded back and grows', 'the journal is folded back'];
    await says(100);
    expect([log.count(growing), log.count(folded), (await bytes()) <= MB]).toEqual([0, 0, true]);

    const reader = openDriver(join(folder, 'maru.db'), 0);
    reader.run('begin; select count(*) from entries');
    const begun = performance.now();
    await says(200);
    expect(await bytes()).toBeGreaterThan(MB);
    expect(log.count(growing)).toBe(1);
    // Nobody waits for the reader: its lock alone is good for five seconds.
    expect(performance.now() - begun).toBeLessThan(4_000);
    reader.run('commit');
    await says(80);
    expect([log.count(growing), log.count(folded), (await bytes()) <= MB]).toEqual([1, 1, true]);
    reader.close();
    await store.close();
  });

  test('is what a commit lasts by: written ahead, and on the disk before it counts', () => {
    const file = join(folder, 'maru.db');
    const driver = openDriver(file, 0);
    configure(driver, file);
    const pragma = (name: string) => driver.value(`pragma ${name}`);
    expect(pragma('journal_mode')).toBe('wal');
    // 2: FULL (sqlite.org/pragma.html#pragma_synchronous).
    expect(pragma('synchronous')).toBe(2);
    expect([pragma('fullfsync'), pragma('checkpoint_fullfsync'), pragma('foreign_keys')]).toEqual([1, 1, 1]);
    expect(pragma('journal_size_limit')).toBe(limits.journalBytes);
    driver.close();
  });

  test('that a place cannot have is a start that fails', () => {
    const driver = openDriver(':memory:', 0);
    expect(() => configure(driver, '/a/network/folder/maru.db')).toThrow(
      expect.objectContaining({ code: 'folder-unwritable', detail: expect.stringContaining('write-ahead') as string }),
    );
    driver.close();
  });

  test('is in force while a store runs', async () => {
    const store = await openSqliteStore(folder, birth(), { diskFloor: 0 });
    expect((await stat(join(folder, 'maru.db-wal'))).size).toBeGreaterThan(0);
    const beside = openDriver(join(folder, 'maru.db'), 0);
    expect(beside.value('pragma journal_mode')).toBe('wal');
    beside.close();
    await store.close();
  });
});

test('a SQLite that can damage a journal is refused', () => {
  const library = (version: string) => () => checkLibrary({ value: () => version });
  for (const old of ['3.51.2', '3.50.9', '2.99.99', '3.9.0'])
    expect(library(old)).toThrow(`SQLite ${old} is older than`);
  for (const sound of ['3.51.3', '3.52.0', '3.53.0', '4.0.0']) expect(library(sound)).not.toThrow();
  const driver = openDriver(':memory:', 0);
  expect(() => checkLibrary(driver)).not.toThrow();
  driver.close();
});
