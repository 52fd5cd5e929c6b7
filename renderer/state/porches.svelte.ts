/** The servers this device has been on. */
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
    for (const other of this.#all) if (other.url === porch.url && other.id !== porch.id) this.forget(other.id);
    this.#show([porch, ...this.#all.filter(({ id }) => id !== porch.id)]);
    void this.#table.put(porch.id, porch).catch(() => undefined);
  }

  /** Takes it off the list. Its token and what was not sent yet stay on the device. */
  forget(id: Id): void {
    this.#show(this.#all.filter((porch) => porch.id !== id));
    void this.#table.delete(id).catch(() => undefined);
  }

  #show(porches: readonly RememberedPorch[]): void {
    this.#all = [...porches].sort((a, b) => b.lastSeen - a.lastSeen);
  }
}
