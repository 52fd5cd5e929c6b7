/** Questions and changes of a memory store, one after another: nobody reads what a failing disk may still refuse. */
import { StoreError } from '../store';
import type { MemoryDisk } from './kept';

/** What is answered, and how it comes to be so once the disk has taken it; null where nothing changes. */
export interface Plan<T> {
  answer: T;
  apply: (() => void) | null;
}

export class MemoryTurns {
  readonly #disk: MemoryDisk;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(disk: MemoryDisk) {
    this.#disk = disk;
  }

  readonly ask = <T>(question: () => T): Promise<T> => this.change(() => ({ answer: question(), apply: null }));

  /** @param plan must not touch what is kept before `apply` */
  readonly change = <T>(plan: () => Plan<T>): Promise<T> => {
    if (this.#closed) return Promise.reject(new StoreError('closing', 'the store is closed'));
    const done = this.#last.then(async () => {
      const { answer, apply } = plan();
      if (apply) {
        await this.#disk.sync();
        apply();
      }
      // A copy, as from a disk: what the caller does with it changes nothing here.
      return clone(answer);
    });
    this.#last = done.catch(() => undefined);
    return done;
  };

  readonly close = (): Promise<void> => {
    this.#closed = true;
    return this.#last.then(
      () => undefined,
      () => undefined,
    );
  };
}

const clone = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));
