/** Holds things back for a while, and lets them go in their order. */
interface Held {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly go: () => void;
}

export class Delay {
  readonly #held: Held[] = [];
  #last = 0;

  get holds(): boolean {
    return this.#held.length > 0;
  }

  /** Not before what was held back earlier. @param ms of delay */
  after(ms: number, go: () => void): void {
    this.#last = Math.max(this.#last, Date.now() + ms);
    const held: Held = {
      go,
      timer: setTimeout(() => {
        // Timers of one moment may come in any order.
        while (this.#held.length > 0 && this.#held[0] !== held) this.#next();
        if (this.#held[0] === held) this.#next();
      }, this.#last - Date.now()),
    };
    this.#held.push(held);
  }

  /** Everything goes, now. */
  release(): void {
    while (this.#held.length > 0) this.#next();
  }

  #next(): void {
    const held = this.#held.shift();
    if (!held) return;
    clearTimeout(held.timer);
    held.go();
  }
}
