/**
 * Keeps changes off a disk that is nearly full, so that reading goes on and there is always room to fold the journal
 * back into the database. Nothing has to be started anew: the next change after there is room again is made.
 */
import type { Logger } from '../../log';
import { freeBytes } from '../disk';
import { StoreError } from '../store';
import { toStoreError } from './driver';

export interface SpaceParts {
  folder: string;
  /** Below so many free bytes nothing is changed. */
  floor: number;
  /** The disk is asked at most once in so many milliseconds, and again after it refused something. */
  every: number;
  log: Logger;
}

export class Space {
  readonly #parts: SpaceParts;
  #free: number | null = null;
  #askAgain = 0;
  #inTrouble = false;

  constructor(parts: SpaceParts) {
    this.#parts = parts;
  }

  /**
   * Makes a change where there is room for it. The log hears once that the disk takes no changes, and once that it does.
   * @throws StoreError `disk`; the change's own error
   */
  async guard<T>(change: () => Promise<T>): Promise<T> {
    const { floor, log } = this.#parts;
    await this.#look();
    if (this.#free !== null && this.#free < floor) {
      throw this.#trouble(new StoreError('disk', `the disk has ${this.#free} bytes left, and ${floor} are kept free`));
    }
    try {
      const made = await change();
      if (this.#inTrouble) log.info({ free: this.#free }, 'the disk takes changes again');
      this.#inTrouble = false;
      return made;
    } catch (error) {
      const known = toStoreError(error);
      if (known.code === 'disk') this.#trouble(known);
      throw known;
    }
  }

  async #look(): Promise<void> {
    if (performance.now() < this.#askAgain) return;
    this.#free = await freeBytes(this.#parts.folder);
    this.#askAgain = performance.now() + this.#parts.every;
  }

  #trouble(error: StoreError): StoreError {
    // What the disk itself refused may have another cause by now; what was counted stays counted for a moment.
    if (error.cause) this.#askAgain = 0;
    if (!this.#inTrouble) {
      const { folder, floor, log } = this.#parts;
      log.error(
        { folder, free: this.#free, floor, reason: error.message },
        'the disk takes no changes: make room on it',
      );
    }
    this.#inTrouble = true;
    return error;
  }
}
