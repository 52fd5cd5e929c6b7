/** Entry of the store's thread: a SQLite store behind messages (offloop.ts is the other end). */
import { parentPort, workerData } from 'node:worker_threads';
import { StartError } from '../failures';
import type { FromWorker, ToWorker, WorkerData } from './offloop';
import { openSqliteStore } from './sqlite/open';
import { StoreError, type Store } from './store';

const port = parentPort;
if (!port) throw new Error('this file is a worker’s');
const tell = (message: FromWorker) => port.postMessage(message);

async function serve(store: Store, message: ToWorker): Promise<void> {
  const { id } = message;
  try {
    if (message.method === 'close') {
      await store.close();
      tell({ event: 'done', id, value: null });
      port?.close();
      return;
    }
    const method = store[message.method] as (...args: unknown[]) => Promise<unknown>;
    tell({ event: 'done', id, value: await method(...message.args) });
  } catch (error) {
    const { code, message: text } = error instanceof StoreError ? error : new StoreError('internal', String(error));
    tell({ event: 'refused', id, code, message: text });
  }
}

const { folder, birth } = workerData as WorkerData;
openSqliteStore(folder, birth).then(
  (store) => {
    port.on('message', (message: ToWorker) => void serve(store, message));
    tell({ event: 'open' });
  },
  (error: unknown) => {
    const { code, detail } = StartError.from(error);
    tell({ event: 'failed', code, detail });
    port.close();
  },
);
