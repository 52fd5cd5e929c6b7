/** What this person has set for each server they are on, on this device: its place among them, their name there, whether it is told of. */
import { SvelteMap } from 'svelte/reactivity';
import type { Table } from '../../client';
import type { Id } from '../../protocol';

export interface ServerSetting {
  server: Id;
  /** Ascending, as they stand in the rail; null: behind the others. */
  place: number | null;
  /** It is opened when the app starts. */
  connects: boolean;
  /** The name there; null: the usual one. */
  name: string | null;
  /** Milliseconds since 1970; null: not muted. */
  mutedUntil: number | null;
}

type Change = Partial<Omit<ServerSetting, 'server'>>;

const FIRST = { place: null, connects: true, name: null, mutedUntil: null } as const;

export class ServerSettings {
  readonly #table: Table<ServerSetting>;
  readonly #all = new SvelteMap<Id, ServerSetting>();

  constructor(table: Table<ServerSetting>) {
    this.#table = table;
  }

  async load(): Promise<void> {
    for (const one of await this.#table.all()) this.#all.set(one.server, { ...FIRST, ...one });
  }

  of(server: Id): ServerSetting {
    return this.#all.get(server) ?? { server, ...FIRST };
  }

  /** The others stay. What cannot be kept still holds until the page goes. */
  change(server: Id, change: Change): void {
    const before = this.of(server);
    const after = { ...before, ...change };
    if (this.#all.has(server) && same(before, after)) return;
    this.#all.set(server, after);
    void this.#table.put(server, after).catch(() => undefined);
  }

  /** One that has no place yet gets the last. */
  place(server: Id): void {
    if (this.of(server).place !== null) return;
    const last = Math.max(-1, ...[...this.#all.values()].map(({ place }) => place ?? -1));
    this.change(server, { place: last + 1 });
  }

  arrange(order: readonly Id[]): void {
    order.forEach((server, place) => this.change(server, { place }));
  }

  async forget(server: Id): Promise<void> {
    this.#all.delete(server);
    await this.#table.delete(server);
  }
}

const same = (a: ServerSetting, b: ServerSetting): boolean =>
  a.place === b.place && a.connects === b.connects && a.name === b.name && a.mutedUntil === b.mutedUntil;
