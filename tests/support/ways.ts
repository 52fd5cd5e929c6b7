/** Ways through a server's door: bytes, requests, upgrades and polling, plain or over TLS, from any loopback address. */
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { UPGRADE } from './raw-websocket';

export interface Way {
  port: number;
  secure?: boolean;
  /** The address to come from; Linux has all of 127.0.0.0/8 on loopback. */
  from?: string;
  /** The address to go to; 127.0.0.1 unless told. */
  to?: string;
  /** It does not hang up when the server does. */
  stays?: boolean;
}

export interface Heard {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** A request whose Host, Origin and path are just what is given: `fetch` would set them right. */
export const ask = (
  { port, secure = false, from, to = '127.0.0.1' }: Way,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body = '',
): Promise<Heard> =>
  new Promise((resolve, reject) => {
    const { request } = secure ? https : http;
    // An empty Host is one, too.
    const setHost = headers['host'] === undefined;
    const where = {
      setHost,
      host: to,
      port,
      path,
      method,
      headers,
      agent: false,
      ...(from ? { localAddress: from } : {}),
    };
    // Whose key it is, other tests look at.
    const sent = request({ ...where, ...(secure ? { rejectUnauthorized: false } : {}) }, (response) => {
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** A bare TCP connection, established. */
export async function knock({ port, from, to = '127.0.0.1', stays = false }: Way): Promise<Socket> {
  const socket = connect({ port, host: to, allowHalfOpen: stays, ...(from ? { localAddress: from } : {}) });
  // A reset is one way of being closed.
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  return socket;
}

/** TLS over a connection, its handshake done. @throws where it does not come about */
export async function greet(socket: Socket): Promise<TLSSocket> {
  const secure = connectTls({ socket, rejectUnauthorized: false });
  await new Promise((resolve, reject) =>
    secure.once('secureConnect', resolve).once('error', reject).once('close', reject),
  );
  return secure;
}

/** What comes back for the request of an upgrade: its status, and all that was said. */
export async function upgrade(way: Way, path: string, headers: Record<string, string>): Promise<Heard> {
  const plain = await knock(way);
  const socket = way.secure ? await greet(plain) : plain;
  let text = '';
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write([`GET ${path} HTTP/1.1`, ...lines, ...UPGRADE, '', ''].join('\r\n'));
  const headed = new Promise<void>((resolve) => {
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1');
      // A refusal is heard out, also from a proxy that keeps the connection.
      const [head = '', body] = text.split('\r\n\r\n');
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? Infinity);
      if (text.startsWith('HTTP/1.1 101') || (body?.length ?? -1) >= length) resolve();
    });
    socket.once('close', () => resolve());
  });
  await headed;
  socket.destroy();
  return { status: Number(text.split(' ')[1]), headers: {}, text };
}

export const SOCKET = '/socket.io/?EIO=4&transport=websocket';
export const POLLING = '/socket.io/?EIO=4&transport=polling';
