/** What waits for clients that do not read is bounded, for each and for all together. Real sockets, small bounds. */
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Backlogs, type Bounds, type Connection, type Queued } from '../../server/backlog';
import { FanOut, type EngineConnection } from '../../server/fan-out';
import { RawWebSocket } from '../support/raw-websocket';

const MB = 1024 * 1024;
const LONG = 'x'.repeat(100_000);

let http: HttpServer;
let io: Server;
let fanOut: FanOut;
let backlogs: Backlogs;
let url: string;
const raws: RawWebSocket[] = [];
let ended: { id: string; why: 'one' | 'all'; queued: Queued }[];

const open = async (bounds: Bounds) => {
  ended = [];
  backlogs = new Backlogs((connection, queued, why) => {
    ended.push({ id: (connection as unknown as { id: string }).id, queued, why });
  }, bounds);
  io.engine.on('connection', (connection: Connection & EngineConnection) => {
    fanOut.follow(connection, () => count());
    const count = backlogs.watch(connection);
  });
};
beforeEach(async () => {
  http = createServer();
  io = new Server(http, { perMessageDeflate: false, httpCompression: false });
  fanOut = new FanOut(io);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  await Promise.all(raws.splice(0).map((raw) => raw.end()));
  await io.close();
});

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** One who is in these rooms, and reads or does not. */
async function guest({
  rooms,
  reads,
}: {
  rooms: string[];
  reads: boolean;
}): Promise<{ raw: RawWebSocket; socket: Socket }> {
  const came = new Promise<Socket>((resolve) => io.once('connection', resolve));
  const raw = await RawWebSocket.open(url);
  raws.push(raw);
  raw.send('40');
  const socket = await came;
  await raw.until((text) => text.includes('40{"sid"'));
  await socket.join(rooms);
  if (!reads) raw.socket.pause();
  return { raw, socket };
}
const idOf = ({ socket }: { socket: Socket }) => (socket.conn as unknown as { id: string }).id;

/** Pushes until it is so: the systems of both ends take some megabytes before anything waits. */
async function pushUntil(room: string, so: () => boolean): Promise<number> {
  let pushed = 0;
  while (!so()) {
    fanOut.push(room, 'push', { number: (pushed += 1), text: LONG });
    await turn();
  }
  return pushed;
}

test('one who does not read is ended at its own bound, in bytes or in packets, and nobody else', async () => {
  await open({ packets: 1_000, bytes: 1 * MB, bytesInAll: 1_000 * MB });
  const [narae, deaf] = [await guest({ rooms: ['all'], reads: true }), await guest({ rooms: ['all'], reads: false })];
  const pushed = await pushUntil('all', () => ended.length > 0);
  expect(ended).toMatchObject([{ id: idOf(deaf), why: 'one' }]);
  expect(ended[0]!.queued.bytes).toBeGreaterThan(1 * MB);
  expect(ended[0]!.queued.bytes).toBeLessThan(1 * MB + 2 * LONG.length);
  await narae.raw.until((text) => text.includes(`{"number":${pushed},`));
  expect(narae.socket.connected).toBe(true);
  deaf.raw.socket.resume();
  await deaf.raw.closed;
  await narae.raw.end();
});

test('many short packets are a backlog as well', async () => {
  await open({ packets: 50, bytes: 100 * MB, bytesInAll: 1_000 * MB });
  const deaf = await guest({ rooms: ['all'], reads: false });
  await pushUntil('all', () => backlogs.bytes > 1 * MB);
  expect(ended).toEqual([]);
  for (let packet = 0; packet < 60; packet += 1) fanOut.push('all', 'push', { packet });
  await turn();
  expect(ended).toMatchObject([{ id: idOf(deaf), why: 'one' }]);
  expect(ended[0]!.queued.packets).toBeGreaterThan(50);
});

test('but not what one turn says to one who reads, however many packets that are', async () => {
  await open({ packets: 50, bytes: 4 * MB, bytesInAll: 1_000 * MB });
  const narae = await guest({ rooms: ['all'], reads: true });
  for (let packet = 0; packet < 4_000; packet += 1) {
    if (packet % 2) fanOut.push('all', 'push', { packet, text: 'x'.repeat(100) });
    else narae.socket.emit('own', { packet, text: 'x'.repeat(100) });
  }
  await narae.raw.until((text) => text.includes('{"packet":3999,'));
  expect(ended).toEqual([]);
  expect(narae.socket.connected).toBe(true);
});

