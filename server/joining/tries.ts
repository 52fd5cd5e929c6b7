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

  /** Takes a try. @returns 0, or for how many milliseconds there are none left */
  async take(address: string): Promise<number> {
    const ofOne = await left(this.#one, address);
    // An address that has none left takes nothing away from the others.
    return ofOne > 0 || !this.#all ? ofOne : left(this.#all, EVERYBODY);
  }

  /** It was right: who knows it costs an address nothing, many come through one router. */
  async giveBack(address: string): Promise<void> {
    await this.#one.reward(address);
    await this.#all?.reward(EVERYBODY);
  }
}

const limiter = ({ burst, perMinutes }: TriesLimit) =>
  new RateLimiterMemory({ points: burst, duration: perMinutes * 60 });

async function left(limit: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limit.consume(key);
    return 0;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1, error.msBeforeNext);
    throw error;
  }
}
