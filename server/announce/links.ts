/** The networks on which a machine announces and looks around: one for each IPv4 address that leads to others. */
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isWildcard } from '../addresses';
import { kindOf } from '../interfaces';

export interface Link {
  readonly address: string;
  readonly netmask: string;
  /** Reaches everybody on it. */
  readonly broadcast: string;
}

const toNumber = (address: string): number =>
  address.split('.').reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0) >>> 0;
const toAddress = (number: number): string => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');

const broadcastOf = (address: string, netmask: string): string =>
  toAddress((toNumber(address) | ~toNumber(netmask)) >>> 0);

/** Whether an IPv4 address is on this network. What comes from elsewhere is nobody near. */
export const isOn = ({ address, netmask }: Link, other: string): boolean =>
  isIPv4(other) && (toNumber(address) & toNumber(netmask)) === (toNumber(other) & toNumber(netmask));

/**
 * @param host what a server listens on. A wildcard: every network but loopback and those of containers, where nobody
 *   is. Any other address: its own network only, so that what is bound to loopback is heard on loopback alone.
 */
export function linksOf(host: string, interfaces = networkInterfaces()): Link[] {
  const loopback = host === '::1' || host === 'localhost' ? '127.0.0.1' : host;
  return Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? []).flatMap(({ address, netmask }) => {
      if (!isIPv4(address)) return [];
      const kind = kindOf(name, address);
      const fits = isWildcard(host) ? kind !== 'loopback' && kind !== 'container' : address === loopback;
      return fits ? { address, netmask, broadcast: broadcastOf(address, netmask) } : [];
    }),
  );
}

/** How often the machine's networks are looked at, in ms: a cable or another Wi-Fi comes with no event. */
const LOOK = 3_000;

export interface Following {
  /** Looks now. */
  look(): void;
  stop(): void;
}

/** Tells which networks came and went, the first time at once. */
export function followLinks(links: () => Link[], changed: (came: Link[], went: Link[]) => void): Following {
  const keyOf = ({ address, netmask }: Link) => `${address}/${netmask}`;
  let known = new Map<string, Link>();
  const look = () => {
    const now = new Map(links().map((link) => [keyOf(link), link]));
    const came = [...now].flatMap(([key, link]) => (known.has(key) ? [] : link));
    const went = [...known].flatMap(([key, link]) => (now.has(key) ? [] : link));
    known = now;
    if (came.length + went.length > 0) changed(came, went);
  };
  look();
  const timer = setInterval(look, LOOK);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
}
