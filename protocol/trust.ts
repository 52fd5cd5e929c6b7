/** How a server proves that it is the one: its certificate's fingerprint, and the words people compare. */
import * as v from 'valibot';

/** SHA-256 of a certificate in DER, base64url without padding. */
export const Fingerprint = v.pipe(v.string('shape'), v.regex(/^[A-Za-z0-9_-]{43}$/, 'shape'));
export type Fingerprint = v.InferOutput<typeof Fingerprint>;
