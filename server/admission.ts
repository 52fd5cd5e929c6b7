/** How many connections there may be, in total and from one address, counted from before anybody says who they are. */
import { isIPv6 } from 'node:net';
import { limits } from '../protocol';

export interface Capacity {
  connections: number;
  connectionsPerAddress: number;
  /** Of those, connections of people who have not joined. */
  strangers: number;
  strangersPerAddress: number;
}

/** One key for all addresses of one machine: an IPv4 address in whatever dress, an IPv6 network's first 64 bits. */
export function addressKey(address: string | undefined): string {
  if (!address) return 'unknown';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  if (!isIPv6(address) || address === '::1') return address;
  const [bare = ''] = address.split('%');
  const [front = '', back = ''] = bare.split('::');
  const groups = front.split(':').filter(Boolean);
  if (bare.includes('::')) {
    const rest = back.split(':').filter(Boolean).length;
    while (groups.length + rest < 8) groups.push('0');
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')}::/64`;
}

export class Admission {
  readonly #capacity: Capacity;
  readonly #byAddress = new Map<string, number>();
  #all = 0;
  /** Each with what ends it, the one that came first in front. */
  readonly #strangers = new Map<() => void, string>();

  constructor(capacity: Capacity) {
    this.#capacity = capacity;
  }

  get connections(): number {
    return this.#all;
  }

  /** No connection more, not even to say so: asked before a handshake. */
  shut(address: string): boolean {
    return this.#above(address, limits.refusalsAtOnce - 1);
  }

  /** This one, already counted, is one too many: it hears so and ends. */
  full(address: string): boolean {
    return this.#above(address, 0);
  }

  /** Counts a connection; the returned function gives its place back, once. */
  enter(address: string): () => void {
    this.#all += 1;
    this.#byAddress.set(address, (this.#byAddress.get(address) ?? 0) + 1);
    let here = true;
    return () => {
      if (!here) return;
      here = false;
      this.#all -= 1;
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left > 0) this.#byAddress.set(address, left);
      else this.#byAddress.delete(address);
    };
  }

  /**
   * Counts a connection of somebody who has not joined. Where there are too many, the one that came first ends, so that
   * nobody keeps the others of an address out by waiting.
   * @param end ends the connection
   * @returns says that it has ended, or is a member's now; to be called at least once
   */
  stranger(address: string, end: () => void): () => void {
    this.#strangers.set(end, address);
    const { strangers, strangersPerAddress } = this.#capacity;
    const here = [...this.#strangers].filter(([, of]) => of === address);
    const [first] = here.length > strangersPerAddress ? here : this.#strangers.size > strangers ? this.#strangers : [];
    if (first) {
      this.#strangers.delete(first[0]);
      first[0]();
    }
    return () => void this.#strangers.delete(end);
  }

  #above(address: string, by: number): boolean {
    const { connections, connectionsPerAddress } = this.#capacity;
    return this.#all > connections + by || (this.#byAddress.get(address) ?? 0) > connectionsPerAddress + by;
  }
}
