/** The servers this person is on, but for their own porch: where each was last, and when. */
import type { Table } from '../../client';
import type { Id } from '../../protocol';

export interface RememberedPorch {
  id: Id;
  name: string;
  url: string;
  /** Milliseconds since 1970, by this device's clock. */
  lastSeen: number;
  /** The name one had there. */
  as: string;
}

export class Porches {
  readonly #table: Table<RememberedPorch>;
  #all: readonly RememberedPorch[] = $state.raw([]);

  constructor(table: Table<RememberedPorch>) {
    this.#table = table;
  }

  /** The last one first. */
  get all(): readonly RememberedPorch[] {
    return this.#all;
  }

  async load(): Promise<void> {
    this.#show(await this.#table.all());
  }

  at(url: string): RememberedPorch | undefined {
    return this.#all.find((porch) => porch.url === url);
  }

  byId(id: Id): RememberedPorch | undefined {
    return this.#all.find((porch) => porch.id === id);
  }

  /** One address leads to one server: another one that was remembered there has moved or gone. */
  remember(porch: RememberedPorch): void {
    for (const other of this.#all)
      if (other.url === porch.url && other.id !== porch.id) void this.forget(other.id).catch(() => undefined);
    this.#show([porch, ...this.#all.filter(({ id }) => id !== porch.id)]);
    void this.#table.put(porch.id, porch).catch(() => undefined);
  }

  /** Takes it off the list. Whatever else this device keeps of it stays. @throws where the disk does not take it */
  async forget(id: Id): Promise<void> {
    this.#show(this.#all.filter((porch) => porch.id !== id));
    await this.#table.delete(id);
  }

  #show(porches: readonly RememberedPorch[]): void {
    this.#all = [...porches].sort((a, b) => b.lastSeen - a.lastSeen);
  }
}
