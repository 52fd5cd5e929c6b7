/** What a server says of itself on its network. Found is not trusted: every word here may be a lie. */
import * as v from 'valibot';
import { Id } from './ids';
import { ServerName } from './text';
import { Fingerprint } from './trust';

export const Port = v.pipe(v.number('shape'), v.integer('shape'), v.minValue(1, 'shape'), v.maxValue(65_535, 'shape'));

/** The DNS-SD type: `_maru._tcp` (RFC 6763). Its TXT record holds the fields of an announcement. */
export const SERVICE_TYPE = 'maru';

/** The beacon's multicast group: of the local scope, free to use inside one site (RFC 2365). UDP port: `limits.port`. */
export const BEACON_GROUP = '239.255.74.20';

/** One datagram of the beacon, as JSON, and the TXT record of mDNS. `bye`: it stops now. */
export const Announcement = v.object({
  maru: v.literal(1),
  id: Id,
  port: Port,
  fingerprint: Fingerprint,
  name: v.optional(ServerName),
  bye: v.optional(v.boolean()),
});
export type Announcement = v.InferOutput<typeof Announcement>;

/** Asks everybody on the network to announce themselves now. An answer is never twice as long: who asks pads with spaces. */
export const BeaconQuestion = v.object({ maru: v.literal(1), who: v.literal('near') });

/** A server that answered its hello a moment ago. */
export const NearServer = v.object({
  id: Id,
  /** `https://HOST:PORT/`: the first address that answered. */
  url: v.string(),
  fingerprint: Fingerprint,
  name: v.optional(v.string()),
  people: v.optional(v.number()),
  password: v.boolean(),
  /** Speaks a version this app can talk with. */
  fits: v.boolean(),
  /** Another one with another certificate says it has the same id: at most one of them is right. */
  disputed: v.boolean(),
});
export type NearServer = v.InferOutput<typeof NearServer>;
