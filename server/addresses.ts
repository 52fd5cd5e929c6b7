/** The addresses under which others on the network reach a server of this machine. */
import { isIP, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { InterfaceKind, ReachableAddress } from '../protocol';
import { isLinkLocal, isLoopback, kindOf, kindOfInterface } from './interfaces';

/** `http://HOST:PORT/`, with the brackets an IPv6 address needs and its zone written as RFC 6874 wants. */
export const urlOf = (host: string, port: number): string =>
  `http://${isIP(host) === 6 ? `[${host.replace('%', '%25')}]` : host}:${port}/`;

export const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';

/**
 * What listens on every interface: `::` takes IPv4 too, and cannot be bound where IPv6 is switched off.
 * @param interfaces as the system lists them
 */
export const everyInterface = (interfaces = networkInterfaces()): '::' | '0.0.0.0' =>
  Object.values(interfaces).some((addresses) => addresses?.some(({ address }) => isIP(address) === 6))
    ? '::'
    : '0.0.0.0';

/** What a plain browser on this machine opens for a server that listens on `host`. */
export const localUrl = (host: string, port: number): string => urlOf(isWildcard(host) ? '127.0.0.1' : host, port);

/** RFC 1918. */
function isPrivate(address: string): boolean {
  const [a = 0, b = 0] = address.split('.').map(Number);
  return a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168);
}

/** Networks on which other people are, then those that lead to few, then those that end in this machine. */
const kindRanks: Readonly<Record<InterfaceKind, number>> = {
  ethernet: 0,
  wifi: 0,
  other: 0,
  vpn: 10,
  'link-local': 20,
  'virtual-machine': 30,
  container: 30,
  loopback: 40,
};

/** Of lower rank is better: what people read out most easily first. */
const rank = ({ address, kind }: ReachableAddress): number =>
  kindRanks[kind] + (!isIPv4(address) ? 2 : isPrivate(address) ? 0 : 1);

/** A link-local address is worth naming only on a network that people share; its zone is this machine's name for that. */
const shared: readonly InterfaceKind[] = ['ethernet', 'wifi', 'other'];

function reachable(name: string, address: string, port: number): ReachableAddress[] {
  const [bare = ''] = address.split('%');
  if (isLoopback(bare)) return [];
  const local = isLinkLocal(bare);
  if (local && !shared.includes(kindOfInterface(name))) return [];
  const family = isIPv4(bare) ? 'IPv4' : 'IPv6';
  const zoned = local && family === 'IPv6' ? `${bare}%${name}` : bare;
  const browsers = zoned === bare;
  return [{ url: urlOf(zoned, port), address: zoned, interface: name, kind: kindOf(name, bare), family, browsers }];
}

/**
 * @param host what the server listens on: a wildcard is reached by every interface's address, another one by itself
 * @returns the best first; empty where only this machine reaches it
 */
export function reachableAddresses(host: string, port: number, interfaces = networkInterfaces()): ReachableAddress[] {
  return Object.entries(interfaces)
    .flatMap(([name, addresses]) => (addresses ?? []).map(({ address }) => ({ name, address })))
    .filter(({ address }) => (host === '0.0.0.0' ? isIPv4(address) : host === '::' || address === host))
    .flatMap(({ name, address }) => reachable(name, address, port))
    .sort((a, b) => rank(a) - rank(b));
}
