/** Somebody else's server, on this machine. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { identity } from '../../support/tls';

/** A host on this machine that counts who reaches it. */
export async function foreignHost() {
  let requests = 0;
  const own = await identity();
  const server = createServer({ key: own.key, cert: own.cert }, (_request, response) => {
    requests += 1;
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('<h1>foreign</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}/`,
    fingerprint: own.fingerprint,
    requests: () => requests,
    close: () => server.close(),
  };
}
