/**
 * Puts a copy of a database in a folder's place, in two halves with a thread each: a whole new database is laid ready
 * beside the old, then files change their names. What breaks off in between is finished by the next start or restore.
 * What was there goes to a folder of its own, `replaced-<time>`, and is never deleted.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { RestoreError, StartError } from '../../failures';
import { flushFile, flushFolder, stamp } from '../disk';
import type { Restored, Tasks } from '../tasks';
import { codeOf, copyDatabase, openDriver, sqliteCodes, type Driver } from './driver';
import { asStartError, databaseIn, takeFolder, touch, unwritable } from './folder';
import { inspect } from './inspect';

const PREFIX = 'replaced-';
const NEW = 'restored.db';
/** Lies beside a new database that is whole and on the disk. */
const READY = 'ready';
const PARTS = ['maru.db-wal', 'maru.db-shm', 'maru.db-journal', 'maru.db'];

/**
 * Lays a copy of the file ready, of the same content under another epoch. The file itself is only read.
 * @throws RestoreError about the file, StartError about the folder; nothing was changed then
 */
export async function prepareRestore(input: Tasks['prepare-restore']['input']): Promise<Restored> {
  const { file, folder, epoch, now } = input;
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new RestoreError('backup-missing', `there is no file ${file}`);
  }
  const lock = takeFolder(folder);
  try {
    finishRestores(folder);
    const place = join(folder, `${PREFIX}${stamp(now)}`);
    try {
      mkdirSync(place, { mode: 0o700 });
    } catch (error) {
      throw unwritable(place, error);
    }
    try {
      const restored = await layReady(file, join(place, NEW), epoch);
      touch(join(place, READY));
      flushFolder(place);
      flushFolder(folder);
      return restored;
    } catch (error) {
      rmSync(place, { recursive: true, force: true });
      throw error;
    }
  } finally {
    lock.close();
  }
}

async function layReady(file: string, copy: string, epoch: string): Promise<Restored> {
  touch(copy);
  // A backup stands by itself; a database that was set aside may have its journal beside it.
  const asItLies = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0;
  let driver: Driver | null = null;
  try {
    await copyDatabase(file, copy, { asItLies });
    driver = openDriver(copy, 0);
    const finding = inspect(driver, file);
    if (finding.state === 'newer') throw new RestoreError('backup-newer', finding.detail);
    if (finding.state === 'empty') throw new RestoreError('backup-unusable', `${file} is empty`);
    if (finding.state !== 'sound') throw new RestoreError('backup-unusable', finding.detail);
    return renew(driver, epoch);
  } catch (error) {
    throw aboutFile(error, file, copy);
  } finally {
    driver?.close();
    flushFile(copy);
  }
}

/** Gives it the epoch, as one file without a journal. */
function renew(driver: Driver, epoch: string): Restored {
  driver.run('pragma journal_mode = delete');
  driver.prepare(`update meta set value = ? where key = 'epoch'`).run([epoch]);
  if (driver.value(`select value from meta where key = 'epoch'`) !== epoch) throw new Error('it has no epoch');
  const whole = (sql: string) => Number(driver.value(sql));
  return {
    rooms: whole('select count(*) from rooms'),
    entries: whole('select count(*) from entries'),
    last: whole('select max(at) from entries'),
  };
}

function aboutFile(error: unknown, file: string, copy: string): Error {
  if (error instanceof RestoreError) return error;
  const found = asStartError(error, copy);
  const unreadable = codeOf(error) === sqliteCodes.cannotOpen || found.code === 'folder-damaged';
  if (!unreadable) return found;
  const reason = error instanceof Error ? error.message : String(error);
  return new RestoreError('backup-unusable', `${file} is no database of Maru, or damaged: ${reason}`, { cause: error });
}

/**
 * Puts what was laid ready in place, where there is such.
 * @throws StartError folder-unwritable, folder-in-use
 */
export function finishRestore(folder: string): string | null {
  const lock = takeFolder(folder);
  try {
    return finishRestores(folder);
  } finally {
    lock.close();
  }
}

/**
 * As `finishRestore`, for who holds the folder. Only names change, so that it may break off and begin again anywhere.
 * @returns the folder with what was there before; null where nothing was there, or nothing was to be done
 */
export function finishRestores(folder: string): string | null {
  let kept: string | null = null;
  const places = readdirSync(folder).filter((name) => name.startsWith(PREFIX));
  for (const place of places.map((name) => join(folder, name)).sort()) {
    if (!existsSync(join(place, READY))) continue;
    try {
      if (existsSync(join(place, NEW))) {
        for (const part of PARTS) {
          if (existsSync(join(folder, part))) renameSync(join(folder, part), join(place, part));
        }
        flushFolder(place);
        renameSync(join(place, NEW), databaseIn(folder));
        flushFolder(folder);
      }
      unlinkSync(join(place, READY));
      if (readdirSync(place).length === 0) rmdirSync(place);
      else kept = place;
    } catch (error) {
      throw new StartError('folder-unwritable', `${place} could not be put in place: ${String(error)}`, {
        cause: error,
      });
    }
  }
  return kept;
}
