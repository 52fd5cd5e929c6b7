/** A feed is read only after its signature was found to be right: until then it is bytes of somebody. */
import { createPublicKey, verify } from 'node:crypto';
import {
  Feed,
  isNewer,
  limits,
  parse,
  SignedFeed,
  type Package,
  type PackageKind,
  type UpdateFailure,
} from '../../protocol';

export type Opened = { ok: true; feed: Feed } | { ok: false; why: Extract<UpdateFailure, 'forged' | 'malformed'> };

function decode(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

/**
 * @param bytes the file as it came
 * @param key Ed25519, 32 bytes, base64url
 */
export function openFeed(bytes: Buffer, key: string): Opened {
  const signed = bytes.length > limits.feedBytes ? null : parse(SignedFeed, decode(bytes));
  if (!signed?.ok) return { ok: false, why: 'malformed' };
  const told = Buffer.from(signed.value.feed, 'base64');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
  if (!verify(null, told, publicKey, Buffer.from(signed.value.signature, 'base64')))
    return { ok: false, why: 'forged' };
  const feed = parse(Feed, decode(told));
  return feed.ok ? { ok: true, feed: feed.value } : { ok: false, why: 'malformed' };
}

/** What runs here, and how it was put here; null where no package was, as in a folder that was unpacked. */
export interface Here {
  version: string;
  platform: string;
  arch: string;
  kind: PackageKind | null;
}

/** @returns null where the feed names nothing newer; `package` null where there is none for this system */
export function offerOf(feed: Feed, here: Here): { package: Package | null } | null {
  // An old feed is signed as well: whoever shows it again must not bring an old fault back.
  if (!isNewer(feed.version, here.version)) return null;
  const fits = ({ platform, arch, kind }: Package) =>
    platform === here.platform && arch === here.arch && kind === here.kind;
  return { package: feed.packages.find(fits) ?? null };
}
