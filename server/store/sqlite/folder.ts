/** A data folder as SQLite's files lie in it: who may have it, and what is wrong with it. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../failures';
import { codeOf, openDriver, sqliteCodes, type Driver } from './driver';

export const databaseIn = (folder: string): string => join(folder, 'maru.db');

/**
 * Makes the folder where it is missing, for its owner alone, and holds it until the returned driver is closed.
 * @throws StartError folder-unwritable, folder-in-use
 */
export function takeFolder(folder: string): Driver {
  makeFolder(folder);
  return holdLock(join(folder, 'server.lock'));
}

/** @throws StartError folder-unwritable */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** Makes the file for its owner alone; SQLite gives its journal the same mode. @throws StartError folder-unwritable */
export function touch(file: string): void {
  try {
    const made = !existsSync(file);
    closeSync(openSync(file, 'a', 0o600));
    if (made) chmodSync(file, 0o600);
  } catch (error) {
    throw unwritable(file, error);
  }
}

export const unwritable = (path: string, error: unknown): StartError =>
  new StartError(
    'folder-unwritable',
    `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    { cause: error },
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

export function asStartError(error: unknown, file: string): StartError {
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
