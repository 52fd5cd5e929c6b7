/** A server's data folder in use: its store, in a thread of its own, and the copies that are made of it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import { Backups } from './backups';
import { openOffLoop, type WorkerData } from './offloop';
import type { Store } from './store';

export interface DataFolder extends WorkerData {
  /** The built store worker (server/store/worker.ts). */
  script: string;
  clock: Clock;
  log: Logger;
  /** Called once if the store's thread ends without being asked to. */
  died: (error: Error) => void;
  /** How long after this a backup that is due is begun, in ms. Default: as in limits. */
  backupAfter?: number | undefined;
}

/** @throws StartError as openSqliteStore does */
export async function openDataFolder({ script, clock, log, died, backupAfter, ...data }: DataFolder): Promise<Store> {
  const { folder, diskFloor } = data;
  // What is born now has nothing yet that a copy would save.
  const old = existsSync(join(folder, 'maru.db'));
  const store = await openOffLoop(script, data, log, died);
  const backups = new Backups({ script, folder, clock, log, diskFloor, afterStart: backupAfter });
  backups.start(old);
  let closing: Promise<void> | null = null;
  return { ...store, close: () => (closing ??= backups.close().then(() => store.close())) };
}
