/**
 * The one file that knows which SQLite this is. It has the interface of Node's own node:sqlite, so that another
 * binding means another import here. Everything in it blocks: it runs in the store's worker.
 */
import { pathToFileURL } from 'node:url';
import { backup, DatabaseSync } from '@photostructure/sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { StoreError } from '../store';

/** SQLite's result codes that mean something here (sqlite.org/rescode.html). */
export const sqliteCodes = {
  busy: 5,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** Older ones can damage a database in WAL mode (sqlite.org/changes.html, 3.51.3). */
const OLDEST = [3, 51, 3] as const;
/** Pages of a copy between two looks at whether it is still wanted. */
const COPIED_AT_ONCE = 256;
/** Queries differ by the number of their parameters; more than this are not kept prepared. */
const KEPT_STATEMENTS = 300;

export interface Driver extends SqliteDatabase {
  /** Runs one statement that answers nothing. */
  run(sql: string): void;
  /** The first column of the first row. */
  value(sql: string): unknown;
  readonly inTransaction: boolean;
}

/**
 * @param wait for how many milliseconds a lock of somebody else is waited for
 * @throws the binding's own error; `codeOf` reads it
 */
export function openDriver(file: string, wait: number): Driver {
  const database = new DatabaseSync(file, { timeout: wait, enableForeignKeyConstraints: true });
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      const ready = kept.get(sql);
      if (ready) return ready;
      const statement = database.prepare(sql);
      const made: SqliteStatement = {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters),
        run: (parameters) => statement.run(...parameters),
        iterate: (parameters) => statement.iterate(...parameters),
      };
      const oldest = kept.keys().next();
      if (kept.size >= KEPT_STATEMENTS && !oldest.done) kept.delete(oldest.value);
      kept.set(sql, made);
      return made;
    },
    run: (sql) => database.exec(sql),
    value: (sql) => Object.values((database.prepare(sql).get() ?? {}) as object)[0],
    get inTransaction() {
      return database.isTransaction;
    },
    close() {
      if (!database.isOpen) return;
      kept.clear();
      try {
        // This binding lets go of the file when its statements are collected, at the latest when the thread ends:
        // until then the main file shall hold everything by itself.
        database.exec('pragma wal_checkpoint(truncate)');
      } catch {
        // A full disk: the journal stays, and is read at the next start.
      }
      database.close();
    },
  };
}

/** A database that nobody writes to, as it lies there: read without a lock, and without files beside it. */
export const openUnchanging = (file: string): Driver => openDriver(unchanging(file), 0);

/** sqlite.org/uri.html#uriimmutable */
const unchanging = (file: string) => `${pathToFileURL(file).href}?immutable=1`;

/**
 * Copies one moment of a database with SQLite's own backup, in another thread and a little at a time; it ends with this thread.
 *
 * @param from may be written to meanwhile, unless it is `asItLies`: without locks, and whatever its journal holds left out
 * @param to a new or empty file
 * @throws the binding's own error; `codeOf` reads it
 */
export async function copyDatabase(from: string, to: string, { asItLies = false } = {}): Promise<void> {
  const source = new DatabaseSync(asItLies ? unchanging(from) : from, { readOnly: true });
  try {
    // A reader's transaction keeps the moment: without it each commit from elsewhere would begin the copy anew.
    source.exec('begin; select count(*) from sqlite_schema');
    await backup(source, to, { rate: COPIED_AT_ONCE });
  } finally {
    source.close();
  }
}

/** @throws when the library is older than what is safe */
export function checkLibrary(driver: Pick<Driver, 'value'>): void {
  const version = String(driver.value('select sqlite_version()'));
  const parts = version.split('.').map(Number);
  for (const [index, oldest] of OLDEST.entries()) {
    const part = parts[index] ?? 0;
    if (part > oldest) return;
    if (part < oldest) throw new Error(`SQLite ${version} is older than ${OLDEST.join('.')}`);
  }
}

/** SQLite's primary result code, or null where the error is not SQLite's. */
export function codeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

const DISK: readonly (number | null)[] = [sqliteCodes.full, sqliteCodes.io, sqliteCodes.readOnly];

export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new StoreError(DISK.includes(codeOf(error)) ? 'disk' : 'internal', message, { cause: error });
}
