/** The server that was in front when the window ended, kept on this device: the next start goes on there. */
import type { Table } from '../../client';
import type { Id } from '../../protocol';

const SERVER = 'server';

export class LastPlace {
  readonly #table: Table<Id>;
  #server: Id | null = null;
  #closed = false;

  constructor(table: Table<Id>) {
    this.#table = table;
  }

  /** Null: the start screen. */
  get server(): Id | null {
    return this.#server;
  }

  async load(): Promise<void> {
    this.#server = (await this.#table.get(SERVER).catch(() => undefined)) ?? null;
  }

  /** A device that keeps nothing begins at the start screen. */
  note(server: Id | null): void {
    if (this.#closed || server === this.#server) return;
    this.#server = server;
    const kept = server === null ? this.#table.delete(SERVER) : this.#table.put(SERVER, server);
    void kept.catch(() => undefined);
  }

  /** What ends from now on ends with the window, and is where it was. */
  close(): void {
    this.#closed = true;
  }
}
