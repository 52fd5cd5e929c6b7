/**
 * Who asks: the address it comes from, and whether anybody in between could read along. What a proxy says of whoever
 * it forwards is believed only from the addresses the host named.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6, type Socket } from 'node:net';
import { addressKey } from '../admission';

export interface Caller {
  /** As `addressKey` writes it. */
  readonly address: string;
  /** It asked over TLS: of this server's, or of a trusted proxy's. Its pages are of `https`. */
  readonly secure: boolean;
  /** Nobody between the two ends can read along: TLS, or this same machine, all the way. */
  readonly private: boolean;
}

/** An address without the dress of IPv4 in IPv6 (RFC 4291 §2.5.5.2) and without a zone; null for what is none. */
function bare(text: string | undefined): string | null {
  const plain = (text ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIP(plain) === 0 ? null : plain;
}

/** A hop as X-Forwarded-For names it: some proxies add a port, and IPv6 its brackets. */
const hopOf = (text: string): string | null =>
  bare(/^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text);

export class Proxies {
  readonly #list = new BlockList();
  readonly #some: boolean;

  /** @param addresses each an address, or a network as ADDRESS/BITS; `isProxy` holds for all of them */
  constructor(addresses: readonly string[] = []) {
    this.#some = addresses.length > 0;
    for (const address of addresses) {
      const [at = '', bits] = address.split('/');
      const family = isIPv6(at) ? 'ipv6' : 'ipv4';
      if (bits === undefined) this.#list.addAddress(at, family);
      else this.#list.addSubnet(at, Number(bits), family);
    }
  }

  has(address: string): boolean {
    return this.#some && this.#list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }
}

/** Whether this names what `Proxies` takes. A network of no bits would believe everybody, and is none. */
export function isProxy(text: string): boolean {
  const [, address = '', bits = '1'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits) > 0 && Number(bits) <= (family === 4 ? 32 : 128);
}

const met: unique symbol = Symbol('peer');

/** The other end of a connection: its address, and the key of that. */
interface Peer {
  readonly at: string | null;
  readonly key: string;
  /** Who asked last, and what a proxy said of them: as a rule it says the same of the next one. */
  last: { proxies: Proxies; by: Forwarded; to: Forwarded; caller: Caller } | null;
}
type Forwarded = string | string[] | undefined;

/** Looked at once for all that is asked on a connection. */
function peerOf(socket: Socket & { [met]?: Peer }): Peer {
  if (socket[met]) return socket[met];
  const at = bare(socket.remoteAddress);
  return (socket[met] = { at, key: addressKey(at ?? undefined), last: null });
}

/** The same answer for the same request, also when its connection has ended; the same one for who asks again in the same way. */
export function callerOf({ socket, headers }: IncomingMessage, proxies: Proxies): Caller {
  const peer = peerOf(socket);
  const { 'x-forwarded-for': by, 'x-forwarded-proto': to } = headers;
  const { last } = peer;
  if (last?.proxies === proxies && last.by === by && last.to === to) return last.caller;
  const encrypted = 'encrypted' in socket && socket.encrypted === true;
  const caller = judge(peer, encrypted, headers, proxies);
  peer.last = { proxies, by, to, caller };
  return caller;
}

const isLoopback = (address: string | null): boolean => address !== null && /^(127\.|::1$)/.test(address);

function judge({ at: peer, key }: Peer, encrypted: boolean, headers: IncomingHttpHeaders, proxies: Proxies): Caller {
  const local = isLoopback(peer);
  const forwarded = headers['x-forwarded-for'] !== undefined || headers['x-forwarded-proto'] !== undefined;
  if (peer === null || !proxies.has(peer)) {
    // On this machine, but for somebody else: a proxy nobody named.
    return { address: key, secure: encrypted, private: encrypted || (local && !forwarded) };
  }
  const secure = lastOf(headers['x-forwarded-proto']) === 'https';
  const client = clientOf(headers['x-forwarded-for'], proxies);
  return {
    address: client === null ? key : addressKey(client),
    secure,
    // The way from the proxy to here counts too.
    private: secure && (encrypted || local),
  };
}

/** Of what several proxies wrote one after the other, the last: it was written by the one that is trusted. */
const listOf = (header: string | string[] | undefined): string[] =>
  (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((entry) => entry.trim());
const lastOf = (header: string | string[] | undefined): string | undefined => listOf(header).at(-1)?.toLowerCase();

/** The right-most address that is no trusted proxy's; what stands before it, anybody may have written. */
function clientOf(header: string | string[] | undefined, proxies: Proxies): string | null {
  for (const hop of listOf(header).reverse()) {
    const address = hopOf(hop);
    if (address === null || !proxies.has(address)) return address;
  }
  return null;
}
