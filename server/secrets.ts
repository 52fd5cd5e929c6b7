/** Tokens and keys: made from the system's randomness, kept and compared as hashes. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** 128 random bits, base64url: fits into a link. */
export const newInvitation = (): string => randomBytes(16).toString('base64url');

/** SHA-256: enough for a token, which nobody can guess; a password needs passwords.ts. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Compares without telling by time how much was right. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(hashToken(a)), Buffer.from(hashToken(b)));
