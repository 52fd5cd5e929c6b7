/**
 * The six letters that are read out. They find this server among those near, once, and let nobody in. One at a time,
 * in memory: what is lost with the process is made again with one click.
 */
import { randomInt } from 'node:crypto';
import { CODE_LETTERS, codePrefix, limits, type Id } from '../../protocol';
import type { Clock } from '../clock';
import { sameSecret } from '../secrets';

interface Made {
  code: string;
  expiresAt: number;
  triesLeft: number;
}

/** `spent`: too many wrong tries; nothing is compared any more until another code is made, or this one's time is over. */
export type Found = 'found' | 'unknown' | 'spent';

export class Codes {
  readonly #prefix: string;
  readonly #clock: Clock;
  readonly #letter: () => string;
  #made: Made | null = null;

  constructor(server: Id, clock: Clock, letter = randomLetter) {
    this.#prefix = codePrefix(server);
    this.#clock = clock;
    this.#letter = letter;
  }

  /** Ends the one before. */
  make(): Pick<Made, 'code' | 'expiresAt'> {
    const code = this.#prefix + Array.from({ length: 4 }, this.#letter).join('');
    const expiresAt = this.#clock.now() + limits.codeLife;
    this.#made = { code, expiresAt, triesLeft: limits.codeTries };
    return { code, expiresAt };
  }

  /** A right one works once; a wrong one counts, whoever tries. */
  find(code: string): Found {
    const made = this.#made;
    // Meant for another server: nobody who tries letters here would say so.
    if (!made || made.expiresAt <= this.#clock.now() || !code.startsWith(this.#prefix)) return 'unknown';
    if (made.triesLeft === 0) return 'spent';
    if (sameSecret(code, made.code)) {
      this.#made = null;
      return 'found';
    }
    made.triesLeft -= 1;
    return 'unknown';
  }
}

const randomLetter = () => CODE_LETTERS.charAt(randomInt(CODE_LETTERS.length));
