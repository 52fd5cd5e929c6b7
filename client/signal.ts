/** A value one can watch. It follows Svelte's store contract, so that a screen can read it with `fromStore`. */
export interface Readable<T> {
  readonly current: T;
  /** Calls at once with the value there is, then with each new one; the returned function stops it. */
  subscribe(listener: (value: T) => void): () => void;
}

export class Signal<T> implements Readable<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get current(): T {
    return this.#value;
  }

  /** Values are never changed in place: a new value is a new object. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }

  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#value);
    return () => this.#listeners.delete(listener);
  }
}

/** Resolves with the first value, the present one included, that is as asked. */
export function first<T>(signal: Readable<T>, is: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    let stop: (() => void) | null = null;
    let found = false;
    stop = signal.subscribe((value) => {
      if (found || !is(value)) return;
      found = true;
      stop?.();
      resolve(value);
    });
    if (found) stop();
  });
}
