/** Where tokens live: the system's secret store behind the bridge, or this origin's IndexedDB in a browser. */
import type { Clock, Secrets, Storage } from '../../client';
import type { Bridge } from '../../protocol';

/** A locked keyring is asked again after this many milliseconds. */
const AGAIN = 2_000;

export class BridgeSecrets implements Secrets {
  readonly #bridge: Bridge;
  readonly #clock: Clock;

  constructor(bridge: Bridge, clock: Clock) {
    this.#bridge = bridge;
    this.#clock = clock;
  }

  /**
   * While the keyring is locked this waits: to answer "none" would make a member a stranger, who joins as somebody
   * new and overwrites the token.
   */
  async get(server: string): Promise<string | null> {
    for (;;) {
      const answer = await this.#bridge.call('secret', { server });
      if (answer.ok) return answer.value.token;
      if (answer.error.kind === 'final') return null;
      await new Promise<void>((resolve) => this.#clock.after(AGAIN, resolve));
    }
  }

  async set(server: string, token: string | null): Promise<void> {
    for (;;) {
      const answer = await this.#bridge.call('keepSecret', { server, token });
      if (answer.ok) return;
      if (answer.error.kind === 'final') throw new Error(answer.error.message);
      await new Promise<void>((resolve) => this.#clock.after(AGAIN, resolve));
    }
  }
}

export class StorageSecrets implements Secrets {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async get(server: string): Promise<string | null> {
    return (await this.#storage.table<string>('secrets').get(server)) ?? null;
  }

  async set(server: string, token: string | null): Promise<void> {
    const table = this.#storage.table<string>('secrets');
    await (token === null ? table.delete(server) : table.put(server, token));
  }
}
