/** Socket.IO as it is installed, with the server's fan-out on it and nothing else: for tests of what is below Maru. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { io as dial, type Socket as Client } from 'socket.io-client';
import { below, FanOut, type EngineConnection } from '../../server/fan-out';

export interface Guest {
  client: Client;
  socket: Socket;
  /** The numbers heard so far, whatever way they came. */
  heard: number[];
  hears(count: number): Promise<void>;
}

export class Stage {
  readonly io: Server;
  readonly fanOut: FanOut;
  readonly url: string;
  /** Turns in which something was written to somebody. */
  released = 0;
  /** Gives a connection another look for the moment in which it is first seen; undone by what it returns. */
  alter: (connection: EngineConnection) => () => void = () => () => undefined;
  readonly #clients: Client[] = [];

  private constructor(io: Server, port: number) {
    this.io = io;
    this.url = `http://127.0.0.1:${port}/`;
    this.fanOut = new FanOut(io);
    io.engine.on('connection', (connection: EngineConnection) => {
      const undo = this.alter(connection);
      this.fanOut.follow(connection, () => (this.released += 1));
      undo();
    });
    io.on('connection', (socket) => void socket.join('all'));
  }

  /** `pingInterval` in milliseconds, Engine.IO's own unless told: where writes are counted no ping comes between. */
  static async open(pingInterval = 25_000): Promise<Stage> {
    const http = createServer();
    const io = new Server(http, { perMessageDeflate: false, httpCompression: false, pingInterval });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    return new Stage(io, (http.address() as AddressInfo).port);
  }

  /** A client and its end on the server; every number that reaches it is kept. */
  async guest(transports: ('websocket' | 'polling')[] = ['websocket'], upgrade = true): Promise<Guest> {
    const came = new Promise<Socket>((resolve) => this.io.once('connection', resolve));
    const client = dial(this.url, { transports, upgrade, reconnection: false, forceNew: true });
    this.#clients.push(client);
    const heard: number[] = [];
    const waiting = new Set<() => void>();
    const hear = (number: number) => {
      heard.push(number);
      waiting.forEach((look) => look());
    };
    client.on('push', ({ number }: { number: number }) => hear(number));
    client.on('own', hear);
    const hears = (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (heard.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    const socket = await came;
    if (!client.connected) await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    return { client, socket, heard, hears };
  }

  /** Pushes a number to everybody. */
  push(number: number, more: object = {}): void {
    this.fanOut.push('all', 'push', { number, ...more });
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.disconnect();
    await this.io.close();
  }
}

export const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
export const engineOf = (socket: Socket) => socket.conn as unknown as EngineConnection;

/** From now on, what a socket hands to the system: the chunks of each write. */
export function writesOf(socket: Socket): Buffer[][] {
  const writes: Buffer[][] = [];
  const tcp = below(engineOf(socket))?.tcp as unknown as {
    _write(chunk: Buffer, ...rest: unknown[]): void;
    _writev(chunks: { chunk: Buffer }[], ...rest: unknown[]): void;
  };
  const [write, writev] = [tcp._write.bind(tcp), tcp._writev.bind(tcp)];
  tcp._write = (chunk, ...rest) => {
    writes.push([chunk]);
    write(chunk, ...rest);
  };
  tcp._writev = (chunks, ...rest) => {
    writes.push(chunks.map(({ chunk }) => chunk));
    writev(chunks, ...rest);
  };
  return writes;
}
