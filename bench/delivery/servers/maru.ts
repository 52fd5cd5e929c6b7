/**
 * Maru's own server through its public API, on SQLite in its worker, with everything on. Only the limit of calls is
 * lifted: a bench asks more than people do. Commits are counted where the server hands them to the store.
 */
import { resolve } from 'node:path';
import { start } from '../../../server';
import { openOffLoop } from '../../../server/store/offloop';
import { folderOf } from '../../folder';
import { ready } from './serving';

const folder = folderOf('delivery');
const worker = resolve(import.meta.dirname, '../../../dist/server/store-worker.cjs');
const log = { debug() {}, info() {}, warn: console.error, error: console.error };
let commits = 0;
const server = await start({
  dataDir: folder,
  host: '127.0.0.1',
  port: 0,
  storeWorker: worker,
  log,
  callRate: { burst: 1e9, perSecond: 1e9 },
  openStore: async (birth) => {
    const store = await openOffLoop(worker, { folder, birth }, log, () => process.exit(1));
    return {
      ...store,
      append: (requests) => {
        commits += 1;
        return store.append(requests);
      },
    };
  },
});
ready(server.address.port, () => commits);
