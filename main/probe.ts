/** Why a server cannot be reached. It connects, sends nothing, and goes. */
import { connect } from 'node:net';
import { limits, type Unreachable } from '../protocol';

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
export const unreachableBy = (error: NodeJS.ErrnoException): Unreachable | null => reasons[error.code ?? ''] ?? null;

/** A URL writes IPv6 addresses in brackets; sockets take them without. */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '');

export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port) || (protocol === 'https:' || protocol === 'wss:' ? 443 : 80);
}

/**
 * @param url of the server; its host and port are what counts
 * @param timeout in ms, after which the machine counts as asleep
 * @returns null where something answers, and for errors that say nothing
 */
export function probe(url: string, timeout: number = limits.probeTimeout): Promise<Unreachable | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostOf(url), port: portOf(url) });
    const end = (why: Unreachable | null) => {
      socket.destroy();
      resolve(why);
    };
    socket.setTimeout(timeout, () => end('host-asleep'));
    socket.once('connect', () => end(null));
    socket.once('error', (error: NodeJS.ErrnoException) => end(unreachableBy(error)));
  });
}
