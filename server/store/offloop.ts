/**
 * A store in a thread of its own, off the loop that serves sockets: this side turns calls into messages. A thread that
 * dies takes nothing committed with it; what was asked of it, and whatever is asked later, rejects as `internal`.
 */
import { Worker } from 'node:worker_threads';
import type { HostFailure } from '../../protocol';
import { StartError } from '../failures';
import { facts, type Logger } from '../log';
import { StoreError, type Birth, type Store } from './store';

export type StoreMethod = Exclude<keyof Store, 'close'>;

export const storeMethods: readonly StoreMethod[] = [
  'about',
  'setName',
  'setPassword',
  'members',
  'join',
  'addDevice',
  'deviceByToken',
  'devices',
  'endDevice',
  'seen',
  'invite',
  'invitationByToken',
  'invitations',
  'revoke',
  'rename',
  'rooms',
  'memberships',
  'sides',
  'openLogs',
  'createRoom',
  'changeRoom',
  'addToRoom',
  'enterRoom',
  'leaveRoom',
  'preferences',
  'prefer',
  'arrange',
  'heads',
  'holds',
  'lacking',
  'read',
  'append',
  'remove',
  'bans',
  'unban',
  'isBanned',
  'mute',
  'slow',
  'appoint',
  'transfer',
  'note',
  'audit',
  'saw',
  'endedToken',
  'mark',
  'marks',
  'counts',
  'readers',
  'lastSeen',
  'setStatus',
  'find',
  'thread',
  'threads',
  'versions',
  'pins',
  'vote',
  'bots',
  'botsSeen',
  'renewBot',
  'hooks',
  'makeHook',
  'endHook',
  'reached',
];

export interface WorkerData {
  folder: string;
  birth: Birth;
  /** Free bytes on the disk below which nothing is changed. Default: as in limits. */
  diskFloor?: number | undefined;
}

export type ToWorker = { id: number; method: StoreMethod; args: unknown[] } | { id: number; method: 'close' };
export type FromWorker =
  | { event: 'open' }
  | { event: 'log'; level: keyof Logger; facts: object; text: string }
  | { event: 'failed'; code: HostFailure['code']; detail: string }
  | { event: 'done'; id: number; value: unknown }
  /** `stack`: where in its thread it happened. */
  | { event: 'refused'; id: number; code: StoreError['code']; message: string; stack: string | undefined };

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * @param script the built worker (server/store/worker.ts)
 * @param died called once if the thread ends without being asked to
 * @throws StartError as openSqliteStore does
 */
export async function openOffLoop(
  script: string,
  data: WorkerData,
  log: Logger,
  died: (error: Error) => void,
): Promise<Store> {
  const worker = new Worker(script, { workerData: data });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let ended: StoreError | null = null;
  let closing: Promise<void> | null = null;
  let opened: ((result: StartError | null) => void) | null = null;
  const opening = new Promise<StartError | null>((resolve) => (opened = resolve));
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));

  const end = (error: StoreError) => {
    if (ended) return;
    ended = error;
    opened?.(new StartError('unknown', error.message, { cause: error }));
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    if (closing) return;
    log.error(facts(error), 'the store’s thread ended');
    died(error);
  };
  worker.on('error', (error: Error) => end(new StoreError('internal', error.message, { cause: error })));
  worker.on('exit', (code) =>
    end(new StoreError(closing ? 'closing' : 'internal', `the store’s thread ended (${code})`)),
  );
  worker.on('message', (message: FromWorker) => {
    if (message.event === 'open') return opened?.(null);
    if (message.event === 'log') return log[message.level](message.facts, message.text);
    if (message.event === 'failed') {
      closing = Promise.resolve();
      return opened?.(new StartError(message.code === 'crashed' ? 'unknown' : message.code, message.detail));
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.event === 'done') asked?.resolve(message.value);
    else {
      const error = new StoreError(message.code, message.message);
      if (message.stack !== undefined) error.stack = message.stack;
      asked?.reject(error);
    }
  });

  const ask = (message: { method: StoreMethod; args: unknown[] } | { method: 'close' }): Promise<unknown> => {
    if (ended) return Promise.reject(ended);
    const id = (last += 1);
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, ...message } satisfies ToWorker);
    });
  };

  const failure = await opening;
  if (failure) {
    await worker.terminate();
    throw failure;
  }
  const methods = storeMethods.map((method) => [
    method,
    (...args: unknown[]) =>
      closing ? Promise.reject(new StoreError('closing', 'the store is closed')) : ask({ method, args }),
  ]);
  const close = (): Promise<void> => {
    closing ??= ask({ method: 'close' })
      .catch(() => undefined)
      .then(() => gone);
    return closing;
  };
  // Each method answers what the worker’s store of the same interface answered.
  return { ...(Object.fromEntries(methods) as Omit<Store, 'close'>), close };
}
