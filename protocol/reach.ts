/** Where a server's URL leads, and what a failed way there means. */
import type { Unreachable } from './trust';

/** A URL writes IPv6 addresses in brackets; sockets take them without. */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '');

export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port) || (protocol === 'https:' || protocol === 'wss:' ? 443 : 80);
}

/** By Node's error code (nodejs.org/api/errors.html, "Common system errors"; those of `dns.lookup`). */
const reasons: Readonly<Record<string, Unreachable>> = {
  ENOTFOUND: 'no-such-address',
  EAI_AGAIN: 'no-such-address',
  EADDRNOTAVAIL: 'no-such-address',
  ECONNREFUSED: 'port-closed',
  EHOSTUNREACH: 'host-asleep',
  EHOSTDOWN: 'host-asleep',
  ETIMEDOUT: 'host-asleep',
  ENETUNREACH: 'no-network',
  ENETDOWN: 'no-network',
};

/** @returns null for errors that say nothing */
export const unreachableBy = ({ code = '' }: { code?: string | undefined }): Unreachable | null =>
  reasons[code] ?? null;
