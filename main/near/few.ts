/** Runs tasks, only so many at one time; the others wait for their turn in order. */
export class Few {
  readonly #most: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  get free(): boolean {
    return this.#running < this.#most;
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (!this.free) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      return await task();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}
