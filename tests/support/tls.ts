/** Certificates, and TLS servers that tell what reached them: whoever stands where a porch should. */
import { createHash, X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { makeCertificate } from '../../server/certificate/make';

export interface Identity {
  key: string;
  cert: string;
  fingerprint: string;
}

export async function identity(): Promise<Identity> {
  const pem = await makeCertificate();
  const cert = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/u.exec(pem)?.[0] ?? '';
  const { raw } = new X509Certificate(cert);
  return { key: pem, cert, fingerprint: createHash('sha256').update(raw).digest('base64url') };
}

export interface Listener {
  url: string;
  port: number;
  /** TLS handshakes that were begun, those that were finished, and bytes of application data after them. */
  readonly handshakes: number;
  readonly finished: number;
  readonly bytes: number;
  close(): Promise<void>;
}

/** Somebody with this key at a port of loopback, who answers nothing and counts what is said. */
export async function listenAs(own: Identity, port = 0, options: TlsOptions = {}): Promise<Listener> {
  const counted = { handshakes: 0, finished: 0, bytes: 0 };
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer({ key: own.key, cert: own.cert, ...options }, (socket) => {
    counted.finished += 1;
    socket.on('data', (data: Buffer) => (counted.bytes += data.length));
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket) => {
    counted.handshakes += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const at = (server.address() as AddressInfo).port;
  return {
    url: `https://127.0.0.1:${at}/`,
    port: at,
    get handshakes() {
      return counted.handshakes;
    },
    get finished() {
      return counted.finished;
    },
    get bytes() {
      return counted.bytes;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
