/** Decides about a key that was seen at an address. All it needs to know comes as arguments. */
import type { Fingerprint, Id, TrustedHow, Verdict } from '../../protocol';
import type { Known, Pins } from './pins';

/** A person took this key for an address. It counts until the server there was met and its pin is made. */
export interface Taken {
  readonly fingerprint: Fingerprint;
  readonly how: TrustedHow;
  readonly since: number;
  /** Whose other key it may replace. */
  readonly server: Id | null;
}

/** The server this app runs itself. */
export interface Own {
  readonly id: Id;
  readonly fingerprint: Fingerprint;
  /** `HOST:PORT` that the window dials. */
  readonly place: string;
}

export interface Question {
  readonly place: string;
  /** Without brackets. */
  readonly host: string;
  /** Who is expected there, and the key that an invitation names. */
  readonly server: Id | null;
  readonly fingerprint: Fingerprint | null;
}

export interface Knowledge {
  readonly pins: Pick<Pins, 'server' | 'at' | 'holderOf'>;
  readonly own: Own | null;
  readonly taken: Taken | null;
  /** Whether the system's authorities vouch for the name under which this address was asked; never asked for a pin. */
  vouched(): Promise<boolean>;
}

/**
 * What was expected decides first: one's own server, a pin, an invitation, in this order, and every one there is must
 * hold. A pinned server never falls back to an authority. Where nothing was expected, a key that belongs to a known server
 * is enough to go on (its hello has to name that server), then an authority's word for a name; else a person is asked.
 * @param seen the key that answered
 */
export async function judge(
  { place, host, server, fingerprint }: Question,
  seen: Fingerprint,
  { pins, own, taken, vouched }: Knowledge,
): Promise<Verdict> {
  const holder = server ?? pins.at(place);
  const changed = (pinned: Fingerprint | null, whose: Id | null = holder): Verdict => ({
    verdict: 'changed',
    fingerprint: seen,
    pinned,
    server: whose,
  });
  if (own && own.place === place)
    return seen === own.fingerprint ? verified('own', seen) : changed(own.fingerprint, own.id);
  if (taken?.fingerprint === seen) return verified('pin', seen, taken);

  const known = holder === null ? null : pins.server(holder);
  const pin = known && 'pin' in known ? known.pin : null;
  if (pin && pin.fingerprint !== seen) return changed(pin.fingerprint);
  if (fingerprint !== null && fingerprint !== seen) return changed(fingerprint);
  if (pin) return verified('pin', seen, pin);
  if (fingerprint !== null) return verified('link', seen);
  if (known && 'names' in known)
    return known.names.includes(host) && (await vouched()) ? verified('authority', seen) : changed(null);

  if (own?.fingerprint === seen) return verified('own', seen);
  const other = pins.holderOf(seen);
  const others = other === null ? null : pins.server(other);
  if (others && 'pin' in others) return verified('pin', seen, others.pin);
  return (await vouched()) ? verified('authority', seen) : { verdict: 'unknown', fingerprint: seen };
}

const verified = (
  by: 'own' | 'pin' | 'link' | 'authority',
  fingerprint: Fingerprint,
  pin?: { how: TrustedHow; since: number },
): Verdict => ({ verdict: 'verified', by, fingerprint, ...(pin ? { how: pin.how, since: pin.since } : {}) });

/** Where a server was met that had no pin, or whose pin a person gave up. */
export interface Meeting {
  readonly by: 'own' | 'pin' | 'link' | 'authority';
  readonly fingerprint: Fingerprint;
  readonly host: string;
  readonly how: TrustedHow | null;
  readonly since: number;
}

/**
 * What is to be kept of a server that its hello named, or what speaks against it: it has another pin, its key is another
 * server's, or it was vouched for under other names only.
 * @returns `keep: null` where nothing is to be kept
 */
export function meet(
  server: Id,
  { by, fingerprint, host, how, since }: Meeting,
  { pins, own, taken }: Omit<Knowledge, 'vouched'>,
): { keep: Known | null } | { pinned: Fingerprint | null } {
  if (by === 'own') return server === own?.id ? { keep: null } : { pinned: own?.fingerprint ?? null };
  const known = pins.server(server);
  const pinned = known && 'pin' in known ? known.pin.fingerprint : null;
  if (by === 'authority') {
    if (!known) return { keep: { names: [host] } };
    return 'names' in known && known.names.includes(host) ? { keep: known } : { pinned };
  }
  const pin = { fingerprint, how: how ?? 'link', since };
  if (known && pinned === fingerprint) return { keep: taken?.how === 'words' ? { pin } : known };
  const holder = pins.holderOf(fingerprint);
  if (!known && (holder === null || holder === server)) return { keep: { pin } };
  return taken?.fingerprint === fingerprint && taken.server === server ? { keep: { pin } } : { pinned };
}
