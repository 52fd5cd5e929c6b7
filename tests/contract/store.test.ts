import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MemoryDisk, openMemoryStore } from '../../server/store/memory';
import { openOffLoop } from '../../server/store/offloop';
import { openSqliteStore } from '../../server/store/sqlite/open';
import { StoreError, type Birth } from '../../server/store/store';
import { bundles } from '../support/build-worker';
import { removeFolder, temporaryFolder } from '../support/folders';
import { keptLog } from '../support/server';
import { noSmallDisk, smallDisk } from '../support/small-disk';
import { storeHosts } from '../support/store';
import { fullDiskSuite } from './full-disk.suite';
import { storeBotsSuite } from './store-bots.suite';
import { storeJoiningSuite } from './store-joining.suite';
import { storeSuite } from './store.suite';

for (const [name, host] of Object.entries(storeHosts)) {
  storeSuite(name, host);
  storeJoiningSuite(name, host);
  storeBotsSuite(name, host);
}

fullDiskSuite('memory', async () => {
  const disk = new MemoryDisk();
  return {
    open: (birth) => openMemoryStore(disk, birth),
    remove: () => Promise.resolve(),
    fillDisk: async (full) => {
      disk.sync = () => (full ? Promise.reject(new StoreError('disk', 'the disk is full')) : Promise.resolve());
    },
  };
});

describe.skipIf(noSmallDisk)(`on a real disk that is full${noSmallDisk}`, () => {
  fullDiskSuite('SQLite', async () => {
    const disk = await smallDisk(3);
    return {
      open: (birth) => openSqliteStore(disk.folder, birth, { diskFloor: 0 }),
      fillDisk: (full) => (full ? disk.fill() : disk.free()),
      remove: () => disk.remove(),
    };
  });
});

test('what a memory store’s disk never took is forgotten at a power cut', async () => {
  const disk = new MemoryDisk();
  const ids: Birth = {
    server: randomUUID(),
    epoch: randomUUID(),
    room: randomUUID(),
    entry: randomUUID(),
    name: '마루',
    now: 1,
  };
  const store = await openMemoryStore(disk, ids);
  // The power fails while the commit is on its way: it is never answered.
  await new Promise<void>((asked) => {
    disk.sync = () => {
      asked();
      return new Promise(() => {});
    };
    void store.setName('사라질 이름');
  });
  disk.sync = () => Promise.resolve();
  expect(await (await openMemoryStore(disk, ids)).about()).toMatchObject({ name: '마루' });
});

const died: Error[] = [];

storeSuite('SQLite in a thread', async () => {
  const folder = await temporaryFolder();
  return {
    open: (birth) => openOffLoop(bundles.storeWorker, { folder, birth }, keptLog(), (error) => died.push(error)),
    remove: () => removeFolder(folder),
  };
});

describe('a store’s thread that dies', () => {
  const birth: Birth = { server: '', epoch: '', room: '', entry: '', name: '', now: 0 };

  test('refuses what was asked of it and all that follows, and says so once', async () => {
    const folder = await temporaryFolder();
    const script = join(folder, 'mortal.cjs');
    await writeFile(
      script,
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', () => process.exit(7));
       parentPort.postMessage({ event: 'open' });`,
    );
    const log = keptLog();
    const lost: Error[] = [];
    const store = await openOffLoop(script, { folder, birth }, log, (error) => lost.push(error));
    const asked = await Promise.allSettled([store.members(), store.append([]), store.heads()]);
    for (const answer of asked)
      expect(answer).toMatchObject({ status: 'rejected', reason: { name: 'StoreError', code: 'internal' } });
    await expect(store.rooms()).rejects.toMatchObject({ code: 'internal' });
    expect(lost).toHaveLength(1);
    expect(log.text()).toContain('the store’s thread ended (7)');
    await store.close();
    await removeFolder(folder);
  });

  test('that never comes up is a start that fails', async () => {
    const folder = await temporaryFolder();
    const missing = join(folder, 'nothing.cjs');
    await expect(openOffLoop(missing, { folder, birth }, keptLog(), () => {})).rejects.toMatchObject({
      name: 'StartError',
      code: 'unknown',
    });
    await removeFolder(folder);
  });

  test('none of the threads above died', () => expect(died).toEqual([]));
});
