/** Everything this screen brings to client/, in the window or in a browser. */
import type { Ports, Storage } from '../../client';
import type { Bridge } from '../../protocol';
import type { Invited } from '../start/entrance';
import { clock } from './clock';
import { IndexedDbStorage } from './indexeddb';
import { takeInvitation } from './invitation';
import type { LeaseHooks } from './lease-parts';
import { MemoryStorage } from './memory';
import { random } from './random';
import { probing, reaching } from './reaching';
import { diallingBack } from './dialling-back';
import { BridgeSecrets, StorageSecrets } from './secrets';
import { BridgeSettings, StorageSettings, type SettingsStore } from './settings';
import { share, type Sharing } from './sharing';
import { SocketIoTransport } from './socketio';

export { bridge } from './bridge';
export type { LeaseHooks } from './lease-parts';
export type { SettingsStore } from './settings';
export type { Sharing } from './sharing';

export interface Screen {
  ports: Ports;
  settings: SettingsStore;
  /** Null in a plain browser. */
  bridge: Bridge | null;
  /** The server that served this page to a browser, as `http://HOST:PORT/`; null in the window. */
  home: string | null;
  /** The invitation by which this page was opened in a browser. */
  invited?: Invited | 'damaged' | null;
  /** False where nothing survives a reload. */
  keeps: boolean;
}

/** A screen, and what it takes to share its profile with the browser's other pages; null where it is alone. */
export interface OpenScreen extends Screen {
  share: ((hooks: LeaseHooks) => Sharing) | null;
}

/** @param bridge as it was found in the page */
export async function openScreen(bridge: Bridge | null): Promise<OpenScreen> {
  const invited = bridge ? null : takeInvitation();
  const database = new IndexedDbStorage();
  const keeps = await database.works();
  const storage: Storage = keeps ? database : new MemoryStorage();
  const direct = new SocketIoTransport({
    online: () => navigator.onLine,
    ...(bridge ? { probe: probing(bridge) } : {}),
  });
  const transport = bridge ? reaching(bridge, direct) : direct;
  const ports: Ports = {
    transport,
    storage,
    secrets: bridge ? new BridgeSecrets(bridge, clock) : new StorageSecrets(storage),
    clock,
    random,
    ...(bridge ? { dialBack: diallingBack(bridge) } : {}),
  };
  return {
    ports,
    settings: bridge ? new BridgeSettings(bridge) : new StorageSettings(storage),
    bridge,
    home: bridge ? null : new URL('/', location.href).href,
    invited,
    keeps,
    // The window is its profile's only one (main sees to it), so that a crashed one never makes the next one wait.
    share: keeps && !bridge ? (hooks) => share(database, ports, hooks) : null,
  };
}
