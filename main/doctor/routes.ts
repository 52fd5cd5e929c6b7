/** Which way leads to an address, as this machine sees it. Nothing is sent. */
import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import type { Diagnosis } from '../../protocol';

export interface Route {
  relation: NonNullable<Diagnosis['facts']['relation']>;
  /** The interface that leads there and this machine's own address on it; null where nothing does. */
  through: { link: string; own: string } | null;
}

/** An interface and one of its addresses. */
export interface Own extends Pick<NetworkInterfaceInfo, 'address' | 'cidr' | 'internal'> {
  link: string;
}

export const ownAddresses = (interfaces = networkInterfaces()): Own[] =>
  Object.entries(interfaces).flatMap(([link, all]) => (all ?? []).map((one) => ({ link, ...one })));

const family = (address: string) => (isIPv4(address) ? 'ipv4' : 'ipv6');
const inside = (subnets: readonly string[], address: string): boolean => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [net = '', bits = ''] = subnet.split('/');
    list.addSubnet(net, Number(bits), family(net));
  }
  const bare = address.split('%')[0] ?? '';
  return list.check(bare, family(bare));
};

/** Addresses that belong to somebody's own network (RFC 1918, 3927, 6598, 4193, 4291). */
const LOCAL = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
  'fe80::/10',
];
const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** The address this machine would speak from: what the kernel picks for a UDP socket that sends nothing. */
function sourceFor(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address.split('%')[0] ?? '') ? 'udp6' : 'udp4');
    const end = (source: string | null) => {
      socket.close();
      resolve(source);
    };
    socket.once('error', () => end(null));
    // Any port: a UDP "connection" is only a note in the kernel.
    socket.connect(9, address, () => end(socket.address().address));
  });
}

export async function routeTo(address: string, own: readonly Own[] = ownAddresses()): Promise<Route> {
  const source = await sourceFor(address);
  const bare = (text: string) => text.split('%')[0] ?? '';
  const mine = source === null ? undefined : own.find((one) => bare(one.address) === bare(source));
  const through = mine ? { link: mine.link, own: mine.address } : null;
  if (inside(LOOPBACK, address) || own.some((one) => bare(one.address) === bare(address)))
    return { relation: 'this-machine', through };
  if (mine?.cidr && inside([mine.cidr], address)) return { relation: 'same-network', through };
  return { relation: inside(LOCAL, address) ? 'other-network' : 'internet', through };
}

/** Whether this machine is on any network at all. */
export const onNetwork = (own: readonly Own[] = ownAddresses()): boolean => own.some(({ internal }) => !internal);

/** The gateway of an interface, from Linux's table (proc(5): /proc/net/route, hexadecimal, host byte order); null where it is not told. */
export async function gatewayOf(link: string): Promise<string | null> {
  const table = await readFile('/proc/net/route', 'utf8').catch(() => '');
  for (const row of table.split('\n').slice(1)) {
    const [name, destination, gateway = ''] = row.split('\t');
    if (name !== link || destination !== '00000000' || !/^[0-9A-F]{8}$/i.test(gateway)) continue;
    return (gateway.match(/../g) ?? [])
      .reverse()
      .map((byte) => parseInt(byte, 16))
      .join('.');
  }
  return null;
}

/** Makes the system look for a machine on its own network: one empty datagram to the discard port (RFC 863). */
export function callOut(address: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv4(address) ? 'udp4' : 'udp6');
    const end = () => {
      socket.close();
      resolve();
    };
    socket.once('error', end);
    socket.send(Buffer.alloc(0), 9, address, end);
  });
}
