import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './failures';

/**
 * Listens on the port, or on one of the next `tries` where it is taken.
 * @returns the port that serves
 * @throws StartError port-taken, port-forbidden, or unknown (an address this machine does not have)
 */
export async function listen(server: Server, host: string, port: number, tries: number): Promise<number> {
  const last = port === 0 ? 0 : Math.min(65_535, port + tries);
  for (let asked = port; ; asked += 1) {
    const error = await tryListen(server, host, asked);
    if (!error) return (server.address() as AddressInfo).port;
    const taken = error.code === 'EADDRINUSE';
    if (taken && asked < last) continue;
    const where = `${host} port ${port === asked ? port : `${port} to ${asked}`}`;
    if (taken) throw new StartError('port-taken', `${where} is in use by another program`, { cause: error });
    if (error.code === 'EACCES')
      throw new StartError('port-forbidden', `${where} is not allowed for this user`, { cause: error });
    throw new StartError('unknown', `${where}: ${error.message}`, { cause: error });
  }
}

function tryListen(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      resolve(error);
    };
    const listening = () => {
      server.off('error', failed);
      resolve(null);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen({ host, port });
  });
}
