/** How a server proves that it is the one: its certificate's fingerprint, and what main makes of it. */
import * as v from 'valibot';
import { Id } from './ids';
import { Time } from './model';

/** SHA-256 of a certificate in DER, base64url without padding. */
export const Fingerprint = v.pipe(v.string('shape'), v.regex(/^[A-Za-z0-9_-]{43}$/, 'shape'));
export type Fingerprint = v.InferOutput<typeof Fingerprint>;

/** A key is read out as so many words of a list of 2,048: its first 66 bits. */
export const COMPARED = 6;
const BITS = 11;

/**
 * The fingerprint's first bits, eleven for each word, the highest first.
 * @returns places in a list of 2,048: the same in every language
 */
export function comparedPlaces(fingerprint: Fingerprint): number[] {
  const bytes = Array.from(atob(fingerprint.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0).toString(2).padStart(8, '0'),
  ).join('');
  return Array.from({ length: COMPARED }, (_, word) => parseInt(bytes.slice(word * BITS, (word + 1) * BITS), 2));
}

/**
 * How a key came to be trusted. first: it was the first one met, and nobody compared. words: somebody compared the six
 * words. link: an invitation named it.
 */
export const TrustedHow = v.picklist(['first', 'words', 'link']);
export type TrustedHow = v.InferOutput<typeof TrustedHow>;

/**
 * no-such-address: the name leads nowhere. port-closed: the machine is there, and nothing listens. host-asleep: the
 * machine does not answer at all: asleep, off, or behind a firewall. no-network: this machine has no way there.
 */
export const unreachables = ['no-such-address', 'port-closed', 'host-asleep', 'no-network'] as const;
export type Unreachable = (typeof unreachables)[number];

/** What main found at an address with a TLS handshake of its own, in which nothing was said. */
export const Verdict = v.variant('verdict', [
  v.object({
    verdict: v.literal('verified'),
    /**
     * own: this app runs that server, and knows its key. pin: the key is the one that was met before. link: it is the one
     * that an invitation names. authority: the system’s authorities vouch for the name.
     */
    by: v.picklist(['own', 'pin', 'link', 'authority']),
    fingerprint: Fingerprint,
    /** How and when a pin was made. */
    how: v.optional(TrustedHow),
    since: v.optional(Time),
  }),
  /** Nobody knows this key: a person has to say. */
  v.object({ verdict: v.literal('unknown'), fingerprint: Fingerprint }),
  /** Another key than the one expected there. `server`: whose, where that is known. */
  v.object({
    verdict: v.literal('changed'),
    fingerprint: Fingerprint,
    /** Null: no key was expected, but an authority’s word. */
    pinned: v.nullable(Fingerprint),
    server: v.nullable(Id),
  }),
  v.object({ verdict: v.literal('no-tls') }),
  /** Null: something answers and comes to no end, or nobody knows. */
  v.object({ verdict: v.literal('unreachable'), why: v.nullable(v.picklist(unreachables)) }),
]);
export type Verdict = v.InferOutput<typeof Verdict>;
export type Verified = Extract<Verdict, { verdict: 'verified' }>;
