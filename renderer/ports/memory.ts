/** What stands in where a browser lets a page keep nothing: it lasts until the page goes. */
import type { Storage, Table } from '../../client';

export class MemoryStorage implements Storage {
  readonly #tables = new Map<string, Map<string, unknown>>();

  table<T>(name: string): Table<T> {
    const rows = this.#tables.get(name) ?? new Map<string, unknown>();
    this.#tables.set(name, rows);
    return {
      // Copies, as IndexedDB makes them: what was put does not change with its giver.
      all: async () => structuredClone([...rows.values()]) as T[],
      get: async (key) => structuredClone(rows.get(key)) as T | undefined,
      put: async (key, value) => void rows.set(key, structuredClone(value)),
      delete: async (key) => void rows.delete(key),
    };
  }
}
