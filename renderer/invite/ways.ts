/** The ways into a server that an invitation names: its addresses, its key, and whether a browser may come. */
import type { Bridge, Fingerprint, HostStatus } from '../../protocol';

export interface Ways {
  /** `HOST:PORT`, the best first. */
  hosts: readonly string[];
  /** Null where a public authority vouches for the name: no link could name the key, which its proxy renews. */
  fingerprint: Fingerprint | null;
  /** How a browser comes, where it may. */
  page: 'http' | 'https' | null;
}

/** Of this window's own porch. */
export const ownWays = ({ addresses, fingerprint, guests }: Extract<HostStatus, { state: 'running' }>): Ways => ({
  // A link-local address needs a zone, which is another one on every machine.
  hosts: addresses.filter(({ browsers }) => browsers).map(({ url }) => hostOf(new URL(url))),
  fingerprint,
  page: guests ? 'http' : null,
});

/**
 * Of another server: the way this device itself has come.
 * @returns null where its key is not known now: there is nothing an invitation could vouch for
 */
export async function waysHere(bridge: Bridge, url: string): Promise<Ways | null> {
  const answer = await bridge.call('trusted', { url });
  const verified = answer.ok ? answer.value.verified : null;
  if (verified?.verdict !== 'verified') return null;
  const hosts = [hostOf(new URL(url))];
  return verified.by === 'authority'
    ? { hosts, fingerprint: null, page: 'https' }
    : { hosts, fingerprint: verified.fingerprint, page: 'http' };
}

/** A link names the port even where it is its scheme's usual one. */
const hostOf = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
