/** Opens a folder's store: the lock, the checks, the schema. Nothing is written before all that is there was found sound. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { StartError } from '../../failures';
import type { Birth, Store } from '../store';
import { checkLibrary, codeOf, openDriver, sqliteCodes, type Driver } from './driver';
import { Logs } from './logs';
import { migrations, type Tables } from './schema';
import { SqliteStore } from './store';

/** "Maru" in ASCII: tells our databases from others (sqlite.org/pragma.html#pragma_application_id). */
const APPLICATION = 0x4d617275;
const BUSY_WAIT = 5_000;
const JOURNAL_LIMIT = 64 * 1024 * 1024;

/**
 * @param folder made (for its owner alone) where it is missing
 * @throws StartError naming the path: folder-unwritable, folder-in-use, folder-damaged, folder-newer
 */
export async function openSqliteStore(folder: string, birth: Birth): Promise<Store> {
  makeFolder(folder);
  const lock = holdLock(join(folder, 'server.lock'));
  const file = join(folder, 'maru.db');
  let driver: Driver | null = null;
  try {
    touch(file);
    driver = openDriver(file, BUSY_WAIT);
    checkLibrary(driver);
    const version = check(driver, file);
    driver.run(
      `pragma journal_mode = wal; pragma synchronous = full; pragma journal_size_limit = ${JOURNAL_LIMIT};
       pragma fullfsync = on; pragma checkpoint_fullfsync = on;`,
    );
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: driver }) });
    await migrate(db, driver, version, birth);
    const { value: epoch } = await db
      .selectFrom('meta')
      .select('value')
      .where('key', '=', 'epoch')
      .executeTakeFirstOrThrow();
    const opened = driver;
    return new SqliteStore(db, opened, epoch, async () => {
      await db.destroy();
      opened.close();
      lock.close();
    });
  } catch (error) {
    driver?.close();
    lock.close();
    throw asStartError(error, file);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** Makes the file for its owner alone; SQLite gives its journal the same mode. */
function touch(file: string): void {
  try {
    const made = !existsSync(file);
    closeSync(openSync(file, 'a', 0o600));
    if (made) chmodSync(file, 0o600);
  } catch (error) {
    throw unwritable(file, error);
  }
}

const unwritable = (path: string, error: unknown) =>
  new StartError(
    'folder-unwritable',
    `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    {
      cause: error,
    },
  );

/** An exclusive transaction on a file of its own: the system ends it with the process, however that ends. */
function holdLock(file: string): Driver {
  touch(file);
  let driver: Driver | null = null;
  try {
    driver = openDriver(file, 0);
    driver.run('begin exclusive');
    return driver;
  } catch (error) {
    driver?.close();
    if (codeOf(error) === sqliteCodes.busy) {
      throw new StartError('folder-in-use', `another server is running on this folder (${file} is locked)`, {
        cause: error,
      });
    }
    throw asStartError(error, file);
  }
}

/** @returns the schema's version; 0 for a new database */
function check(driver: Driver, file: string): number {
  const version = Number(driver.value('pragma user_version'));
  const application = Number(driver.value('pragma application_id'));
  const empty = Number(driver.value('select count(*) from sqlite_schema')) === 0;
  if (empty && version === 0 && application === 0) return 0;
  if (application !== APPLICATION) throw new StartError('folder-damaged', `${file} is a database of another program`);
  if (version > migrations.length) {
    throw new StartError('folder-newer', `${file} has version ${version}; this program knows ${migrations.length}`);
  }
  const found = driver.value('pragma quick_check(1)');
  if (found !== 'ok') throw new StartError('folder-damaged', `${file} is damaged: ${String(found)}`);
  return version;
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
  const commons = { id: room, commons: true, kind: 'open', name: 'Commons', createdBy: null, createdAt: now } as const;
  await new Logs(db, epoch).addRoom(commons, entry, now);
}

function asStartError(error: unknown, file: string): StartError {
  if (error instanceof StartError) return error;
  switch (codeOf(error)) {
    case sqliteCodes.corrupt:
    case sqliteCodes.notADatabase:
      return new StartError('folder-damaged', `${file} is damaged: ${(error as Error).message}`, { cause: error });
    case sqliteCodes.readOnly:
    case sqliteCodes.io:
    case sqliteCodes.full:
    case sqliteCodes.cannotOpen:
      return unwritable(file, error);
    case sqliteCodes.busy:
      return new StartError('folder-in-use', `another program is using ${file}`, { cause: error });
    default:
      return StartError.from(error);
  }
}
