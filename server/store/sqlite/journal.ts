/**
 * Keeps the write-ahead log from growing unseen. SQLite folds it back into the database by itself
 * (sqlite.org/wal.html#ckpt), but not past a reader that stays, nor where folding fails: then it is tried again, and said.
 */
import { statSync } from 'node:fs';
import { facts, type Logger } from '../../log';
import type { Driver } from './driver';

/** Commits after which folding is tried again, where the journal has not grown much meanwhile. */
const AGAIN_AFTER = 64;

export class Journal {
  readonly #driver: Driver;
  readonly #file: string;
  readonly #limit: number;
  readonly #wait: number;
  readonly #log: Logger;
  #tryAt: number;
  #commits = 0;

  /**
   * @param file the database's
   * @param limit above so many bytes something is wrong
   * @param wait the driver's own patience with locks, in milliseconds
   */
  constructor(driver: Driver, file: string, limit: number, wait: number, log: Logger) {
    this.#driver = driver;
    this.#file = `${file}-wal`;
    this.#limit = limit;
    this.#wait = wait;
    this.#log = log;
    this.#tryAt = limit;
  }

  /** After a commit, never inside a transaction. Never throws: what was committed stays so. */
  bound(): void {
    const bytes = this.#bytes();
    this.#commits += 1;
    if (bytes <= this.#limit) this.#settle(bytes);
    else if (bytes > this.#tryAt || this.#commits >= AGAIN_AFTER) this.#fold(bytes);
  }

  #fold(before: number): void {
    let error: unknown = null;
    try {
      // Nobody waits here for a reader: a later commit tries again.
      this.#driver.run('pragma busy_timeout = 0');
      this.#driver.value('pragma wal_checkpoint(truncate)');
    } catch (thrown) {
      error = thrown;
    } finally {
      this.#driver.run(`pragma busy_timeout = ${this.#wait}`);
    }
    const bytes = this.#bytes();
    if (bytes <= this.#limit) return this.#settle(bytes);
    if (this.#tryAt === this.#limit) {
      const why = error === null ? {} : facts(error);
      this.#log.warn({ ...why, bytes: before, limit: this.#limit }, 'the journal cannot be folded back and grows');
    }
    this.#tryAt = bytes + this.#limit / 8;
    this.#commits = 0;
  }

  #settle(bytes: number): void {
    if (this.#tryAt > this.#limit) this.#log.info({ bytes }, 'the journal is folded back');
    this.#tryAt = this.#limit;
  }

  #bytes(): number {
    return statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
  }
}