test('all together are bounded: those furthest behind are ended until it fits, and who reads is not', async () => {
  await open({ packets: 100_000, bytes: 1_000 * MB, bytesInAll: 8 * MB });
  const narae = await guest({ rooms: ['all'], reads: true });
  const little = await guest({ rooms: ['all'], reads: false });
  const much = await guest({ rooms: ['all', 'much'], reads: false });
  await pushUntil('all', () => backlogs.bytes > 2 * MB);
  expect(ended).toEqual([]);
  const pushed = await pushUntil('much', () => ended.length > 0);
  expect(pushed).toBeGreaterThan(10);
  expect(ended).toMatchObject([{ id: idOf(much), why: 'all' }]);
  expect(backlogs.bytes).toBeLessThanOrEqual(8 * MB);
  expect(backlogs.bytes).toBeGreaterThan(0);
  await pushUntil('all', () => ended.length > 1);
  expect(ended[1]).toMatchObject({ id: idOf(little), why: 'all' });
  expect(backlogs.bytes).toBeLessThanOrEqual(8 * MB);
  expect(narae.socket.connected).toBe(true);
  const last = once(narae.raw.socket, 'close');
  narae.socket.disconnect(true);
  await last;
});

test('what was read since is counted before anybody is ended for it', async () => {
  await open({ packets: 100_000, bytes: 1_000 * MB, bytesInAll: 8 * MB });
  const little = await guest({ rooms: ['all', 'one'], reads: false });
  const mateo = await guest({ rooms: ['all'], reads: false });
  const pushed = await pushUntil('all', () => backlogs.bytes > 7 * MB);
  mateo.raw.socket.resume();
  await mateo.raw.until((text) => text.includes(`{"number":${pushed},`));
  for (let more = 0; more < 20; more += 1) {
    fanOut.push('one', 'push', { text: LONG });
    await turn();
  }
  expect(ended).toEqual([]);
  expect(little.socket.connected).toBe(true);
  expect(backlogs.bytes).toBeLessThan(8 * MB);
});

test('one who reads again is not counted any longer, and the sum is zero after everybody is gone', async () => {
  await open({ packets: 100_000, bytes: 1_000 * MB, bytesInAll: 1_000 * MB });
  const guests = [];
  for (let at = 0; at < 4; at += 1) guests.push(await guest({ rooms: ['all'], reads: at === 0 }));
  const [narae, mateo, ...others] = guests;
  const pushed = await pushUntil('all', () => backlogs.bytes > 6 * MB);
  const before = backlogs.bytes;
  mateo!.raw.socket.resume();
  await mateo!.raw.until((text) => text.includes(`{"number":${pushed},`));
  // Whatever is said to it next counts it anew.
  fanOut.push('all', 'push', { number: pushed + 1 });
  await mateo!.raw.until((text) => text.includes(`{"number":${pushed + 1}}`));
  await turn();
  expect(backlogs.bytes).toBeLessThan(before - 1 * MB);
  expect(backlogs.bytes).toBeGreaterThan(0);
  const gone = [...io.sockets.sockets.values()].map((socket) => once(socket, 'disconnect'));
  await Promise.all([narae!, mateo!, ...others].map(({ raw }) => raw.end()));
  await Promise.all(gone);
  expect(backlogs.bytes).toBe(0);
  expect(ended).toEqual([]);
});

test('over polling, too', async () => {
  await open({ packets: 1_000, bytes: 1 * MB, bytesInAll: 1_000 * MB });
  const came = new Promise<Socket>((resolve) => io.once('connection', resolve));
  const poll = `${url}socket.io/?EIO=4&transport=polling`;
  const { sid } = JSON.parse((await (await fetch(poll)).text()).slice(1)) as { sid: string };
  await fetch(`${poll}&sid=${sid}`, { method: 'POST', body: '40' });
  const socket = await came;
  await socket.join('all');
  const gone = once(socket, 'disconnect');
  const pushed = await pushUntil('all', () => ended.length > 0);
  expect(pushed).toBeGreaterThanOrEqual(10);
  expect(ended).toMatchObject([{ id: sid, why: 'one' }]);
  await gone;
  expect(backlogs.bytes).toBe(0);
});
