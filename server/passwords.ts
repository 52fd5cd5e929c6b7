/** A server's password: scrypt hashes, few checks at a time, few tries from one address and from all together. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { limits, refuse, type Refusal } from '../protocol';
import { Tries } from './joining/tries';

/** 2^15 blocks of 1 KiB: 32 MiB and about a tenth of a second for each guess (OWASP's list of scrypt parameters). */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
const BYTES = 32;

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });

/** `scrypt$SALT$HASH`; the parameters are this file's. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64url')}$${(await derive(password, salt)).toString('base64url')}`;
}

export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [kind, salt, expected] = hash.split('$');
  if (kind !== 'scrypt' || !salt || !expected) return false;
  const [key, other] = [await derive(password, Buffer.from(salt, 'base64url')), Buffer.from(expected, 'base64url')];
  return key.length === other.length && timingSafeEqual(key, other);
}

/** The door's own part of it: who may try, and how many checks run at once. */
export class PasswordCheck {
  readonly #hash: string | null;
  readonly #fits: typeof isPassword;
  readonly #tries = new Tries(limits.passwordTries, limits.passwordTriesInAll);
  /** Checks that run or wait, by the address they are for. */
  readonly #beside = new Map<string, Set<Promise<unknown>>>();
  #inside = 0;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param hash the server's, or null where none is asked for */
  constructor(hash: string | null, fits = isPassword) {
    this.#hash = hash;
    this.#fits = fits;
  }

  get needed(): boolean {
    return this.#hash !== null;
  }

  /** @returns null when it may pass, else why not */
  async check(password: string | undefined, address: string): Promise<Refusal | null> {
    if (this.#hash === null) return null;
    if (password === undefined) return refuse('password-needed');
    if (this.#inside >= limits.passwordWaiting + limits.passwordChecks) return refuse('busy', { retryAfter: 1_000 });
    this.#inside += 1;
    try {
      return await this.#try(password, this.#hash, address);
    } finally {
      this.#inside -= 1;
    }
  }

  async #try(password: string, hash: string, address: string): Promise<Refusal | null> {
    const retryAfter = await this.#take(address);
    // Whoever is out of tries may still knock: a guessed password lets nobody in, and a forgotten one keeps nobody out.
    if (retryAfter > 0) return refuse('knock-needed', { retryAfter });
    const checking = this.#oneOfFew(this.#fits, password, hash).then(async (right) => {
      if (right) await this.#tries.giveBack(address);
      return right ? null : refuse('password-wrong');
    });
    const beside = this.#beside.get(address) ?? new Set();
    this.#beside.set(address, beside.add(checking));
    return checking.finally(() => {
      beside.delete(checking);
      if (beside.size === 0) this.#beside.delete(address);
    });
  }

  /** A try, or how long there will be none. Those that are out may come back: who knows the password costs nothing. */
  async #take(address: string): Promise<number> {
    for (;;) {
      const wait = await this.#tries.take(address);
      const beside = this.#beside.get(address);
      if (wait === 0 || !beside) return wait;
      await Promise.race(beside).catch(() => undefined);
    }
  }

  async #oneOfFew<A extends unknown[], T>(work: (...args: A) => Promise<T>, ...args: A): Promise<T> {
    if (this.#running >= limits.passwordChecks) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await work(...args);
    } finally {
      // The place goes on to the next who waits, or comes back.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
