/** A disk for client/ in one folder: one file a row, put in its place by a rename, so that no row is ever half of one. */
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import type { Storage, Table } from '../../client';

/** Only its owner reads it: tokens and what was said stand in such files. */
const PRIVATE = { file: 0o600, folder: 0o700 } as const;

/** @throws the system's error */
export function writeWhole(file: string, text: string): void {
  fs.mkdirSync(dirname(file), { recursive: true, mode: PRIVATE.folder });
  const beside = `${file}.${process.pid}.new`;
  const descriptor = fs.openSync(beside, 'w', PRIVATE.file);
  try {
    fs.writeFileSync(descriptor, text);
    // Without it a power cut may leave the new name with no content.
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(beside, file);
}

/** @returns null for a file that is not there @throws the system's error for one that cannot be read */
export function readWhole(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

class FileTable<T> implements Table<T> {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async all(): Promise<T[]> {
    const names = fs.existsSync(this.#folder) ? fs.readdirSync(this.#folder) : [];
    const rows = names.filter((name) => name.endsWith(ROW)).map((name) => this.#read(join(this.#folder, name)));
    return rows.flatMap((row) => row ?? []);
  }

  async get(key: string): Promise<T | undefined> {
    return this.#read(this.#file(key));
  }

  async put(key: string, value: T): Promise<void> {
    writeWhole(this.#file(key), JSON.stringify(value));
  }

  async delete(key: string): Promise<void> {
    fs.rmSync(this.#file(key), { force: true });
  }

  #file(key: string): string {
    return join(this.#folder, encodeURIComponent(key) + ROW);
  }

  /** What cannot be read is put aside, where a person finds it. */
  #read(file: string): T | undefined {
    const text = readWhole(file);
    if (text === null) return undefined;
    try {
      return JSON.parse(text) as T;
    } catch {
      fs.renameSync(file, `${file}.damaged`);
      return undefined;
    }
  }
}
const ROW = '.json';

class MemoryTable<T> implements Table<T> {
  readonly #rows = new Map<string, T>();

  async all(): Promise<T[]> {
    return [...this.#rows.values()];
  }

  async get(key: string): Promise<T | undefined> {
    return this.#rows.get(key);
  }

  async put(key: string, value: T): Promise<void> {
    this.#rows.set(key, value);
  }

  async delete(key: string): Promise<void> {
    this.#rows.delete(key);
  }
}

/** Rows that are on the disk stay up to date there; new ones go only to memory. */
class KnownOnly<T> implements Table<T> {
  readonly #disk: Table<T>;
  readonly #memory = new MemoryTable<T>();

  constructor(disk: Table<T>) {
    this.#disk = disk;
  }

  async all(): Promise<T[]> {
    return [...(await this.#disk.all()), ...(await this.#memory.all())];
  }

  async get(key: string): Promise<T | undefined> {
    return (await this.#memory.get(key)) ?? this.#disk.get(key);
  }

  async put(key: string, value: T): Promise<void> {
    const known = (await this.#disk.get(key)) !== undefined;
    await (known ? this.#disk : this.#memory).put(key, value);
  }

  async delete(key: string): Promise<void> {
    await this.#memory.delete(key);
    await this.#disk.delete(key);
  }
}

/** What a command needs after it ended. Pages of logs and how far a screen was read are no use to it. */
const kept: ReadonlySet<string> = new Set(['outbox', 'said', 'rosters', 'places']);

/**
 * @param later whether what is said may wait on the disk for another run; else it goes with this process. What an earlier
 * run left to wait is there either way.
 */
export class FileStorage implements Storage {
  readonly #folder: string;
  readonly #later: boolean;

  constructor(folder: string, { later = false } = {}) {
    this.#folder = folder;
    this.#later = later;
  }

  table<T>(name: string): Table<T> {
    if (!kept.has(name)) return new MemoryTable();
    const table = new FileTable<T>(join(this.#folder, name));
    return name === 'outbox' && !this.#later ? new KnownOnly(table) : table;
  }
}
