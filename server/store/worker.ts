/** Entry of the store's thread: a SQLite store behind messages (offloop.ts is the other end), or one task (tasks.ts). */
import { parentPort, workerData } from 'node:worker_threads';
import { RestoreError, StartError } from '../failures';
import type { Logger } from '../log';
import type { FromWorker, ToWorker, WorkerData } from './offloop';
import { backUp } from './sqlite/backup';
import { openSqliteStore } from './sqlite/open';
import { finishRestore, prepareRestore } from './sqlite/restore';
import { StoreError, type Store } from './store';
import type { Task, TaskEnd, Tasks } from './tasks';

const port = parentPort;
if (!port) throw new Error('this file is a worker’s');
const tell = (message: FromWorker | TaskEnd) => port.postMessage(message);
const say = (level: keyof Logger) => (facts: object, text: string) => tell({ event: 'log', level, facts, text });
const log: Logger = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };

const tasks: { [N in keyof Tasks]: (input: Tasks[N]['input']) => Promise<Tasks[N]['output']> } = {
  backup: async ({ folder, file }) => ({ bytes: await backUp(folder, file) }),
  'prepare-restore': prepareRestore,
  'finish-restore': ({ folder }) => Promise.resolve({ kept: finishRestore(folder) }),
};

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
    const known = error instanceof StoreError ? error : new StoreError('internal', String(error), { cause: error });
    const { stack } = known.cause instanceof Error ? known.cause : known;
    tell({ event: 'refused', id, code: known.code, message: known.message, stack });
  }
}

/** The thread ends when nothing of this is left to do. */
async function once({ task, input }: Task): Promise<void> {
  try {
    // The table pairs each name with its own input, which a union of names cannot say.
    const work = tasks[task] as (input: unknown) => Promise<unknown>;
    tell({ event: 'done', value: await work(input) });
  } catch (error) {
    const { code, detail } = error instanceof RestoreError ? error : StartError.from(error);
    tell({ event: 'failed', code, detail });
  }
}

const data = workerData as WorkerData | Task;
if ('task' in data) void once(data);
else {
  const { folder, birth, ...options } = data;
  openSqliteStore(folder, birth, { ...options, log }).then(
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
}
