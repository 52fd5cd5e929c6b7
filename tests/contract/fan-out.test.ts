/**
 * Pushes go below Socket.IO to the TCP socket. Here is Socket.IO as it is installed, real clients, and what must hold
 * whatever its version: the order of the calls, one write a turn, heartbeats, and a way that works where nothing is as known.
 */
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { Server, type Socket } from 'socket.io';
import { io as dial, type Socket as Client } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../protocol';
import { below, FanOut, frameOf, type EngineConnection } from '../../server/fan-out';
import { RawWebSocket } from '../support/raw-websocket';

let http: HttpServer;
let io: Server;
let fanOut: FanOut;
let url: string;
let released = 0;
/** Gives a connection another look for the moment in which it is first seen; undone by what it returns. */
let alter: (connection: EngineConnection) => () => void;
const clients: Client[] = [];

beforeEach(async () => {
  http = createServer();
  io = new Server(http, { perMessageDeflate: false, httpCompression: false, pingInterval: 40, pingTimeout: 2_000 });
  fanOut = new FanOut(io);
  released = 0;
  alter = () => () => undefined;
  io.engine.on('connection', (connection: EngineConnection) => {
    const undo = alter(connection);
    fanOut.follow(connection, () => (released += 1));
    undo();
  });
  io.on('connection', (socket) => void socket.join('all'));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await io.close();
});

interface Guest {
  client: Client;
  socket: Socket;
  /** The numbers heard so far, whatever way they came. */
  heard: number[];
  hears(count: number): Promise<void>;
}

