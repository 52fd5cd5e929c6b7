/**
 * The only time there is in a simulation. It stands still while anything can still happen without it, then moves on to
 * the next timer: no machine, however slow, changes what happens in which order.
 */
import type { Clock } from '../../client';

/** A point in time in 2027, in milliseconds since 1970. */
const BEGINNING = 1_800_000_000_000;

type Callback = () => void;
interface Timer {
  at: number;
  callback: Callback | null;
}

/** The turn of the machine's own loop: all promises that can settle have settled when it resolves. */
const turn = setImmediate;
const ownTurn = () => new Promise<void>((resolve) => turn(resolve));

export class Time {
  now = BEGINNING;
  /** Ascending; timers of one instant in the order they were set. */
  readonly #timers: Timer[] = [];
  readonly #immediates: Callback[] = [];
  #machine: typeof setImmediate | null = null;

  /** Milliseconds since the beginning. */
  get passed(): number {
    return this.now - BEGINNING;
  }

  /**
   * `setImmediate` is this time's from now on, for the whole process, until `release`: what a part puts off to the next
   * turn is counted here, so that one knows exactly when nothing is left to do. One time at a time.
   */
  hold(): void {
    this.#machine = globalThis.setImmediate;
    globalThis.setImmediate = ((callback: (...args: unknown[]) => void, ...args: unknown[]) =>
      void this.#immediates.push(() => callback(...args))) as unknown as typeof setImmediate;
  }

  release(): void {
    if (this.#machine) globalThis.setImmediate = this.#machine;
    this.#machine = null;
  }

  /** @returns cancels it */
  after(ms: number, callback: Callback): Callback {
    const timer: Timer = { at: this.now + Math.max(0, ms), callback };
    let [low, high] = [0, this.#timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#timers[middle]!.at <= timer.at) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    return () => void (timer.callback = null);
  }

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    await ownTurn();
    for (let next = this.#immediates.shift(); next; next = this.#immediates.shift()) {
      next();
      await ownTurn();
    }
  }

  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await this.settle();
    for (let next = this.#timers[0]; next && next.at <= end; next = this.#timers[0]) {
      this.#timers.shift();
      if (!next.callback) continue;
      this.now = next.at;
      next.callback();
      await this.settle();
    }
    this.now = end;
  }
}

/** Something that runs until it is killed: from then on none of its timers rings. */
export class Life {
  alive = true;
  readonly #time: Time;
  /** How far its wall clock is from the true time, in ms. */
  readonly #askew: () => number;

  constructor(time: Time, askew: () => number = () => 0) {
    this.#time = time;
    this.#askew = askew;
  }

  readonly clock: Clock = {
    now: () => this.#time.now + this.#askew(),
    after: (ms, callback) => this.#time.after(ms, () => void (this.alive && callback())),
  };
}

/** Chance for one purpose: what is drawn for another changes nothing here (mulberry32, public domain). */
export class Dice {
  #state: number;

  constructor(seed: number, purpose: string) {
    this.#state = seed;
    for (const letter of purpose) this.#state = Math.imul(this.#state ^ letter.charCodeAt(0), 0x01000193);
  }

  /** Even in [0, 1). */
  readonly fraction = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };

  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }
}
