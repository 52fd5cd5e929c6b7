/** Puts a backup in a data folder's place, while no server runs on it. */
import { randomUUID } from 'node:crypto';
import type { Clock } from './clock';
import { runTask, type Restored } from './store/tasks';

export interface Restoration extends Restored {
  file: string;
  folder: string;
  /** Where what was there before is kept; null where nothing was there. */
  kept: string | null;
}

/**
 * The folder then holds the file's content under a new epoch, so that clients see another lineage. The file is only read.
 *
 * @param script the built store worker
 * @param folder made where it is missing
 * @throws RestoreError about the file, StartError about the folder; what was there is there still
 */
export async function restore(script: string, file: string, folder: string, clock: Clock): Promise<Restoration> {
  const input = { file, folder, epoch: randomUUID(), now: clock.now() };
  const restored = await runTask(script, 'prepare-restore', input);
  return { file, folder, ...(await runTask(script, 'finish-restore', { folder })), ...restored };
}
