/** How this device tries to reach a server: kept on the device for that server, until somebody chooses anew. */
import type { Id } from '../protocol';
import type { Carrier, Storage, Table } from './ports';
import { Signal, type Readable } from './signal';

/** Which carrier is tried first, and whether there is another; the first one is what is done unless somebody chose. */
export const carrierOrders = ['websocket-first', 'polling-first', 'polling-only'] as const;
export type CarrierOrder = (typeof carrierOrders)[number];

const TRIED: Readonly<Record<CarrierOrder, readonly Carrier[] | null>> = {
  // As the transport does it by itself.
  'websocket-first': null,
  'polling-first': ['polling', 'websocket'],
  'polling-only': ['polling'],
};

export interface Carriers {
  readonly order: Readable<CarrierOrder>;
  /** Holds from now on: where there is a connection, a new one takes its place at once. What is said meanwhile waits. */
  choose(order: CarrierOrder): void;
}

export class KeptCarriers implements Carriers {
  readonly order = new Signal<CarrierOrder>('websocket-first');
  readonly #table: Table<string>;
  readonly #changed: () => void;
  #server: Id | null = null;

  /** @param changed somebody chose; what was kept from before is no change */
  constructor(storage: Storage, changed: () => void) {
    this.#table = storage.table('carriers');
    this.#changed = changed;
  }

  /** What is tried in the order chosen; null: whatever is usual. */
  get tried(): readonly Carrier[] | null {
    return TRIED[this.order.current];
  }

  /** Resolves before this server is dialled, with what was chosen for it. A disk that cannot be read keeps nobody out. */
  async load(server: Id): Promise<void> {
    if (this.#server === server) return;
    const kept = await this.#table.get(server).catch(() => undefined);
    this.#server = server;
    this.order.set(carrierOrders.find((order) => order === kept) ?? 'websocket-first');
  }

  choose(order: CarrierOrder): void {
    if (order === this.order.current) return;
    this.order.set(order);
    const server = this.#server;
    if (server !== null)
      // What cannot be kept still holds until the page goes.
      void (order === 'websocket-first' ? this.#table.delete(server) : this.#table.put(server, order)).catch(
        () => undefined,
      );
    this.#changed();
  }
}
