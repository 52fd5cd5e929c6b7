/** Authorities, certificates they vouch for, and what ends TLS with one in front of a server, as a reverse proxy does. */
import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { createHash, KeyObject, webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Identity } from './tls';

const run = promisify(execFile);
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 60 * 60 * 1000;

export interface Authority {
  /** PEM. */
  readonly certificate: string;
  /** A key, and a certificate in which this authority vouches that it belongs to these names. */
  vouchFor(names: readonly string[]): Promise<Identity>;
}

export async function makeAuthority(name: string): Promise<Authority> {
  const crypto = webcrypto as Crypto;
  cryptoProvider.set(crypto);
  const newKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const terms = () => ({
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + 30 * DAY),
    signingAlgorithm: ALGORITHM,
  });
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...terms(),
    name: `CN=${name}`,
    keys,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    certificate: certificate.toString('pem'),
    async vouchFor(names) {
      const own = await newKeys();
      const made = await X509CertificateGenerator.create({
        ...terms(),
        subject: `CN=${names[0]}`,
        issuer: certificate.subject,
        signingKey: keys.privateKey,
        publicKey: own.publicKey,
        extensions: [new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value })))],
      });
      return {
        key: String(KeyObject.from(own.privateKey as webcrypto.CryptoKey).export({ type: 'pkcs8', format: 'pem' })),
        cert: made.toString('pem'),
        fingerprint: createHash('sha256').update(Buffer.from(made.rawData)).digest('base64url'),
      };
    },
  };
}

/** Makes a home whose owner trusts this authority: where Chromium looks for such on Linux. */
export async function trustIn(home: string, { certificate }: Authority): Promise<void> {
  const database = join(home, '.pki/nssdb');
  const file = join(home, 'authority.crt');
  await mkdir(database, { recursive: true });
  await writeFile(file, certificate);
  await run('certutil', ['-N', '--empty-password', '-d', `sql:${database}`]);
  await run('certutil', ['-A', '-n', 'authority', '-t', 'C,,', '-i', file, '-d', `sql:${database}`]);
}

export interface Terminator {
  readonly port: number;
  close(): Promise<void>;
}

/** Ends TLS with this key at a port of loopback, and passes everything on to a server that speaks HTTP. */
export async function terminate({ key, cert }: Identity, to: { port: number }): Promise<Terminator> {
  const open = new Set<Socket>();
  const kept = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
    return socket;
  };
  const forwarded = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' };
  const server = createServer({ key, cert }, (asked, answer) => {
    const { method, url, headers } = asked;
    const passed = request({ port: to.port, method, path: url, headers: { ...headers, ...forwarded } }, (heard) => {
      answer.writeHead(heard.statusCode ?? 502, heard.headers);
      heard.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  server.on('upgrade', ({ method, url, headers }, socket: Socket, head: Buffer) => {
    const lines = Object.entries({ ...headers, ...forwarded }).map(([name, value]) => `${name}: ${String(value)}`);
    const onward = kept(connect(to.port, '127.0.0.1'));
    onward.write([`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    onward.write(head);
    onward.pipe(kept(socket)).pipe(onward);
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  server.on('connection', kept);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
