/** Everything this screen brings to client/, in the window or in a browser. */
import type { Ports, Storage } from '../../client';
import type { Bridge } from '../../protocol';
import { clock } from './clock';
import { IndexedDbStorage } from './indexeddb';
import { MemoryStorage } from './memory';
import { random } from './random';
import { probing, reaching } from './reaching';
import { BridgeSecrets, StorageSecrets } from './secrets';
import { BridgeSettings, StorageSettings, type SettingsStore } from './settings';
import { SocketIoTransport } from './socketio';

export { bridge } from './bridge';
export type { SettingsStore } from './settings';

export interface Screen {
  ports: Ports;
  settings: SettingsStore;
  /** Null in a plain browser. */
  bridge: Bridge | null;
  /** The server that served this page to a browser, as `http://HOST:PORT/`; null in the window. */
  home: string | null;
  /** False where nothing survives a reload. */
  keeps: boolean;
}

/** @param bridge as it was found in the page */
export async function openScreen(bridge: Bridge | null): Promise<Screen> {
  const database = new IndexedDbStorage();
  const keeps = await database.works();
  const storage: Storage = keeps ? database : new MemoryStorage();
  const direct = new SocketIoTransport({
    online: () => navigator.onLine,
    ...(bridge ? { probe: probing(bridge) } : {}),
  });
  return {
    ports: {
      transport: bridge ? reaching(bridge, direct) : direct,
      storage,
      secrets: bridge ? new BridgeSecrets(bridge, clock) : new StorageSecrets(storage),
      clock,
      random,
    },
    settings: bridge ? new BridgeSettings(bridge) : new StorageSettings(storage),
    bridge,
    home: bridge ? null : new URL('/', location.href).href,
    keeps,
  };
}
