/** What this device keeps of each server, counted row by row: a browser tells only the sum of everything. */
import { Cache, type Ports } from '../../client';
import type { Id } from '../../protocol';

export interface KeptOf {
  server: Id;
  name: string;
  /** Bytes of the copy of what is said there, as JSON; the server has it all. */
  bytes: number;
  /** Messages that were not sent yet, and drafts. They are nowhere else. */
  waiting: number;
  drafts: number;
}

/** What a row of any table says of the server it belongs to. */
interface Owned {
  server?: Id;
}
interface Roster {
  server: { id: Id; name: string };
}

const sizeOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

export class DeviceStorage {
  readonly #ports: Pick<Ports, 'storage' | 'clock'>;

  constructor(ports: Pick<Ports, 'storage' | 'clock'>) {
    this.#ports = ports;
  }

  /** @throws where the disk cannot be read */
  async look(): Promise<KeptOf[]> {
    const { storage, clock } = this.#ports;
    const cache = new Cache(storage, clock);
    const [rosters, waiting, drafts] = await Promise.all([
      storage.table<Roster>('rosters').all(),
      storage.table<Owned>('outbox').all(),
      storage.table<Owned>('drafts').all(),
    ]);
    const count = (rows: readonly Owned[], id: Id) => rows.filter(({ server }) => server === id).length;
    return Promise.all(
      rosters.map(async ({ server }) => ({
        server: server.id,
        name: server.name,
        bytes: sizeOf(await cache.load(server.id)),
        waiting: count(waiting, server.id),
        drafts: count(drafts, server.id),
      })),
    );
  }

  /**
   * Takes away the copies of these servers. What was not sent yet, drafts and who one is there stay.
   * @throws where the disk does not take it
   */
  async clean(servers: readonly Id[]): Promise<void> {
    const cache = new Cache(this.#ports.storage, this.#ports.clock);
    for (const server of servers) await cache.forget(server);
  }

  /** What the browser counts for this page, and lets it have, in bytes; null where it does not say. */
  async estimate(): Promise<{ usage: number; quota: number } | null> {
    // A page over plain HTTP has no such interface.
    const { storage } = navigator as Partial<Navigator>;
    const { usage, quota } = (await storage?.estimate().catch(() => undefined)) ?? {};
    return usage === undefined || quota === undefined ? null : { usage, quota };
  }
}
