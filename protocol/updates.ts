/** A newer Maru: what its maker signs, and what the window is told of it. */
import * as v from 'valibot';
import { call, push } from './define';
import { limits } from './limits';
import { Time } from './model';

/** Three whole numbers, the highest first (semver.org §2), and nothing behind them: what is handed out is finished. */
export const Version = v.pipe(v.string(), v.regex(/^(?:0|[1-9]\d{0,5})(?:\.(?:0|[1-9]\d{0,5})){2}$/));
export type Version = v.InferOutput<typeof Version>;

/** @returns whether `one` is newer than `other`; false where either is no version */
export function isNewer(one: string, other: string): boolean {
  if (!v.is(Version, one) || !v.is(Version, other)) return false;
  const [theirs, ours] = [one, other].map((version) => version.split('.').map(Number));
  const at = theirs?.findIndex((part, place) => part !== ours?.[place]) ?? -1;
  return at >= 0 && (theirs?.[at] ?? 0) > (ours?.[at] ?? 0);
}

/** How a package is put onto a system. */
export const packageKinds = ['appimage', 'deb', 'rpm', 'dmg', 'nsis'] as const;
export type PackageKind = (typeof packageKinds)[number];

/** A name that is a file's everywhere, and never a way out of its folder. */
export const PackageName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/));

export const Package = v.object({
  /** As `process.platform` and `process.arch` name them; a universal package is named for each. */
  platform: v.picklist(['linux', 'darwin', 'win32']),
  arch: v.picklist(['x64', 'arm64']),
  kind: v.picklist(packageKinds),
  /** It lies beside the feed. */
  name: PackageName,
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(limits.packageBytes)),
  /** SHA-512, base64. */
  sha512: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{86}==$/)),
});
export type Package = v.InferOutput<typeof Package>;

/** What is signed. */
export const Feed = v.object({
  /** So that nothing else that was ever signed by the key can pass for it. */
  product: v.literal('maru'),
  version: Version,
  at: Time,
  /** What is new, in a few plain sentences. */
  notes: v.optional(v.object({ ko: v.string(), en: v.string() })),
  packages: v.pipe(v.array(Package), v.maxLength(32)),
});
export type Feed = v.InferOutput<typeof Feed>;

/** The file as it lies there: the feed’s JSON, and an Ed25519 signature (RFC 8032) over exactly its bytes; both base64. */
export const SignedFeed = v.object({ feed: v.string(), signature: v.string() });

/** Its name, beside the packages: at the configured address, and under `updatesPath` of a server that hands it on. */
export const FEED_NAME = 'maru-feed.json';
export const updatesPath = '/updates';

/**
 * Why there is none. unreachable: nothing answered. forged: the key did not sign this. malformed: signed, and still no
 * feed. changed: the package is not the one that was signed. disk: it could not be written. gone: the one who had it is away.
 */
export const updateFailures = ['unreachable', 'forged', 'malformed', 'changed', 'disk', 'gone'] as const;
export type UpdateFailure = (typeof updateFailures)[number];

const from = v.variant('from', [
  v.object({ from: v.literal('feed') }),
  /** A server of this network that hands it on, by its name. */
  v.object({ from: v.literal('server'), name: v.string() }),
]);
const offer = { version: Version, notes: v.optional(v.object({ ko: v.string(), en: v.string() })), source: from };

export const UpdateState = v.variant('state', [
  /** Nobody configured a key: nothing is looked for, and nothing would be believed. */
  v.object({ state: v.literal('off') }),
  v.object({ state: v.literal('idle'), lookedAt: v.nullable(Time), failure: v.optional(v.picklist(updateFailures)) }),
  v.object({ state: v.literal('looking') }),
  v.object({ state: v.literal('found'), ...offer, bytes: v.number(), failure: v.optional(v.picklist(updateFailures)) }),
  /** It exists, and not for this system. */
  v.object({ state: v.literal('elsewhere'), ...offer }),
  v.object({ state: v.literal('loading'), ...offer, bytes: v.number(), loaded: v.number() }),
  /** It lies on the disk and is the one that was signed. */
  v.object({ state: v.literal('ready'), ...offer, kind: v.picklist(packageKinds) }),
]);
export type UpdateState = v.InferOutput<typeof UpdateState>;

const nothing = v.object({});

export const updateCalls = {
  updates: call('How it stands with a newer Maru.', nothing, UpdateState),
  lookForUpdate: call(
    'Asks the configured feed, and those of these servers that this window is connected to, for a newer Maru whose maker’s signature is right. `update` tells each step; fetches no package.',
    v.object({
      servers: v.pipe(
        v.array(
          v.object({
            url: v.pipe(v.string(), v.maxLength(2_048)),
            name: v.pipe(v.string(), v.maxLength(limits.noticeText)),
          }),
        ),
        v.maxLength(32),
      ),
    }),
    UpdateState,
  ),
  loadUpdate: call(
    'Fetches the package that was found, and answers when it is whole or why it is not.',
    nothing,
    UpdateState,
  ),
  takeUpdate: call(
    'Asks the person for a folder with a feed and its packages, and takes what it has.',
    nothing,
    UpdateState,
  ),
  installUpdate: call(
    'Hands the whole, signed package to the system. `handed`: whether the system took it; else its folder is open before the person.',
    nothing,
    v.object({ handed: v.boolean() }),
  ),
} as const;

export const updatePushes = { update: push('How it stands with a newer Maru.', UpdateState) } as const;
