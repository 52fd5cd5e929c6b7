/** A passphrase as it is kept: never itself, only what it takes long to come to. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';

/**
 * scrypt (RFC 7914) with N = 2^17, r = 8, p = 1: the first of the parameters that OWASP's Password Storage Cheat Sheet lists,
 * 128 MiB for each guess.
 */
const LOG_N = 17;
const BYTES = 32;

const base64 = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[\\w-]{${Math.ceil((bytes * 4) / 3)}}$`)));

/** The work is bounded here, too: a file says how much memory its reader takes. */
export const Sealed = v.object({
  logN: v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(LOG_N)),
  salt: base64(16),
  key: base64(BYTES),
});
export type Sealed = v.InferOutput<typeof Sealed>;

const derive = (passphrase: string, salt: Buffer, logN: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // Twice what RFC 7914 §2 says it takes (128 · N · r bytes): what is around it counts as well.
    const cost = { N: 2 ** logN, r: 8, p: 1, maxmem: 2 * 128 * 8 * 2 ** logN };
    scrypt(passphrase, salt, BYTES, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });

/** @param logN of the cost; lower in tests, where nobody guesses */
export async function seal(passphrase: string, logN = LOG_N): Promise<Sealed> {
  const salt = randomBytes(16);
  const key = await derive(passphrase, salt, logN);
  return { logN, salt: salt.toString('base64url'), key: key.toString('base64url') };
}

export async function isSealed(passphrase: string, { logN, salt, key }: Sealed): Promise<boolean> {
  const found = await derive(passphrase, Buffer.from(salt, 'base64url'), logN);
  return timingSafeEqual(found, Buffer.from(key, 'base64url'));
}
