/** A device's disk for a process that may be killed at any moment: one file a row, put in its place by a rename. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Secrets, Storage, Table } from '../../client';

export class FileStorage implements Storage {
  readonly #folder: string;
  readonly #kept: (table: string, key: string) => void;

  /** @param kept called for each row once it is on the disk */
  constructor(folder: string, kept: (table: string, key: string) => void = () => undefined) {
    this.#folder = folder;
    this.#kept = kept;
  }

  table<T>(name: string): Table<T> {
    const folder = join(this.#folder, name);
    mkdirSync(folder, { recursive: true });
    const fileOf = (key: string) => join(folder, encodeURIComponent(key));
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as T;
    return {
      all: async () =>
        readdirSync(folder)
          .filter((file) => !file.endsWith('.new'))
          .map((file) => read(join(folder, file))),
      get: async (key) => (existsSync(fileOf(key)) ? read(fileOf(key)) : undefined),
      put: async (key, value) => {
        writeFileSync(`${fileOf(key)}.new`, JSON.stringify(value));
        renameSync(`${fileOf(key)}.new`, fileOf(key));
        this.#kept(name, key);
      },
      delete: async (key) => rmSync(fileOf(key), { force: true }),
    };
  }
}

export function fileSecrets(storage: FileStorage): Secrets {
  const table = storage.table<string>('secrets');
  return {
    get: async (server) => (await table.get(server)) ?? null,
    set: (server, token) => (token === null ? table.delete(server) : table.put(server, token)),
  };
}
