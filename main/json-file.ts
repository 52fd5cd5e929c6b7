/** A small JSON file of the profile: whole or not at all on disk, and only ever what its schema allows in memory. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse, type Schema } from '../protocol';
import type { Keeping } from './keeping';
import type { Log } from './log';

export interface JsonFile<T> {
  /** What the file holds; `fallback` where there is none, or where it is damaged (the damaged one is kept beside it). */
  read(): T;
  /**
   * Replaces the file. A crash at any moment leaves the old content or the new. Nothing where the profile is a newer Maru's.
   * @throws the system's error where the folder cannot be written
   */
  write(value: T): void;
}

/**
 * The file's text; null where there is none. It is asked first: for where an error was thrown V8 reads a whole bundle once
 * more, which is a tenth of a start.
 * @throws the system's error where it cannot be read
 */
export function readText(file: string): string | null {
  try {
    return fs.statSync(file, { throwIfNoEntry: false }) ? fs.readFileSync(file, 'utf8') : null;
  } catch (error) {
    // Gone meanwhile; or what should be its folder is a file, and holds nothing.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function decode(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of a file outside a profile. */
const always: Keeping = { writes: true, wrote: () => undefined, failed: () => undefined, setAside: () => undefined };

/** @param keeping hears what became of it, and says whether anything is written at all */
export function jsonFile<T>(
  file: string,
  schema: Schema<T>,
  fallback: T,
  log: Log,
  keeping: Keeping = always,
): JsonFile<T> {
  const setAside = () => {
    if (!keeping.writes) return;
    const kept = `${file}.damaged-${Date.now()}`;
    log.error(`${file} is damaged; it is kept as ${path.basename(kept)}`);
    try {
      fs.renameSync(file, kept);
      keeping.setAside(file, kept);
    } catch (error) {
      log.error('it could not be moved', error);
    }
  };
  return {
    read() {
      try {
        const text = readText(file);
        if (text === null) return fallback;
        const parsed = parse(schema, decode(text));
        if (parsed.ok) return parsed.value;
        setAside();
      } catch (error) {
        log.error(`${file} cannot be read`, error);
      }
      return fallback;
    },
    write(value) {
      if (!keeping.writes) return;
      try {
        replace(file, `${JSON.stringify(value, null, 2)}\n`);
        keeping.wrote();
      } catch (error) {
        keeping.failed(error);
        throw error;
      }
    },
  };
}

function replace(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const beside = `${file}.new`;
  const descriptor = fs.openSync(beside, 'w', 0o600);
  try {
    fs.writeFileSync(descriptor, text);
    // Without it a power cut may leave the new name with no content.
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(beside, file);
}
