/** The servers main finds on this network, while somebody looks; and how much of which server this device keeps. */
import { Cache, type Ports } from '../../client';
import type { Bridge, Id, NearServer } from '../../protocol';

export class Near {
  readonly #bridge: Bridge;
  readonly #cache: Cache;
  #servers: readonly NearServer[] = $state.raw([]);
  #kept: Readonly<Record<Id, number>> = $state.raw({});
  #watchers = 0;

  constructor(bridge: Bridge, { storage, clock }: Pick<Ports, 'storage' | 'clock'>) {
    this.#bridge = bridge;
    this.#cache = new Cache(storage, clock);
    bridge.on('near', ({ servers }) => (this.#servers = servers));
  }

  /** In the order in which they were found. */
  get servers(): readonly NearServer[] {
    return this.#servers;
  }

  /** Looks until the returned function is called. */
  watch(): () => void {
    this.#watchers += 1;
    if (this.#watchers === 1) void this.#look(true);
    let watching = true;
    return () => {
      if (!watching) return;
      watching = false;
      this.#watchers -= 1;
      if (this.#watchers === 0) void this.#look(false);
    };
  }

  /** Whether its person wants to know of them was changed just now. */
  async lookAgain(): Promise<void> {
    if (this.#watchers === 0) return;
    await this.#look(false);
    await this.#look(true);
  }

  /** Messages of a server that are on this device; null while that is not known, or where there are none. */
  keptOf(server: Id): number | null {
    return this.#kept[server] || null;
  }

  /** Counts what is kept of these. */
  async count(servers: readonly Id[]): Promise<void> {
    const counted = await Promise.all(
      servers.map(async (server) => {
        const logs = (await this.#cache.load(server))?.logs ?? [];
        const messages = logs.map(({ entries }) => entries.filter(({ kind }) => kind === 'message').length);
        return [server, messages.reduce((sum, count) => sum + count, 0)] as const;
      }),
    );
    this.#kept = Object.fromEntries(counted);
  }

  async #look(on: boolean): Promise<void> {
    const answer = await this.#bridge.call('watchNear', { on });
    if (answer.ok && on) this.#servers = answer.value.servers;
  }
}
