/** Why a server cannot be reached. It connects, sends nothing, and goes. */
import { connect } from 'node:net';
import { hostOf, limits, portOf, unreachableBy, type Unreachable } from '../protocol';

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
