/** Work on a folder's database that is done once, in a thread of its own: no turn of a serving store waits for it. */
import { Worker } from 'node:worker_threads';
import { RestoreError, restoreFailures, StartError, type RestoreFailure, type StartFailure } from '../failures';

export interface Restored {
  rooms: number;
  entries: number;
  /** When its last entry was said. */
  last: number;
}

/** Each task's input and output; sqlite/backup.ts and sqlite/restore.ts do them. */
export interface Tasks {
  /** Copies the folder's database, which may be in use, to a new file, checks the copy and puts it on the disk. */
  backup: { input: { folder: string; file: string }; output: { bytes: number } };
  /** Lays a copy of a file ready in the folder, under a new epoch; from then on a start takes it. */
  'prepare-restore': {
    input: { file: string; folder: string; epoch: string; now: number };
    output: Restored;
  };
  /** Puts what was laid ready in place. `kept`: the folder that what was there before has gone to; null for nothing. */
  'finish-restore': { input: { folder: string }; output: { kept: string | null } };
}
export type Task = { [N in keyof Tasks]: { task: N; input: Tasks[N]['input'] } }[keyof Tasks];
export type TaskEnd =
  | { event: 'done'; value: unknown }
  | { event: 'failed'; code: StartFailure | RestoreFailure; detail: string };

const isRestoreFailure = (code: string): code is RestoreFailure =>
  (restoreFailures as readonly string[]).includes(code);

/**
 * Resolves when the thread has ended, and with it all it held. It cannot be broken off: a thread that is ended in the
 * middle of a copy takes the process along (the binding throws where nobody can catch it).
 *
 * @param script the built worker (server/store/worker.ts)
 * @throws StartError, RestoreError
 */
export function runTask<N extends keyof Tasks>(
  script: string,
  task: N,
  input: Tasks[N]['input'],
): Promise<Tasks[N]['output']> {
  const worker = new Worker(script, { workerData: { task, input } as Task });
  let end: TaskEnd = {
    event: 'failed',
    code: 'unknown',
    detail: `the thread ended before its work (${task}) was done`,
  };
  worker.on('message', (message: TaskEnd) => (end = message));
  worker.on('error', (error: Error) => (end = { event: 'failed', code: 'unknown', detail: error.message }));
  return new Promise((resolve, reject) =>
    worker.once('exit', () => {
      // A task answers what its name promises.
      if (end.event === 'done') resolve(end.value as Tasks[N]['output']);
      else if (isRestoreFailure(end.code)) reject(new RestoreError(end.code, end.detail));
      else reject(new StartError(end.code, end.detail));
    }),
  );
}
