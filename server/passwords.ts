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
  /** The last try of each address that has one under way: they are looked at one after another. */
  readonly #last = new Map<string, Promise<Refusal | null>>();
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

  /** In the order they came: a right one gives its try back before the next from there is counted. */
  async #try(password: string, hash: string, address: string): Promise<Refusal | null> {
    const before = this.#last.get(address) ?? Promise.resolve();
    const mine = before.catch(() => null).then(() => this.#counted(password, hash, address));
    this.#last.set(address, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(address) === mine) this.#last.delete(address);
    }
  }

  async #counted(password: string, hash: string, address: string): Promise<Refusal | null> {
    const retryAfter = await this.#tries.take(address);
    // Whoever is out of tries may still knock: a guessed password lets nobody in, and a forgotten one keeps nobody out.
    if (retryAfter > 0) return refuse('knock-needed', { retryAfter });
    if (!(await this.#oneOfFew(this.#fits, password, hash))) return refuse('password-wrong');
    await this.#tries.giveBack(address);
    return null;
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
