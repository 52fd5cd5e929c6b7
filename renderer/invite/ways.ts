/** The ways into a server that an invitation names: its addresses, its key, and whether a browser may come. */
import type { Bridge, Fingerprint, HostStatus } from '../../protocol';

export interface Ways {
  /** `HOST:PORT`, the best first. */
  hosts: readonly string[];
  fingerprint: Fingerprint;
  /** Whether the server takes browsers over plain HTTP. */
  guests: boolean;
}

/** Of this window's own porch. */
export const ownWays = ({ addresses, fingerprint, guests }: Extract<HostStatus, { state: 'running' }>): Ways => ({
  // A link-local address needs a zone, which is another one on every machine.
  hosts: addresses.filter(({ browsers }) => browsers).map(({ url }) => new URL(url).host),
  fingerprint,
  guests,
});

/**
 * Of another server: the way this device itself has come.
 * @returns null where its key is not known: there is nothing an invitation could vouch for
 */
export async function waysHere(bridge: Bridge, url: string): Promise<Ways | null> {
  const answer = await bridge.call('trusted', { url });
  const verified = answer.ok ? answer.value.verified : null;
  if (verified?.verdict !== 'verified' || verified.fingerprint === null) return null;
  return { hosts: [new URL(url).host], fingerprint: verified.fingerprint, guests: true };
}
