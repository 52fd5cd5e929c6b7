/** Servers as somebody near meets them: a certificate, a hello behind it, and what is announced. Loopback only. */
import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { PROTOCOL, type Announcement, type Hello } from '../../protocol';
import { makeCertificate } from '../../server/certificate/make';

export interface NearHost {
  readonly id: string;
  readonly port: number;
  readonly fingerprint: string;
  readonly announcement: Announcement;
  /** Its key and certificate: what makes it the same one elsewhere. */
  readonly pem: string;
  /** What it says from now on. */
  hello: Partial<Hello>;
  /** Connections that came, and of them those that asked something. */
  readonly met: { connections: number; asked: number };
  /** Resolves when somebody came and went again. */
  visited(): Promise<void>;
  /** Closes its door at once. Idempotent. */
  close(): Promise<void>;
}

export async function openNearHost(
  hello: Partial<Hello> & { port?: number; host?: string; pem?: string } = {},
): Promise<NearHost> {
  const { port = 0, host = '127.0.0.1', pem = await makeCertificate(), ...said } = hello;
  const met = { connections: 0, asked: 0 };
  const id = said.id ?? randomUUID();
  const near = { hello: said };
  const server = createServer({ key: pem, cert: pem }, (request, response) => {
    met.asked += 1;
    const answer: Hello = { product: 'maru', id, protocol: PROTOCOL, oldest: PROTOCOL, password: false, ...near.hello };
    response.statusCode = request.url === '/hello' ? 200 : 404;
    response.end(JSON.stringify(answer));
  });
  let left: () => void = () => undefined;
  const visit = new Promise<void>((resolve) => (left = resolve));
  server.on('connection', (socket) => {
    met.connections += 1;
    socket.on('close', left);
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const fingerprint = createHash('sha256').update(new X509Certificate(pem).raw).digest('base64url');
  const bound = (server.address() as AddressInfo).port;
  return Object.assign(near, {
    ...{ id, pem, fingerprint, met, port: bound },
    announcement: { maru: 1 as const, id, port: bound, fingerprint },
    visited: () => visit,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** UDP ports of one test alone. */
export const ownPorts = (): { beacon: number; mdns: number } => {
  const first = 20_000 + Math.floor(Math.random() * 20_000);
  return { beacon: first, mdns: first + 1 };
};
