/** Where the profile's settings are kept: by main, which needs them before there is a window, or by the browser. */
import type { Storage } from '../../client';
import { parse, Settings, type Bridge } from '../../protocol';

export interface SettingsStore {
  load(): Promise<Settings>;
  /** Changes the named settings; the others stay. */
  save(change: Partial<Settings>): Promise<void>;
}

const DEFAULTS: Settings = { theme: 'system' };

export class BridgeSettings implements SettingsStore {
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async load(): Promise<Settings> {
    const answer = await this.#bridge.call('settings', {});
    return answer.ok ? answer.value : DEFAULTS;
  }

  async save(change: Partial<Settings>): Promise<void> {
    const answer = await this.#bridge.call('saveSettings', change);
    if (!answer.ok) throw new Error(answer.error.message);
  }
}

export class StorageSettings implements SettingsStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async load(): Promise<Settings> {
    const kept = parse(Settings, (await this.#storage.table('settings').get('profile')) ?? {});
    return kept.ok ? kept.value : DEFAULTS;
  }

  async save(change: Partial<Settings>): Promise<void> {
    await this.#storage.table<Settings>('settings').put('profile', { ...(await this.load()), ...change });
  }
}