/** A client and its end on the server; every number that reaches it is kept. */
async function guest(transports: ('websocket' | 'polling')[] = ['websocket'], upgrade = true): Promise<Guest> {
  const came = new Promise<Socket>((resolve) => io.once('connection', resolve));
  const client = dial(url, { transports, upgrade, reconnection: false, forceNew: true });
  clients.push(client);
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

const push = (number: number, more: object = {}) => fanOut.push('all', 'push', { number, ...more });
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const engineOf = (socket: Socket) => socket.conn as unknown as EngineConnection;
type Tcp = NonNullable<ReturnType<typeof below>>['tcp'];

/** Counts what a socket hands to the system, and keeps the chunks of each write. */
function writesOf(socket: Socket): Buffer[][] {
  const writes: Buffer[][] = [];
  const tcp = below(engineOf(socket))!.tcp as Tcp & {
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

describe('Socket.IO as it is installed', () => {
  test('a WebSocket is as known; a polling client is not reached below, an upgraded one is', async () => {
    const [narae, mateo, yunseo] = [
      await guest(),
      await guest(['polling'], false),
      await guest(['polling', 'websocket']),
    ];
    expect(below(engineOf(narae.socket))).toMatchObject({
      webSocket: { readyState: 1 },
      transport: { writable: true },
    });
    expect(below(engineOf(mateo.socket))).toBeNull();
    if (yunseo.socket.conn.transport.name !== 'websocket') await once(yunseo.socket.conn, 'upgrade');
    expect(below(engineOf(yunseo.socket))).not.toBeNull();
  });

  test('what a turn says to a socket leaves in one write, and a push is the same bytes for all', async () => {
    const [narae, mateo] = [await guest(), await guest()];
    await turn();
    const [toNarae, toMateo] = [writesOf(narae.socket), writesOf(mateo.socket)];
    const asked = new Promise<((answer: number) => void)[]>((resolve) => {
      const answers: ((answer: number) => void)[] = [];
      narae.socket.on('ask', (answer: (said: number) => void) => {
        if (answers.push(answer) === 16) resolve(answers);
      });
    });
    const answered = Promise.all(upTo(16).map(() => narae.client.emitWithAck('ask')));
    for (const answer of await asked) answer(1);
    await Promise.resolve();
    push(0);
    narae.socket.emit('own', 1);
    push(2);
    await answered;
    await Promise.all([narae.hears(3), mateo.hears(2)]);
    expect(toNarae).toHaveLength(1);
    expect(toMateo).toHaveLength(1);
    const [first, second] = toMateo[0]!;
    expect(toNarae[0]).toEqual(expect.arrayContaining([first, second]));
    expect(toNarae[0]!.filter((chunk) => chunk === first || chunk === second)).toHaveLength(2);
    // One frame, as the parser of Socket.IO's own client reads it, and as Engine.IO would have written it.
    expect(first!.subarray(2).toString()).toBe('42["push",{"number":0}]');
    expect(narae.heard).toEqual([0, 1, 2]);
    expect(released).toBeGreaterThan(0);
  });

  test.each([0, 1, 125, 126, 65_535, 65_536, 300_000])('a push of %i bytes more arrives whole', async (bytes) => {
    const { client, socket } = await guest();
    const came = new Promise((resolve) => client.once('push', resolve));
    const writes = writesOf(socket);
    push(7, { text: 'x'.repeat(bytes) });
    expect(await came).toEqual({ number: 7, text: 'x'.repeat(bytes) });
    expect(writes).toHaveLength(1);
    expect(writes[0]).toHaveLength(1);
  });

  test('a frame’s length is in bytes', () => {
    expect([...frameOf('가')]).toEqual([0x81, 3, 0xea, 0xb0, 0x80]);
  });
});

describe('order is the order of the calls', () => {
  const steps = fc.array(fc.constantFrom('push', 'push', 'emit', 'room', 'large', 'turn', 'tick'), {
    minLength: 1,
    maxLength: 60,
  });

  test.each([
    ['over a WebSocket', ['websocket'], true],
    ['over polling', ['polling'], false],
  ] as const)('%s', async (_how, transports, upgrade) => {
    await fc.assert(
      fc.asyncProperty(steps, async (said) => {
        const { client, socket, heard, hears } = await guest([...transports], upgrade);
        let number = 0;
        for (const step of said) {
          if (step === 'push') push(number++);
          else if (step === 'large') push(number++, { text: 'x'.repeat(100_000) });
          else if (step === 'emit') socket.emit('own', number++);
          else if (step === 'room') io.to('all').emit('own', number++);
          else if (step === 'turn') await turn();
          else await Promise.resolve();
        }
        await hears(number);
        expect(heard).toEqual(upTo(number));
        client.disconnect();
        if (socket.connected) await once(socket, 'disconnect');
      }),
      { numRuns: 40 },
    );
  });

  test('from polling to WebSocket, while all goes on', async () => {
    const { client, socket, heard, hears } = await guest(['polling', 'websocket']);
    let number = 0;
    const say = async () => {
      push(number++);
      socket.emit('own', number++);
      push(number++);
      await turn();
    };
    expect(socket.conn.transport.name).toBe('polling');
    while (socket.conn.transport.name === 'polling') await say();
    for (let more = 0; more < 20; more += 1) await say();
    await hears(number);
    expect(heard).toEqual(upTo(number));
    expect(client.io.engine.transport.name).toBe('websocket');
  });

  test('acknowledgements and pushes: each in its place', async () => {
    const { client, socket, heard, hears } = await guest();
    let number = 0;
    socket.on('ask', (answer: (said: number) => void) => {
      push(number++);
      answer(number++);
      push(number++);
    });
    for (let asked = 0; asked < 50; asked += 1) {
      client.emit('ask', (said: number) => heard.push(said));
      if (asked % 7 === 0) await turn();
    }
    await hears(150);
    expect(heard).toEqual(upTo(150));
  });

  test('what was pushed before a goodbye arrives before it', async () => {
    const { client, socket, heard } = await guest();
    const gone = new Promise((resolve) => client.once('disconnect', resolve));
    for (const number of upTo(20)) push(number);
    socket.disconnect(true);
    await gone;
    expect(heard).toEqual(upTo(20));
  });

  test('more in one turn than is joined goes on behind it, and nobody who reads is cut off', async () => {
    const { socket, heard, hears } = await guest();
    const text = 'x'.repeat(limits.joinedBytes / 4);
    for (const number of upTo(40)) push(number, { text });
    await hears(40);
    expect(heard).toEqual(upTo(40));
    expect(socket.connected).toBe(true);
  });
});

describe('Engine.IO goes on as before', () => {
  test('heartbeats come and are answered between pushes, and afterwards everything was taken', async () => {
    const { socket, heard, hears } = await guest();
    let beats = 0;
    socket.conn.on('heartbeat', () => (beats += 1));
    let number = 0;
    while (beats < 5) {
      push(number++);
      socket.emit('own', number++);
      await turn();
    }
    await hears(number);
    expect(heard).toEqual(upTo(number));
    const next = once(socket.conn, 'heartbeat');
    await next;
    expect(engineOf(socket)).toMatchObject({ readyState: 'open', writeBuffer: [], transport: { writable: true } });
  });

  test('every write is followed by its drain: a close waits for what is queued', async () => {
    const { client, socket, heard } = await guest();
    const gone = new Promise((resolve) => client.once('disconnect', resolve));
    for (const number of upTo(9)) socket.emit('own', number);
    push(9);
    socket.conn.close();
    await gone;
    expect(heard).toEqual(upTo(10));
  });

  test('one who does not read is left to Engine.IO’s queue; the others hear everything', async () => {
    const narae = await guest();
    const came = new Promise<Socket>((resolve) => io.once('connection', resolve));
    const deaf = await RawWebSocket.open(url);
    deaf.send('40');
    const socket = await came;
    await deaf.until((text) => text.includes('40{"sid"'));
    deaf.socket.pause();
    const text = 'x'.repeat(100_000);
    let number = 0;
    // Its system takes some megabytes before it says no.
    while (engineOf(socket).writeBuffer.length < 10) {
      push(number++, { text });
      await turn();
    }
    const { tcp } = below(engineOf(socket))!;
    const waiting = tcp.writableLength;
    for (let more = 0; more < 10; more += 1) push(number++, { text });
    await turn();
    expect(tcp.writableLength).toBe(waiting);
    expect(engineOf(socket).writeBuffer.length).toBeGreaterThanOrEqual(20);
    await narae.hears(number);
    expect(narae.heard).toEqual(upTo(number));
    // It reads again, and misses nothing.
    deaf.socket.resume();
    await deaf.until((all) => all.includes(`{"number":${number - 1},`));
    await deaf.end();
  });
});

describe('where nothing is as known, Socket.IO’s own emit does it', () => {
  /** Ws itself needs what is hidden, so it is hidden only while this module looks. */
  const instead = (what: object, name: string, value: unknown) => {
    const own = Object.getOwnPropertyDescriptor(what, name);
    Object.defineProperty(what, name, { configurable: true, value });
    return () => {
      if (own) Object.defineProperty(what, name, own);
      else Reflect.deleteProperty(what, name);
    };
  };
  type Alter = typeof alter;
  const webSocketOf = ({ transport }: EngineConnection) => transport.socket as { _socket: object };
  const shapes: [string, Alter][] = [
    ['no TCP socket below the WebSocket', (connection) => instead(webSocketOf(connection), '_socket', undefined)],
    ['a stream that cannot gather', (connection) => instead(webSocketOf(connection)._socket, 'cork', undefined)],
    [
      'frames that an extension changes',
      (connection) => instead(webSocketOf(connection), 'extensions', 'permessage-deflate'),
    ],
    ['a transport of another name', ({ transport }) => instead(transport, 'name', 'webtransport')],
    ['a queue that is no list', (connection) => instead(connection, 'writeBuffer', new Set())],
  ];
  test.each(shapes)('%s', async (_what, change) => {
    alter = change;
    const odd = await guest();
    await turn();
    expect(released).toBe(0);
    alter = () => () => undefined;
    const narae = await guest();
    for (const number of upTo(5)) push(number);
    await Promise.all([odd.hears(5), narae.hears(5)]);
    expect([odd.heard, narae.heard]).toEqual([upTo(5), upTo(5)]);
    expect(released).toBeGreaterThan(0);
  });

  test('what is not text goes by Socket.IO, in its place', async () => {
    const { client, heard, hears } = await guest();
    const came = new Promise<{ bytes: Buffer }>((resolve) => client.once('bytes', resolve));
    client.on('bytes', () => heard.push(1));
    push(0);
    fanOut.push('all', 'bytes', { bytes: Buffer.from([1, 2, 3]) });
    push(2);
    expect([...(await came).bytes]).toEqual([1, 2, 3]);
    await hears(3);
    expect(heard).toEqual([0, 1, 2]);
  });
});
