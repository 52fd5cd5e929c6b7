/** How many calls a session, or an address, may make: a bucket that refills by the server's clock. */
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

export class CallRate {
  readonly #clock: Clock;
  readonly #rate: CallRateLimit;
  /** In the order in which they were counted last. Those that are full again are gone: they say the same as none. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock, rate: CallRateLimit = limits.callRate) {
    this.#clock = clock;
    this.#rate = rate;
  }

  /** How many are being counted; never more than `limits.rateBuckets`. */
  get size(): number {
    return this.#buckets.size;
  }

  /** @returns 0 where the call may go on, else how long to wait for the next one, in ms; then none was taken */
  take(key: string): number {
    const bucket = this.#bucket(key);
    this.#buckets.delete(key);
    this.#sweep(bucket.at);
    this.#buckets.set(key, bucket);
    const wait = this.#wait(bucket);
    if (wait === 0) bucket.left -= 1;
    return wait;
  }

  /** As `take`, and takes none. */
  wait(key: string): number {
    return this.#buckets.has(key) ? this.#wait(this.#bucket(key)) : 0;
  }

  forget(key: string): void {
    this.#buckets.delete(key);
  }

  #wait({ left }: Bucket): number {
    return left < 1 ? Math.ceil(((1 - left) * 1_000) / this.#rate.perSecond) : 0;
  }

  /** As it is by now. */
  #bucket(key: string): Bucket {
    const { burst, perSecond } = this.#rate;
    const now = this.#clock.now();
    const bucket = this.#buckets.get(key) ?? { left: burst, at: now };
    // A clock that was set back gives nothing, and takes nothing.
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) * perSecond) / 1_000);
    bucket.at = now;
    return bucket;
  }

  /** Whoever was counted last so long ago has all of it again; above the bound so has whoever was counted longest ago. */
  #sweep(now: number): void {
    const { burst, perSecond } = this.#rate;
    for (const [key, { at }] of this.#buckets) {
      const full = now - at >= (burst * 1_000) / perSecond;
      if (!full && this.#buckets.size < limits.rateBuckets) return;
      this.#buckets.delete(key);
    }
  }
}
