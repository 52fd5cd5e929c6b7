/** One TCP attempt: it connects, sends nothing, and goes. */
import { connect } from 'node:net';

/** `unreachable`: this machine or one on the way says there is no way to the other; `no-way`: it has no route at all. */
export type Knocked = 'open' | 'closed' | 'silent' | 'unreachable' | 'no-way';

/** By Node's error code (nodejs.org/api/errors.html, "Common system errors"); EACCES is a route that forbids (ip-route(8)). */
const outcomes: Readonly<Record<string, Knocked>> = {
  ECONNREFUSED: 'closed',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EACCES: 'unreachable',
  ENETUNREACH: 'no-way',
  ENETDOWN: 'no-way',
  EADDRNOTAVAIL: 'no-way',
};

/**
 * @param address numeric
 * @param timeout in ms, after which the other side counts as silent
 */
export function knock(address: string, port: number, timeout: number): Promise<Knocked> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const end = (outcome: Knocked) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => end('silent'), timeout);
    socket.once('connect', () => end('open'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(outcomes[error.code ?? ''] ?? 'silent'));
  });
}
