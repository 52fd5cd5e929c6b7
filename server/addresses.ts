/** The addresses under which others on the network reach a server of this machine. */
import { isIP, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { ReachableAddress } from '../protocol';

/** `http://HOST:PORT/`, with the brackets an IPv6 address needs. */
export const urlOf = (host: string, port: number): string => `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}/`;

export const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** What a plain browser on this machine opens for a server that listens on `host`. */
export const localUrl = (host: string, port: number): string => urlOf(isWildcard(host) ? '127.0.0.1' : host, port);

/** RFC 1918. */
function isPrivate(address: string): boolean {
  const [a = 0, b = 0] = address.split('.').map(Number);
  return a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168);
}

/** Loopback and link-local addresses (RFC 3927, RFC 4291 §2.5.6) are of no use to others. */
const usable = (address: string): boolean => !/^(127\.|169\.254\.|::1$|fe[89ab])/i.test(address);

/** Of lower rank is better: private IPv4, then other IPv4, then IPv6; made-up interfaces of containers and machines last. */
function rank(address: string, name: string): number {
  const virtual = /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|zt|tailscale|wg|tun|tap)/i.test(name) ? 10 : 0;
  if (!isIPv4(address)) return 2 + virtual;
  return (isPrivate(address) ? 0 : 1) + virtual;
}

/**
 * @param host what the server listens on: a wildcard is reached by every interface's address, another one by itself
 * @returns the best first; empty where only this machine reaches it
 */
export function reachableAddresses(host: string, port: number, interfaces = networkInterfaces()): ReachableAddress[] {
  const all = Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? []).map(({ address }) => ({ name, address })),
  );
  const heard = all.filter(({ address }) => (host === '0.0.0.0' ? isIPv4(address) : host === '::' || address === host));
  return heard
    .filter(({ address }) => usable(address))
    .sort((a, b) => rank(a.address, a.name) - rank(b.address, b.name))
    .map(({ name, address }) => ({ url: urlOf(address, port), address, interface: name }));
}
