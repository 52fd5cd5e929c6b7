/** The dated copies a server keeps of its database: when, how many, whole, and never in anybody's way. */
import { mkdir, open as openFile, readdir, stat, watch, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../protocol';
import type { Clock } from '../../server';
import { openDataFolder, type DataFolder } from '../../server/store/data-folder';
import { inspect } from '../../server/store/sqlite/inspect';
import { copyDatabase, openDriver, openUnchanging } from '../../server/store/sqlite/driver';
import type { Store } from '../../server/store/store';
import { value } from '../support/answers';
import { bundles } from '../support/build-worker';
import { removeFolder, temporaryFolder } from '../support/folders';
import { heededLog, type HeededLog } from '../support/log';
import { birth, joining, message, START } from '../support/store';

/** Stands still until it is moved. */
class HandClock implements Clock {
  time = START;
  readonly #waiting = new Set<{ at: number; callback: () => void }>();
  #planned: () => void = () => {};

  now = () => this.time;
  after(ms: number, callback: () => void) {
    const waiting = { at: this.time + ms, callback };
    this.#waiting.add(waiting);
    this.#planned();
    return () => void this.#waiting.delete(waiting);
  }
  pass(ms: number) {
    this.time += ms;
    for (const waiting of [...this.#waiting].filter(({ at }) => at <= this.time)) {
      this.#waiting.delete(waiting);
      waiting.callback();
    }
  }
  /** Resolves when something is planned anew: a look at the backups is over. */
  planned = () => new Promise<void>((resolve) => (this.#planned = resolve));
}

const MADE = 'a backup was made';
const HOUR = limits.backupLook;
const SOON = limits.backupAfterStart;

let folder: string;
let clock: HandClock;
let log: HeededLog;
let stores: Store[];
beforeEach(async () => {
  [folder, clock, log, stores] = [await temporaryFolder(), new HandClock(), heededLog(), []];
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await removeFolder(folder);
});

const born = birth();
const open = async (parts: Partial<DataFolder> = {}) => {
  const died = (error: Error) => {
    throw error;
  };
  const store = await openDataFolder({
    ...{ script: bundles.storeWorker, folder, birth: born, clock, log, died, diskFloor: 0 },
    ...parts,
  });
  stores.push(store);
  return store;
};
const backups = async () => (await readdir(join(folder, 'backups')).catch(() => [])).sort();
/** Somebody joins and says so many words. */
const talk = async (store: Store, count = 1, text = '말') => {
  const { member } = await joining(store, '나래');
  const drafts = Array.from({ length: count }, (_, at) => message(`${at} ${text}`));
  for (let from = 0; from < count; from += 500) {
    const entries = drafts.slice(from, from + 500);
    value((await store.append([{ log: born.room, author: member.id, entries, now: START + 100 }]))[0]);
  }
  return member;
};
/** Hours pass until one more was made. */
const nextBackup = async (hours: number) => {
  const before = log.count(MADE);
  for (let hour = 0; hour < hours; hour += 1) {
    const looked = clock.planned();
    clock.pass(HOUR);
    await looked;
  }
  return log.count(MADE) - before;
};

describe('when', () => {
  test('a new server has one after an hour, then one a day, and a week of them is kept', async () => {
    const store = await open();
    await talk(store);
    expect(await backups()).toEqual([]);
    expect(await nextBackup(1)).toBe(1);
    for (let day = 1; day < limits.backups; day += 1) {
      expect(await nextBackup(23)).toBe(0);
      expect(await nextBackup(1)).toBe(1);
    }
    const week = await backups();
    expect(week).toHaveLength(limits.backups);
    await nextBackup(24);
    expect(await backups()).toHaveLength(limits.backups);
    expect((await backups()).slice(0, -1)).toEqual(week.slice(1));
  });

  test('soon after a start where the newest is older than a day, and not while everybody comes back; else not', async () => {
    const first = await open();
    await talk(first);
    await first.close();
    const short = await open();
    clock.pass(SOON - 1);
    // Closing waits for a look that was begun, and a look makes the folder.
    await short.close();
    expect(await readdir(folder)).not.toContain('backups');
    const second = await open();
    clock.pass(SOON);
    await log.heard(MADE);
    await second.close();
    expect(await backups()).toHaveLength(1);
    clock.pass(limits.backupEvery - SOON - 1);
    const third = await open();
    const looked = clock.planned();
    clock.pass(SOON);
    await looked;
    await third.close();
    expect(await backups()).toHaveLength(1);
    clock.pass(1);
    await open();
    clock.pass(SOON);
    await log.heard(MADE, 2);
    expect(await backups()).toHaveLength(2);
  });

  test('a clock that once ran ahead keeps nobody from backups, and the newest made is never the one that goes', async () => {
    await mkdir(join(folder, 'backups'));
    const ahead = Array.from({ length: limits.backups }, (_, day) => `maru-2099-01-0${day + 1}T00-00-00-000Z.db`);
    for (const name of [...ahead, 'my own notes.txt']) await writeFile(join(folder, 'backups', name), '');
    await talk(await open());
    expect(await nextBackup(1)).toBe(1);
    const kept = await backups();
    expect(kept).toContain('maru-2027-01-15T09-00-00-000Z.db');
    expect(kept).not.toContain(ahead[0]);
    expect(kept).toHaveLength(limits.backups + 1);
    expect(await nextBackup(23)).toBe(0);
  });
});

describe('a copy', () => {
  test('is a sound database of what had been said, for its owner alone, with nothing beside it', async () => {
    const store = await open();
    await talk(store, 300);
    await nextBackup(1);
    const [name = '', ...others] = await backups();
    expect(others).toEqual([]);
    const file = join(folder, 'backups', name);
    expect([(await stat(file)).mode & 0o777, (await stat(join(folder, 'backups'))).mode & 0o777]).toEqual([
      0o600, 0o700,
    ]);
    const copy = openUnchanging(file);
    expect(inspect(copy, file)).toMatchObject({ state: 'sound' });
    expect(copy.value('select count(*) from entries')).toBe(302);
    copy.close();
    expect(await backups()).toEqual([name]);
  });

  test('is of one moment, while people talk on', async () => {
    const store = await open();
    const member = await talk(store, 4_000, '긴 말 '.repeat(1_000));
    let said = 0;
    clock.pass(HOUR);
    while (log.count(MADE) === 0) {
      const entries = [message('그 사이에')];
      value((await store.append([{ log: born.room, author: member.id, entries, now: START + 200 }]))[0]);
      said += 1;
    }
    const [name = ''] = await backups();
    const copy = openUnchanging(join(folder, 'backups', name));
    const [rows, head] = [copy.value('select count(*) from entries'), copy.value('select head from logs')];
    copy.close();
    expect(rows).toBe(head);
    expect(said).toBeGreaterThan(3);
    expect(rows).toBeLessThan(4_002 + said);
  });

  test('holds the moment at which it was begun: what is committed meanwhile does not begin it anew', async () => {
    const [from, to] = [join(folder, 'from.db'), join(folder, 'to.db')];
    const source = openDriver(from, 0);
    source.run(`pragma journal_mode = wal; create table said (text);
      insert into said with recursive n (i) as (select 1 union all select i + 1 from n where i < 2000)
        select hex(randomblob(4000)) from n`);
    const copying = copyDatabase(from, to);
    source.run(`insert into said values ('그 사이에')`);
    await copying;
    const copy = openUnchanging(to);
    expect(copy.value('select count(*) from said')).toBe(2_000);
    for (const driver of [copy, source]) driver.close();
  });

  test('that is being made when the server closes is made to its end', async () => {
    const store = await open();
    await talk(store, 4_000, '긴 말 '.repeat(1_000));
    await mkdir(join(folder, 'backups'));
    const changes = watch(join(folder, 'backups'));
    clock.pass(HOUR);
    for await (const { filename } of changes) if (filename?.endsWith('.unfinished')) break;
    expect(log.count(MADE)).toBe(0);
    await store.close();
    expect(log.count(MADE)).toBe(1);
    expect(await backups()).toEqual([expect.stringMatching(/\.db$/)]);
  });

  test('that a kill left behind unfinished goes with the next one', async () => {
    const place = join(folder, 'backups');
    await mkdir(place);
    for (const name of ['', '-journal'])
      await writeFile(join(place, `maru-2026-01-01T00-00-00-000Z.db.unfinished${name}`), 'half');
    await talk(await open());
    await nextBackup(1);
    expect(await backups()).toEqual([expect.stringMatching(/\.db$/)]);
  });

  test('for which there is no room is not begun', async () => {
    const store = await open({ diskFloor: 2 ** 60 });
    await nextBackup(1);
    expect(log.count('no backup was made: the disk has too little room')).toBe(1);
    expect(await backups()).toEqual([]);
    expect(await store.heads()).toMatchObject([{ head: 1 }]);
  });

  test('that cannot be made is said in the log and hurts nobody; the next hour tries again', async () => {
    const store = await open();
    await talk(store);
    await writeFile(join(folder, 'backups'), 'in the way');
    expect(await nextBackup(1)).toBe(0);
    expect(log.count('no backup could be made')).toBe(1);
    await talk(store);
    await removeFolder(join(folder, 'backups'));
    expect(await nextBackup(1)).toBe(1);
  });

  test('of a database that is damaged by now is not kept, and takes no older one away', async () => {
    const store = await open();
    const member = await talk(store, 200, '긴 말 '.repeat(500));
    await nextBackup(1);
    const whole = await backups();
    await store.close();
    // A page in the middle goes bad behind the server's back, after its own look at the start.
    const again = await open();
    await spoil(join(folder, 'maru.db'));
    clock.time += limits.backupEvery;
    expect(await nextBackup(1)).toBe(0);
    expect(log.count('no backup could be made')).toBe(1);
    expect((await backups()).filter((name) => name.endsWith('.db'))).toEqual(whole);
    expect(member.id).toBe((await again.members())[0]?.id);
  });
});

async function spoil(file: string): Promise<void> {
  const handle = await openFile(file, 'r+');
  const { size } = await handle.stat();
  await handle.write(Buffer.alloc(16_384, 0xa5), 0, 16_384, Math.floor(size / 2 / 4_096) * 4_096);
  await handle.close();
}
