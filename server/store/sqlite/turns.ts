/** Questions and changes of one database, one after another: a question never sees half of a change. */
import { StoreError } from '../store';
import { toStoreError, type Driver } from './driver';

/** Stands around each change: what has to hold before it, and is looked after behind it. */
export type Guard = <T>(change: () => Promise<T>) => Promise<T>;

export class Turns {
  readonly #driver: Driver;
  readonly #guard: Guard;
  readonly #release: () => Promise<void>;
  #last: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;

  /** @param release gives files and locks back, when the last turn is over */
  constructor(driver: Driver, guard: Guard, release: () => Promise<void>) {
    this.#driver = driver;
    this.#guard = guard;
    this.#release = release;
  }

  /** @throws StoreError */
  readonly ask = <T>(question: () => Promise<T>): Promise<T> => {
    if (this.#closing) return Promise.reject(new StoreError('closing', 'the store is closed'));
    const done = this.#last.then(question).catch((error: unknown) => {
      throw toStoreError(error);
    });
    this.#last = done.catch(() => undefined);
    return done;
  };

  /** A transaction of its own: on disk when it resolves, nothing of it where it rejects. @throws StoreError */
  readonly change = <T>(work: () => Promise<T>): Promise<T> =>
    this.ask(() =>
      this.#guard(async () => {
        this.#driver.run('begin immediate');
        try {
          const result = await work();
          this.#driver.run('commit');
          return result;
        } catch (error) {
          // SQLite may have rolled back by itself (sqlite.org/lang_transaction.html, "automatic rollback").
          if (this.#driver.inTransaction) this.#driver.run('rollback');
          throw error;
        }
      }),
    );

  /** Idempotent; whoever asks afterwards is refused. */
  readonly close = (): Promise<void> => {
    this.#closing ??= this.#last.catch(() => undefined).then(() => this.#release());
    return this.#closing;
  };
}
