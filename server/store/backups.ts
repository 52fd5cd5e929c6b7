/**
 * Keeps a few dated copies of a folder's database in `backups/`. Nobody who talks waits for it, and whatever goes wrong
 * with a copy is said in the log and tried again later. A copy counts when it is whole, checked and on the disk.
 */
import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../../protocol';
import type { Clock } from '../clock';
import { facts, type Logger } from '../log';
import { flushFolder, freeBytes, stamp, stampedAt } from './disk';
import { runTask } from './tasks';

export interface BackupParts {
  /** The built worker (server/store/worker.ts). */
  script: string;
  folder: string;
  clock: Clock;
  log: Logger;
  /** Free bytes that a copy leaves on the disk. Default: as in limits. */
  diskFloor?: number | undefined;
  /** How long after a start it looks whether a copy is due, in ms. Default: as in limits. */
  afterStart?: number | undefined;
}

const UNFINISHED = '.unfinished';

export class Backups {
  readonly #parts: BackupParts;
  readonly #place: string;
  #closing = false;
  #cancel = () => {};
  #running: Promise<void> = Promise.resolve();

  constructor(parts: BackupParts) {
    this.#parts = parts;
    this.#place = join(parts.folder, 'backups');
  }

  /**
   * @param old whether something is there from an earlier run, to be copied soon; what is born now has time until the first
   *   hour. Not at once: everybody comes back at a start, and the copy would take disk and processor from them (decision 0164).
   */
  start(old: boolean): void {
    this.#later(old ? (this.#parts.afterStart ?? limits.backupAfterStart) : limits.backupLook);
  }

  /** Begins no copy any more, and resolves when one that is being made is whole. */
  close(): Promise<void> {
    this.#closing = true;
    this.#cancel();
    return this.#running;
  }

  #later(ms: number): void {
    if (!this.#closing) this.#cancel = this.#parts.clock.after(ms, () => this.#look());
  }

  #look(): void {
    this.#running = this.#makeDue()
      .catch((error: unknown) => {
        this.#parts.log.error({ ...facts(error), folder: this.#place }, 'no backup could be made');
      })
      .then(() => this.#later(limits.backupLook));
  }

  async #makeDue(): Promise<void> {
    const now = this.#parts.clock.now();
    // A copy dated later than now is a clock's mistake, and no reason to make none.
    const fresh = (await this.#made()).some(({ at }) => at <= now && now - at < limits.backupEvery);
    if (!fresh) await this.#make(now);
  }

  async #make(now: number): Promise<void> {
    const { script, folder, log, diskFloor = limits.diskFloorBytes } = this.#parts;
    await mkdir(this.#place, { recursive: true, mode: 0o700 });
    await chmod(this.#place, 0o700);
    for (const name of await readdir(this.#place)) {
      if (name.includes(UNFINISHED)) await rm(join(this.#place, name));
    }
    const [free, needed] = [await freeBytes(folder), (await this.#size()) + diskFloor];
    if (free !== null && free < needed) {
      log.warn({ folder: this.#place, free, needed }, 'no backup was made: the disk has too little room');
      return;
    }
    if (this.#closing) return;
    const name = `maru-${stamp(now)}.db`;
    const unfinished = join(this.#place, `${name}${UNFINISHED}`);
    const { bytes } = await runTask(script, 'backup', { folder, file: unfinished });
    await rename(unfinished, join(this.#place, name));
    flushFolder(this.#place);
    log.info({ file: join(this.#place, name), bytes }, 'a backup was made');
    await this.#rotate(name);
  }

  /** The oldest go, never the one that was made just now. */
  async #rotate(fresh: string): Promise<void> {
    const others = (await this.#made()).filter(({ name }) => name !== fresh);
    for (const { name } of others.slice(0, Math.max(0, others.length + 1 - limits.backups)))
      await rm(join(this.#place, name));
  }

  /** The oldest first. Files of other names are nobody's business here. */
  async #made(): Promise<{ name: string; at: number }[]> {
    const names = await readdir(this.#place).catch(() => []);
    return names
      .flatMap((name) => {
        const at = stampedAt(/^maru-(.+)\.db$/.exec(name)?.[1] ?? '');
        return at === null ? [] : [{ name, at }];
      })
      .sort((a, b) => a.at - b.at);
  }

  async #size(): Promise<number> {
    const sizes = ['maru.db', 'maru.db-wal'].map((name) => stat(join(this.#parts.folder, name)));
    return (await Promise.allSettled(sizes)).reduce(
      (sum, size) => sum + (size.status === 'fulfilled' ? size.value.size : 0),
      0,
    );
  }
}
