/** What this device keeps, in IndexedDB: one store of rows, addressed by table and key, so that a new table needs no new version. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Storage, Table } from '../../client';

const NAME = 'maru';
const VERSION = 1;

interface Schema extends DBSchema {
  rows: { key: [table: string, key: string]; value: unknown };
}

/** Looked at inside the transaction of every change. @throws when it must not happen: nothing is changed then */
export type Guard = (all: (table: string) => Promise<unknown[]>, table: string, key: string) => Promise<void>;

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

  table<T>(name: string, guard?: Guard): Table<T> {
    return {
      all: async () => (await (await this.#open()).getAll('rows', rowsOf(name))) as T[],
      get: async (key) => (await (await this.#open()).get('rows', [name, key])) as T | undefined,
      put: async (key, value) => this.#change(guard, [name, key], (rows, row) => rows.put(value, row)),
      delete: async (key) => this.#change(guard, [name, key], (rows, row) => rows.delete(row)),
    };
  }

  async keys(table: string): Promise<string[]> {
    return (await (await this.#open()).getAllKeys('rows', rowsOf(table))).map(([, key]) => key);
  }

  /**
   * Reads and changes a table of at most one row, in one transaction. It need not outlive a power cut.
   * @param change the row as it shall be; undefined where there shall be none
   * @returns the row as it is then
   */
  async exchange<T>(
    table: string,
    keyOf: (row: T) => string,
    change: (now: T | undefined) => T | undefined,
  ): Promise<T | undefined> {
    const transaction = (await this.#open()).transaction('rows', 'readwrite', { durability: 'relaxed' });
    const { store, done } = transaction;
    const [now] = (await store.getAll(rowsOf(table))) as T[];
    const then = change(now);
    const requests: Promise<unknown>[] = [];
    if (now !== undefined && then !== now) requests.push(store.delete([table, keyOf(now)]));
    if (then !== undefined && then !== now) requests.push(store.put(then, [table, keyOf(then)]));
    await Promise.all([...requests, done]);
    return then;
  }

  /** Deletes a row also while the page goes, when no answer of the database comes any more. */
  async deleteAtOnce(table: string, key: string): Promise<void> {
    const transaction = (await this.#open()).transaction('rows', 'readwrite', { durability: 'relaxed' });
    const deleted = transaction.store.delete([table, key]);
    transaction.commit();
    await Promise.all([deleted, transaction.done]);
  }

  /** Resolves when the change is on the disk, not only handed to the system. */
  async #change(
    guard: Guard | undefined,
    row: [table: string, key: string],
    change: (
      rows: {
        put(value: unknown, key: [string, string]): Promise<unknown>;
        delete(key: [string, string]): Promise<void>;
      },
      row: [string, string],
    ) => Promise<unknown>,
  ): Promise<void> {
    const transaction = (await this.#open()).transaction('rows', 'readwrite', { durability: 'strict' });
    const { store, done } = transaction;
    const guarded = async () => {
      await guard?.((table) => store.getAll(rowsOf(table)), ...row);
      await change(store, row);
    };
    const [changed] = await Promise.allSettled([guarded(), done]);
    if (changed.status === 'rejected') throw changed.reason;
    await done;
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
