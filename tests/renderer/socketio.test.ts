/** The wire's own end of client/ against the real server: what opens, what is refused, what is heard. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NodeWebSocket } from 'socket.io-client';
import { afterEach, expect, test, vi } from 'vitest';
import { FrameTooLarge, type Carrier, type Cause, type Line } from '../../client';
import { limits, PROTOCOL, type Handshake } from '../../protocol';
import { SocketIoTransport, type SocketIoOptions } from '../../renderer/ports/socketio';
import { startTestServer, type TestServer } from '../support/server';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function porch(): Promise<TestServer> {
  const server = await startTestServer({ name: '디자인실 마루' });
  endings.push(() => server.remove());
  return server;
}

async function web(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Dials, and resolves with how it began. */
function dial(url: string, handshake: Handshake = { protocol: PROTOCOL }, options: SocketIoOptions = {}) {
  const heard: { name: string; payload: unknown }[] = [];
  let closed: (cause: Cause) => void = () => undefined;
  const ended = new Promise<Cause>((resolve) => (closed = resolve));
  return new Promise<{ line: Line; carrier: Carrier; ended: Promise<Cause>; heard: typeof heard } | Cause>(
    (resolve) => {
      const line = new SocketIoTransport(options).dial(url, handshake, {
        open: (carrier) => resolve({ line, carrier, ended, heard }),
        carrier: () => undefined,
        push: (name, payload) => void heard.push({ name, payload }),
        closed: (cause) => {
          resolve(cause);
          closed(cause);
        },
      });
      endings.push(() => line.close());
    },
  );
}

async function opened(...args: Parameters<typeof dial>) {
  const line = await dial(...args);
  if ('code' in line) throw new Error(`not opened: ${line.code}`);
  return line;
}

test('a porch says hello; Narae joins, hears her own words, and is told when the server stops', async () => {
  const server = await porch();
  expect(await new SocketIoTransport().hello(server.url)).toMatchObject({
    ok: true,
    hello: { product: 'maru', protocol: PROTOCOL },
  });
  const { line, carrier, ended, heard } = await opened(server.url);
  expect(carrier).toBe('websocket');
  const joined = await line.call('join', { name: '나래' });
  expect(joined).toMatchObject({ ok: true, value: { member: { name: '나래' } } });
  expect(await line.call('resume', { logs: [] })).toMatchObject({ ok: true, value: { rooms: [{ commons: true }] } });
  expect(await line.call('rename', { name: '\u3164' })).toMatchObject({
    ok: false,
    error: { code: 'invalid', field: 'name', rule: 'characters' },
  });
  await server.close();
  expect(await ended).toEqual({ code: 'lost' });
  expect(heard.map(({ name }) => name)).toContain('closing');
  await expect(line.call('echo', {})).rejects.toThrow();
});

test('a call that a machine makes as it wakes ends with its line, not when its own time is over', async () => {
  const server = await porch();
  const { line, ended } = await opened(server.url);
  // Asleep for longer than the heartbeat allows: Socket.IO keeps what is said now for a connection that never comes.
  const awake = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
  endings.push(() => awake.mockRestore());
  const over = vi.fn();
  line.call('echo', {}).catch(over);
  expect(await ended).toEqual({ code: 'lost' });
  await vi.waitFor(() => expect(over).toHaveBeenCalled());
});

test.each<Carrier>(['websocket', 'polling'])(
  'a frame above the limit ends its line over %s, and the line says so',
  async (way) => {
    const server = await porch();
    const { line, ended } = await opened(server.url, { protocol: PROTOCOL }, { carriers: [way] });
    await line.call('join', { name: '나래' });
    const text = 'a'.repeat(limits.frameBytes + 1_000);
    const entry = { id: '01890000-0000-7000-8000-000000000001', kind: 'message' as const, body: { text } };
    const log = '01890000-0000-7000-8000-000000000002';
    await expect(line.call('append', { log, entries: [entry] })).rejects.toBeInstanceOf(FrameTooLarge);
    expect(await ended).toEqual({ code: 'too-large' });
  },
);

test('a program that can look closer says why nobody answers', async () => {
  const probe = vi.fn(async () => ({ code: 'port-closed' as const }));
  const answer = await new SocketIoTransport({ probe }).hello('http://127.0.0.1:1/');
  expect(answer).toEqual({ ok: false, cause: { code: 'port-closed' } });
  expect(probe).toHaveBeenCalledWith('http://127.0.0.1:1/');
});

test('a token that nobody gave is refused by name', async () => {
  const server = await porch();
  expect(await dial(server.url, { protocol: PROTOCOL, token: 'T'.repeat(43) })).toMatchObject({
    code: 'refused',
    refusal: { code: 'token-unknown' },
  });
});

test('Yunseo’s browser throws at every WebSocket: long-polling carries her, at once', async () => {
  const server = await porch();
  const make = vi.spyOn(NodeWebSocket.prototype, 'createSocket').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError');
  });
  endings.push(() => make.mockRestore());
  const { carrier, line } = await opened(server.url);
  expect(carrier).toBe('polling');
  expect(await line.call('join', { name: '윤서' })).toMatchObject({ ok: true });
});

test('long-polling alone works when a person chooses it', async () => {
  const server = await porch();
  const { carrier, line } = await opened(server.url, { protocol: PROTOCOL }, { carriers: ['polling'] });
  expect(carrier).toBe('polling');
  expect(await line.call('join', { name: 'Mateo' })).toMatchObject({ ok: true });
});

test('what is not there, what is no Maru, and a machine without network each have their own cause', async () => {
  const foreign = await web((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<h1>printer</h1>'),
  );
  const redirecting = await web((_request, response) => response.writeHead(302, { location: foreign }).end());
  const transport = new SocketIoTransport();
  expect(await transport.hello(foreign)).toEqual({ ok: false, cause: { code: 'not-maru' } });
  expect(await transport.hello(redirecting)).toEqual({ ok: false, cause: { code: 'not-maru' } });
  expect(await transport.hello('http://127.0.0.1:1/')).toEqual({ ok: false, cause: { code: 'not-reachable' } });
  expect(await new SocketIoTransport({ online: () => false }).hello('http://127.0.0.1:1/')).toEqual({
    ok: false,
    cause: { code: 'no-network' },
  });
  expect(await dial('http://127.0.0.1:1/')).toEqual({ code: 'not-reachable' });
});

test('a refusal in the place of a hello keeps its name', async () => {
  const full = await web((_request, response) =>
    response
      .writeHead(503, { 'content-type': 'application/json' })
      .end(JSON.stringify({ ok: false, error: { code: 'server-full', kind: 'retry', message: 'full' } })),
  );
  expect(await new SocketIoTransport().hello(full)).toMatchObject({
    ok: false,
    cause: { code: 'refused', refusal: { code: 'server-full' } },
  });
});
