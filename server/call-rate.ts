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
  /** When it was put where it stands. */
  placed: number;
}

export class CallRate {
  readonly #clock: Clock;
  readonly #rate: CallRateLimit;
  /**
   * In the order in which they were put there. One that was counted since is put at the end when it comes to be looked at,
   * not each time it is counted: who asks often would have the whole table written anew. Those that are full again go, when
   * somebody new comes: they say the same as none.
   */
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
    if (!this.#buckets.has(key)) {
      this.#sweep(bucket.at);
      this.#buckets.set(key, bucket);
    }
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
    const bucket = this.#buckets.get(key) ?? { left: burst, at: now, placed: now };
    // A clock that was set back gives nothing, and takes nothing.
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) * perSecond) / 1_000);
    bucket.at = now;
    return bucket;
  }

  /** Whoever was counted last so long ago has all of it again; above the bound so has whoever was counted longest ago. */
  #sweep(now: number): void {
    const { burst, perSecond } = this.#rate;
    for (const [key, bucket] of this.#buckets) {
      const full = now - bucket.at >= (burst * 1_000) / perSecond;
      const counted = !full && bucket.placed !== bucket.at;
      if (!full && !counted && this.#buckets.size < limits.rateBuckets) return;
      this.#buckets.delete(key);
      if (!counted) continue;
      bucket.placed = bucket.at;
      this.#buckets.set(key, bucket);
    }
  }
}
