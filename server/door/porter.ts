/**
 * One port for TLS and for plain HTTP: the first byte of a connection says which (a TLS handshake record begins with
 * 0x16, RFC 8446 §5.1; no HTTP method does). Both are handed to the same HTTP server, which never sees the difference
 * but in `request.socket.encrypted`.
 */
import type { Server as HttpServer, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { limits } from '../../protocol';
import { addressKey } from '../admission';
import type { Certificate } from '../certificate/keep';
import type { Crowd, Stay } from './crowd';

const HANDSHAKE = 0x16;

/**
 * Stands before everything the HTTP server takes. To be called when all others listen to it: who asks is counted
 * before they answer.
 * @param crowd holds every connection from its first moment on
 */
export function postPorter(http: HttpServer, { key, cert }: Certificate, crowd: Crowd): void {
  const stays = new WeakMap<Duplex, Stay>();
  // The server's own listener is how a stream enters it (node:http, Event 'connection'): from now on by the porter only.
  const takers = http.listeners('connection') as ((stream: Duplex) => void)[];
  http.removeAllListeners('connection');
  const take = (stream: Duplex) => takers.forEach((taker) => taker.call(http, stream));

  // The TLS server does not tell which connection it has made secure; one port and one other end are one connection.
  const handshakes = new Map<string, (secure: TLSSocket) => void>();
  const tls = createTlsServer({ key, cert, minVersion: 'TLSv1.2', ALPNProtocols: ['http/1.1'] });
  tls.on('tlsClientError', (_error, socket) => socket.destroy());

  const greet = (socket: Socket) => {
    if (socket.destroyed) return;
    const stay = crowd.enter(socket, addressKey(socket.remoteAddress));
    stays.set(socket, stay);
    // From the first moment to the end of a TLS handshake, or to the first byte of a plain request.
    const late = setTimeout(() => socket.destroy(), limits.handshakeTimeout);
    const inTime = () => clearTimeout(late);
    socket.once('close', inTime);
    // A reset is one way of leaving.
    socket.on('error', () => undefined);
    firstByte(socket, (byte) => {
      stay.greets();
      if (byte !== HANDSHAKE) {
        inTime();
        return take(socket);
      }
      const end = otherEnd(socket);
      handshakes.set(end, (secure) => {
        inTime();
        stay.stream = secure;
        stays.set(secure, stay);
        take(secure);
      });
      socket.once('close', () => handshakes.delete(end));
      // A plain request may come with an end behind it. TLS that ends on one side has ended, in its handshake too.
      socket.allowHalfOpen = false;
      tls.emit('connection', socket);
    });
  };
  http.on('connection', greet);
  tls.on('secureConnection', (secure) => {
    const end = otherEnd(secure);
    handshakes.get(end)?.(secure);
    handshakes.delete(end);
  });

  // One for all of them: a request is asked of too often for a closure of its own.
  function answered(this: ServerResponse) {
    stays.get(this.req.socket)?.answers();
  }
  http.prependListener('request', ({ socket }, response) => {
    const stay = stays.get(socket);
    if (!stay) return;
    stay.asks();
    response.on('close', answered);
  });
  // Whoever becomes a WebSocket is counted as a connection of the protocol from then on, until it ends.
  http.prependListener('upgrade', ({ socket }) => stays.get(socket)?.asks());
}

const otherEnd = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/** Looks at the first byte and puts it back. A connection that ends without one is ended here too. */
function firstByte(socket: Socket, seen: (byte: number) => void): void {
  const look = () => {
    const data = socket.read(1) as Buffer | null;
    if (data === null) return;
    socket.off('readable', look);
    socket.off('end', ended);
    socket.unshift(data);
    seen(data[0] ?? 0);
  };
  const ended = () => socket.destroy();
  socket.on('readable', look);
  socket.once('end', ended);
}
