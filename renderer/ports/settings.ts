/** Where the profile's settings are kept: by main, which needs them before there is a window, or by the browser. */
import type { Storage } from '../../client';
import { parse, Settings, type Bridge } from '../../protocol';

export interface SettingsStore {
  /** Whether the page has to make itself larger; main does it for the window. */
  readonly pageZooms: boolean;
  load(): Promise<Settings>;
  /**
   * Changes the named settings; the others stay.
   * @throws where they cannot be kept
   */
  save(change: Partial<Settings>): Promise<void>;
  /** Calls back with what another window, or main's menu, changed. */
  onChange(listener: (settings: Settings) => void): void;
}

const DEFAULTS: Settings = { theme: 'system' };

export class BridgeSettings implements SettingsStore {
  readonly pageZooms = false;
  readonly #bridge: Bridge;
  /** Changes of this window that main has not answered yet. What it tells meanwhile may not know of them. */
  #saving = 0;
  #listener: (settings: Settings) => void = () => undefined;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async load(): Promise<Settings> {
    const answer = await this.#bridge.call('settings', {});
    return answer.ok ? answer.value : DEFAULTS;
  }

  async save(change: Partial<Settings>): Promise<void> {
    this.#saving += 1;
    const answer = await this.#bridge.call('saveSettings', change);
    this.#saving -= 1;
    if (!answer.ok) throw new Error(answer.error.message);
    if (this.#saving === 0) this.#listener(answer.value);
  }

  onChange(listener: (settings: Settings) => void): void {
    this.#listener = listener;
    this.#bridge.on('settings', (settings) => {
      if (this.#saving === 0) listener(settings);
    });
  }
}

export class StorageSettings implements SettingsStore {
  readonly pageZooms = true;
  readonly #storage: Storage;
  /** One after the other: each change is made to what the one before has left. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async load(): Promise<Settings> {
    const kept = parse(Settings, (await this.#storage.table('settings').get('profile')) ?? {});
    return kept.ok ? kept.value : DEFAULTS;
  }

  async save(change: Partial<Settings>): Promise<void> {
    const saved = this.#last.then(async () => {
      await this.#storage.table<Settings>('settings').put('profile', { ...(await this.load()), ...change });
    });
    this.#last = saved.catch(() => undefined);
    await saved;
  }

  /** Nobody else: one page of a browser owns the profile. */
  onChange(): void {
    return;
  }
}
