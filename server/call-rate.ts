/** How many calls a session may make: a bucket that refills by the server's clock. */
import { limits } from '../protocol';
import type { Clock } from './clock';

/** A bucket of `burst` calls, refilled with `perSecond`. */
export interface CallRateLimit {
  burst: number;
  perSecond: number;
}

interface Bucket {
  left: number;
  /** When it was counted last. */
  at: number;
}

/** Above so many buckets, those that are full again are forgotten: they say the same as none. */
const SWEPT = 10_000;

export class CallRate {
  readonly #clock: Clock;
  readonly #rate: CallRateLimit;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock, rate: CallRateLimit = limits.callRate) {
    this.#clock = clock;
    this.#rate = rate;
  }

  /** @returns 0 where the call may go on, else how long to wait for the next one, in ms */
  take(session: string): number {
    const { burst, perSecond } = this.#rate;
    const now = this.#clock.now();
    if (this.#buckets.size > SWEPT) this.#sweep(now);
    const bucket = this.#buckets.get(session) ?? { left: burst, at: now };
    this.#buckets.set(session, bucket);
    // A clock that was set back gives nothing, and takes nothing.
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) * perSecond) / 1_000);
    bucket.at = now;
    if (bucket.left < 1) return Math.ceil(((1 - bucket.left) * 1_000) / perSecond);
    bucket.left -= 1;
    return 0;
  }

  #sweep(now: number): void {
    const { burst, perSecond } = this.#rate;
    for (const [session, { left, at }] of this.#buckets)
      if (left + ((now - at) * perSecond) / 1_000 >= burst) this.#buckets.delete(session);
  }

  forget(session: string): void {
    this.#buckets.delete(session);
  }
}
