/**
 * Pushes go below Socket.IO to the TCP socket. Here is Socket.IO as it is installed, and what must hold whatever its
 * version: one write a turn, heartbeats, and a way that works where nothing is as known.
 */
import { once } from 'node:events';
import type { Socket } from 'socket.io';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../protocol';
import { below, type EngineConnection } from '../../server/fan-out';
import { textFrame } from '../../server/text-frame';
import { engineOf, Stage, turn, upTo, writesOf, type Guest } from '../support/fan-out';
import { RawWebSocket } from '../support/raw-websocket';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.close());

const push = (number: number, more: object = {}) => stage.push(number, more);

describe('Socket.IO as it is installed', () => {
  test('a WebSocket is as known; a polling client is not reached below, an upgraded one is', async () => {
    const [narae, mateo, yunseo] = [
      await stage.guest(),
      await stage.guest(['polling'], false),
      await stage.guest(['polling', 'websocket']),
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
    const [narae, mateo] = [await stage.guest(), await stage.guest()];
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
    expect(stage.released).toBeGreaterThan(0);
  });

  test.each([0, 1, 125, 126, 65_535, 65_536, 300_000])('a push of %i bytes more arrives whole', async (bytes) => {
    const { client, socket } = await stage.guest();
    const came = new Promise((resolve) => client.once('push', resolve));
    const writes = writesOf(socket);
    push(7, { text: 'x'.repeat(bytes) });
    expect(await came).toEqual({ number: 7, text: 'x'.repeat(bytes) });
    expect(writes).toHaveLength(1);
    expect(writes[0]).toHaveLength(1);
  });

  test('a crowd is written to by portions; what is said to who waits for theirs leaves in the same write, in its place', async () => {
    const { least, portion } = limits.crowd;
    const crowd: Guest[] = [];
    for (let at = 0; at < least; at += 1) crowd.push(await stage.guest());
    await turn();
    const writes = crowd.map(({ socket }) => writesOf(socket));
    const before = stage.released;
    push(0);
    await turn();
    expect(stage.released - before).toBe(portion);
    const waits = crowd.findIndex((_one, at) => writes[at]!.length === 0);
    crowd[waits]!.socket.emit('own', 1);
    await Promise.all(crowd.map(({ hears }, at) => hears(at === waits ? 2 : 1)));
    expect(crowd[waits]!.heard).toEqual([0, 1]);
    for (const to of writes) expect(to).toHaveLength(1);
    expect(stage.released - before).toBe(least);
    // One fewer are told in one go.
    crowd[0]!.client.disconnect();
    await once(crowd[0]!.socket, 'disconnect');
    push(2);
    await turn();
    expect(stage.released - before).toBe(least + least - 1);
    await Promise.all(crowd.slice(1).map(({ hears }, at) => hears(at + 1 === waits ? 3 : 2)));
  });

  test('a frame’s length is in bytes', () => {
    expect([...textFrame('가')]).toEqual([0x81, 3, 0xea, 0xb0, 0x80]);
  });
});

describe('Engine.IO goes on as before', () => {
  beforeEach(async () => {
    await stage.close();
    stage = await Stage.open(40);
  });

  test('heartbeats come and are answered between pushes, and afterwards everything was taken', async () => {
    const { socket, heard, hears } = await stage.guest();
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
    const { client, socket, heard } = await stage.guest();
    const gone = new Promise((resolve) => client.once('disconnect', resolve));
    for (const number of upTo(9)) socket.emit('own', number);
    push(9);
    socket.conn.close();
    await gone;
    expect(heard).toEqual(upTo(10));
  });

  test('one who does not read is left to Engine.IO’s queue; the others hear everything', async () => {
    const narae = await stage.guest();
    const came = new Promise<Socket>((resolve) => stage.io.once('connection', resolve));
    const deaf = await RawWebSocket.open(stage.url);
    deaf.send('40');
    const socket = await came;
    await deaf.until((text) => text.includes('40{"sid"'));
    deaf.socket.pause();
    const text = 'x'.repeat(100_000);
    let number = 0;
    const { tcp, transport } = below(engineOf(socket))!;
    // Its system takes some megabytes before it says no; then Engine.IO takes nothing, as without this module.
    while (tcp.writableLength === 0) {
      socket.emit('much', text);
      await turn();
    }
    expect(transport.writable).toBe(false);
    while (engineOf(socket).writeBuffer.length < 10) {
      push(number++, { text });
      await turn();
    }
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
  type Alter = Stage['alter'];
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
    stage.alter = change;
    const odd = await stage.guest();
    await turn();
    expect(stage.released).toBe(0);
    stage.alter = () => () => undefined;
    const narae = await stage.guest();
    for (const number of upTo(5)) push(number);
    await Promise.all([odd.hears(5), narae.hears(5)]);
    expect([odd.heard, narae.heard]).toEqual([upTo(5), upTo(5)]);
    expect(stage.released).toBeGreaterThan(0);
  });

  test('what is not text goes by Socket.IO, in its place', async () => {
    const { client, heard, hears } = await stage.guest();
    const came = new Promise<{ bytes: Buffer }>((resolve) => client.once('bytes', resolve));
    client.on('bytes', () => heard.push(1));
    push(0);
    stage.fanOut.push('all', 'bytes', { bytes: Buffer.from([1, 2, 3]) });
    push(2);
    expect([...(await came).bytes]).toEqual([1, 2, 3]);
    await hears(3);
    expect(heard).toEqual([0, 1, 2]);
  });
});
