/** Opens a folder's store: the lock, the checks, the schema. Nothing is written before all that is there was found sound. */
import { Kysely, SqliteDialect } from 'kysely';
import { limits } from '../../../protocol';
import { StartError } from '../../failures';
import { silent, type Logger } from '../../log';
import { firstRoom } from '../rooms';
import type { Birth, Store } from '../store';
import { botting } from './bots';
import { checkLibrary, openDriver, type Driver } from './driver';
import { asStartError, databaseIn, takeFolder, touch } from './folder';
import { APPLICATION, inspect, type Finding } from './inspect';
import { Journal } from './journal';
import { SqliteJoining } from './joining';
import { Logs } from './logs';
import { marking } from './marks';
import { moderating } from './moderation';
import { finishRestores } from './restore';
import { rooming } from './rooms';
import { migrations, type Tables } from './schema';
import { Soundness } from './soundness';
import { Space } from './space';
import { stating } from './status';
import { SqliteStore } from './store';
import { talking } from './talk';
import { Turns } from './turns';

/** For how many milliseconds a lock of another program is waited for. */
const BUSY_WAIT = 5_000;

export interface StoreOptions {
  /** Default: says nothing. */
  log?: Logger;
  /** Free bytes on the disk below which nothing is changed. Default: as in limits. */
  diskFloor?: number | undefined;
  /** A smaller database is looked through at each start. Default: as in limits. */
  wholeBytes?: number | undefined;
  /** A journal above so many bytes is folded back at once. Default: as in limits. */
  journalAlarm?: number | undefined;
}

/**
 * @param folder made (for its owner alone) where it is missing
 * @throws StartError naming the path: folder-unwritable, folder-in-use, folder-damaged, folder-newer
 */
export async function openSqliteStore(folder: string, birth: Birth, options: StoreOptions = {}): Promise<Store> {
  const { log = silent, diskFloor = limits.diskFloorBytes, journalAlarm = limits.journalAlarmBytes } = options;
  const lock = takeFolder(folder);
  const file = databaseIn(folder);
  const soundness = new Soundness(file, options.wholeBytes ?? limits.wholeBytes);
  let driver: Driver | null = null;
  try {
    const kept = finishRestores(folder);
    if (kept) log.warn({ kept }, 'a restore that had broken off is finished now');
    touch(file);
    driver = openDriver(file, BUSY_WAIT);
    checkLibrary(driver);
    const version = check(inspect(driver, file, soundness.take()));
    configure(driver, file);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: driver }) });
    await migrate(db, driver, version, birth);
    const { value: epoch } = await db
      .selectFrom('meta')
      .select('value')
      .where('key', '=', 'epoch')
      .executeTakeFirstOrThrow();
    const opened = driver;
    const space = new Space({ folder, floor: diskFloor, every: limits.diskLook, log });
    const journal = new Journal(opened, file, journalAlarm, BUSY_WAIT, log);
    const guard = <T>(change: () => Promise<T>) =>
      space.guard(async () => {
        const changed = await change();
        journal.bound();
        return changed;
      });
    const turns = new Turns(opened, guard, async () => {
      await db.destroy();
      opened.close();
      soundness.closed();
      lock.close();
    });
    const parts = { db, driver: opened, epoch, logs: new Logs(db, epoch), turns };
    return {
      ...new SqliteStore(parts),
      ...new SqliteJoining(parts),
      ...moderating(parts),
      ...marking(parts),
      ...rooming(parts),
      ...stating(parts),
      ...talking(parts),
      ...botting(parts),
    };
  } catch (error) {
    driver?.close();
    lock.close();
    throw asStartError(error, file);
  }
}

/**
 * What makes a commit last: it is in the journal, and the journal on the disk, before it counts (sqlite.org/pragma.html#pragma_synchronous).
 * @throws StartError folder-unwritable where the file's place cannot have that: some network folders know no shared memory
 */
export function configure(driver: Driver, file: string): void {
  const mode = driver.value('pragma journal_mode = wal');
  if (mode !== 'wal') {
    throw new StartError('folder-unwritable', `${file} cannot have a write-ahead log in this place (${String(mode)})`);
  }
  driver.run(
    `pragma synchronous = full; pragma journal_size_limit = ${limits.journalBytes};
     pragma fullfsync = on; pragma checkpoint_fullfsync = on;`,
  );
}

/** @returns the schema's version; 0 for a new database */
function check(finding: Finding): number {
  switch (finding.state) {
    case 'empty':
      return 0;
    case 'sound':
      return finding.version;
    case 'newer':
      throw new StartError('folder-newer', finding.detail);
    default:
      throw new StartError('folder-damaged', finding.detail);
  }
}

async function migrate(db: Kysely<Tables>, driver: Driver, from: number, birth: Birth): Promise<void> {
  if (from === migrations.length) return;
  driver.run('begin immediate');
  try {
    for (const step of migrations.slice(from)) await step(db);
    if (from === 0) await fill(db, birth);
    driver.run(`pragma application_id = ${APPLICATION}; pragma user_version = ${migrations.length}; commit`);
  } catch (error) {
    if (driver.inTransaction) driver.run('rollback');
    throw error;
  }
}

async function fill(db: Kysely<Tables>, { server, epoch, name, room, entry, now }: Birth): Promise<void> {
  await db
    .insertInto('meta')
    .values([
      { key: 'server', value: server },
      { key: 'epoch', value: epoch },
      { key: 'name', value: name },
    ])
    .execute();
  await new Logs(db, epoch).addRoom(firstRoom({ id: room, now }), entry, now);
}
