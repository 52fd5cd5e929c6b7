/** What this device keeps, in IndexedDB: one store of rows, addressed by table and key, so that a new table needs no new version. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Storage, Table } from '../../client';

const NAME = 'maru';
const VERSION = 1;

interface Schema extends DBSchema {
  rows: { key: [table: string, key: string]; value: unknown };
}

export class IndexedDbStorage implements Storage {
  #database: Promise<IDBPDatabase<Schema>> | null = null;

  /** False where the browser lets this page keep nothing. */
  async works(): Promise<boolean> {
    try {
      await this.#open();
      return true;
    } catch {
      return false;
    }
  }

  table<T>(name: string): Table<T> {
    return {
      all: async () => (await (await this.#open()).getAll('rows', rowsOf(name))) as T[],
      get: async (key) => (await (await this.#open()).get('rows', [name, key])) as T | undefined,
      put: async (key, value) => this.#change((rows) => rows.put(value, [name, key])),
      delete: async (key) => this.#change((rows) => rows.delete([name, key])),
    };
  }

  /** Resolves when the change is on the disk, not only handed to the system. */
  async #change(
    change: (rows: {
      put(value: unknown, key: [string, string]): Promise<unknown>;
      delete(key: [string, string]): Promise<void>;
    }) => Promise<unknown>,
  ): Promise<void> {
    const transaction = (await this.#open()).transaction('rows', 'readwrite', { durability: 'strict' });
    await Promise.all([change(transaction.store), transaction.done]);
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    this.#database ??= openDB<Schema>(NAME, VERSION, {
      upgrade: (database) => void database.createObjectStore('rows'),
      // A newer Maru in another tab wants to change the shape: let it; the next access opens anew.
      blocking: (_current, _blocked, event) => {
        this.#database = null;
        (event.target as IDBDatabase).close();
      },
      terminated: () => (this.#database = null),
    }).catch((error: unknown) => {
      this.#database = null;
      throw error;
    });
    return this.#database;
  }
}

/** In the order of IndexedDB's keys an array sorts after every string. */
const rowsOf = (table: string): IDBKeyRange => IDBKeyRange.bound([table], [table, []]);
