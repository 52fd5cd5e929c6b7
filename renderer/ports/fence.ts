/**
 * What a page may still do with its profile once another page holds the lease. It may have slept while it was robbed,
 * so it is not asked: every change on the disk looks at the lease in its own transaction, and everything that changes
 * something in a server looks at it before it goes on the wire.
 */
import type { Storage, Table, Transport } from '../../client';
import type { Id, NetworkCalls } from '../../protocol';
import type { Guard, IndexedDbStorage } from './indexeddb';
import type { LeaseCell, LeaseRow } from './lease-parts';

/** Its one row has its holder's id as key, so that a page that goes deletes its own without looking, and nobody else's. */
const LEASE = 'lease';
/** Its rows are new words under ids that nobody else has: they are kept whoever holds the lease. */
const OUTBOX = 'outbox';
const CHANGES: ReadonlySet<keyof NetworkCalls> = new Set(['join', 'append', 'createRoom', 'rename'] as const);

export const leaseCell = (database: IndexedDbStorage): LeaseCell => ({
  read: async () => (await database.table<LeaseRow>(LEASE).all())[0],
  change: (change) => database.exchange<LeaseRow>(LEASE, ({ holder }) => holder, change),
  clear: (holder) => database.deleteAtOnce(LEASE, holder),
});

export class Fence {
  readonly #database: IndexedDbStorage;
  readonly #holder: Id;
  readonly #lost: () => void;
  readonly #pending = new Set<Promise<unknown>>();
  /** Rows of the outbox that were there before, or that this page has written. */
  readonly #known = new Set<string>();

  /** @param lost called whenever something found that another page holds the lease */
  constructor(database: IndexedDbStorage, holder: Id, lost: () => void) {
    this.#database = database;
    this.#holder = holder;
    this.#lost = lost;
  }

  get storage(): Storage {
    return { table: (name) => this.#table(name) };
  }

  transport(inner: Transport): Transport {
    return {
      tap: (url) => inner.tap?.(url),
      hello: (url, expected) => inner.hello(url, expected),
      dial: (url, handshake, events) => {
        const line = inner.dial(url, handshake, events);
        return {
          close: () => line.close(),
          call: async (name, input) => {
            if (CHANGES.has(name) && !(await this.#holds())) throw new Error('another page owns this profile');
            return line.call(name, input);
          },
        };
      },
    };
  }

  /** Resolves when nothing is being written any more, also what followed from a write that ended. */
  async settled(): Promise<void> {
    do {
      await Promise.allSettled(this.#pending);
      // A turn of the disk later, what waits for a write to end has begun its own.
      await this.#database.keys(LEASE).catch(() => undefined);
    } while (this.#pending.size > 0);
  }

  #table<T>(name: string): Table<T> {
    const table = this.#database.table<T>(name, this.#guard);
    return {
      all: () => this.#all(name, table),
      get: (key) => table.get(key),
      put: (key, value) => this.#note(table.put(key, value)).then(() => this.#know(name, key)),
      delete: (key) => this.#note(table.delete(key)),
    };
  }

  async #all<T>(name: string, table: Table<T>): Promise<T[]> {
    if (name === OUTBOX) for (const key of await this.#database.keys(name)) this.#know(name, key);
    return table.all();
  }

  readonly #guard: Guard = async (all, table, key) => {
    const [lease] = (await all(LEASE)) as LeaseRow[];
    if (!lease || lease.holder === this.#holder) return;
    this.#lost();
    if (table !== OUTBOX || this.#known.has(key)) throw new Error('another page owns this profile');
  };

  /** A disk that cannot be read keeps nobody from talking. */
  async #holds(): Promise<boolean> {
    const lease = await leaseCell(this.#database)
      .read()
      .catch(() => undefined);
    const holds = !lease || lease.holder === this.#holder;
    if (!holds) this.#lost();
    return holds;
  }

  #know(table: string, key: string): void {
    if (table === OUTBOX) this.#known.add(key);
  }

  async #note<T>(write: Promise<T>): Promise<T> {
    this.#pending.add(write);
    try {
      return await write;
    } finally {
      this.#pending.delete(write);
    }
  }
}
