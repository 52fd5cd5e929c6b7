/** Asks a server that was found who it is: over TLS, and only where it shows a certificate that was announced there. */
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { connect, type TLSSocket } from 'node:tls';
import { Hello, limits, parse, type Fingerprint } from '../../protocol';

/** An address and a port, IPv4 or IPv6 as the system writes it. */
export interface Place {
  address: string;
  port: number;
}

export interface Found {
  fingerprint: Fingerprint;
  hello: Hello;
}

/** A hello is far smaller. */
const HELLO_BYTES = 4 * 1024;

const fingerprintOf = (socket: TLSSocket): Fingerprint =>
  createHash('sha256').update(socket.getPeerCertificate().raw).digest('base64url');

/**
 * @param announced whether this certificate was announced for this place: without that not one byte is sent to it
 * @param timeout in ms, for all of it
 * @returns null where nobody answers by then, another certificate is shown, or the answer is no hello
 */
export function ask(
  { address, port }: Place,
  announced: (fingerprint: Fingerprint) => boolean,
  timeout: number = limits.nearTimeout,
): Promise<Found | null> {
  return new Promise((resolve) => {
    // Judged by its fingerprint, below: no authority vouches for a machine in the next room.
    const socket = connect({ host: address, port, rejectUnauthorized: false });
    const end = (found: Found | null) => {
      clearTimeout(limit);
      socket.destroy();
      resolve(found);
    };
    const limit = setTimeout(() => end(null), timeout);
    socket.on('error', () => end(null));
    socket.on('close', () => end(null));
    socket.once('secureConnect', () => {
      const fingerprint = fingerprintOf(socket);
      if (!announced(fingerprint)) return end(null);
      read(socket, { address, port })
        .then((hello) => end(hello && { fingerprint, hello }))
        .catch(() => end(null));
    });
  });
}

function read(socket: TLSSocket, { address, port }: Place): Promise<Hello | null> {
  return new Promise((resolve, reject) => {
    const asking = request({ createConnection: () => socket, host: address, port, path: '/hello' }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
        if (text.length > HELLO_BYTES) reject(new Error('too long'));
      });
      answer.on('end', () => {
        try {
          const hello = parse(Hello, JSON.parse(text));
          resolve(answer.statusCode === 200 && hello.ok ? hello.value : null);
        } catch (error) {
          reject(error as Error);
        }
      });
      answer.on('error', reject);
    });
    asking.on('error', reject);
    asking.end();
  });
}
