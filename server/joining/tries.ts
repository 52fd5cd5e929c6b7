/** How often an address may be wrong, and all of them together. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface TriesLimit {
  burst: number;
  perMinutes: number;
}

const EVERYBODY = 'everybody';

export class Tries {
  readonly #one: RateLimiterMemory;
  readonly #all: RateLimiterMemory | null;

  /** @param all of all addresses together; null for no such bound */
  constructor(one: TriesLimit, all: TriesLimit | null) {
    this.#one = limiter(one);
    this.#all = all && limiter(all);
  }

  /** @returns 0, or for how many milliseconds this address has no tries left. Takes none. */
  async wait(address: string): Promise<number> {
    const { consumedPoints = 0, msBeforeNext = 0 } = (await this.#one.get(address)) ?? {};
    return consumedPoints < this.#one.points ? 0 : Math.max(1, msBeforeNext);
  }

  /** Takes a try. @returns as `wait`; then none was taken, from the address or from all */
  async take(address: string): Promise<number> {
    const wait = await consume(this.#one, address);
    if (wait > 0 || !this.#all) return wait;
    const ofAll = await consume(this.#all, EVERYBODY);
    if (ofAll > 0) await this.#one.reward(address);
    return ofAll;
  }

  /** It was right: who knows it costs an address nothing, many come through one router. */
  async giveBack(address: string): Promise<void> {
    await this.#one.reward(address);
    await this.#all?.reward(EVERYBODY);
  }
}

const limiter = ({ burst, perMinutes }: TriesLimit) =>
  new RateLimiterMemory({ points: burst, duration: perMinutes * 60 });

async function consume(limit: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limit.consume(key);
    return 0;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    // The limiter counts what it refuses as well.
    await limit.reward(key);
    return Math.max(1, error.msBeforeNext);
  }
}
