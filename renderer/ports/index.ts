/** Everything this screen brings to client/, in the window or in a browser. */
import type { Ports, Storage, Transport } from '../../client';
import type { Bridge } from '../../protocol';
import { clock } from './clock';
import { IndexedDbStorage } from './indexeddb';
import { MemoryStorage } from './memory';
import { random } from './random';
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
  const direct = new SocketIoTransport({ online: () => navigator.onLine });
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

/** Main lets this window reach only what it asked for. A hello comes before every line, so asking there is enough. */
function reaching(bridge: Bridge, inner: Transport): Transport {
  return {
    async hello(url) {
      const answer = await bridge.call('reach', { url });
      return answer.ok ? inner.hello(url) : { ok: false, cause: { code: 'refused', refusal: answer.error } };
    },
    dial: (url, handshake, events) => inner.dial(url, handshake, events),
  };
}
