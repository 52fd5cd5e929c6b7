/** The tap on a real connection to a real server: what it costs, what it sees, and what is told of it. */
import { afterEach, expect, test, vi } from 'vitest';
import { openSession } from '../../client';
import { PROTOCOL } from '../../protocol';
import { summaryOf } from '../../renderer/conversation/inspector/reading';
import { SocketIoTransport } from '../../renderer/ports/socketio';
import { EngineTap, type Engine, type EngineTransport } from '../../renderer/ports/tap';
import { Device, until } from '../support/device';
import { comeIn, connectedBy, endings, onStage, porch, wayOf } from '../support/inspected';

onStage();
afterEach(() => {
  vi.restoreAllMocks();
});

/** Every transport that Engine.IO makes, in its order, and the engines of them. */
function engines() {
  const transports: EngineTransport[] = [];
  const made: Engine[] = [];
  const { took, follow } = EngineTap.prototype;
  vi.spyOn(EngineTap.prototype, 'took').mockImplementation(function (this: EngineTap, transport) {
    transports.push(transport);
    took.call(this, transport);
  });
  vi.spyOn(EngineTap.prototype, 'follow').mockImplementation(function (this: EngineTap, engine) {
    made.push(engine);
    follow.call(this, engine);
  });
  return { transports, made };
}

const listeners = (engine: Engine | undefined, name: string): number =>
  (engine as unknown as { listeners(name: string): unknown[] }).listeners(name).length;
const hung = (transport: EngineTransport | undefined): boolean =>
  transport !== undefined && (Object.hasOwn(transport, 'write') || Object.hasOwn(transport, 'onPacket'));

test('while nobody looks nothing hangs on a transport or its engine; while somebody does, all that passes is seen', async () => {
  const { transports, made } = engines();
  const server = await porch();
  const narae = await comeIn(server, '나래');
  const { inspection } = narae.session;
  const [transport, engine] = [transports.at(-1), made.at(-1)];
  expect([hung(transport), listeners(engine, 'packet'), listeners(engine, 'packetCreate')]).toEqual([false, 0, 0]);

  const stop = inspection.watch();
  expect(hung(transport)).toBe(true);
  narae.say('안녕하세요');
  await narae.holds(['안녕하세요']);
  const { packets } = await until(inspection.packets, (view) =>
    view.packets.some(({ name, kind }) => name === 'entries' && kind === 'event'),
  );
  const told = packets.map((packet) => `${packet.direction} ${summaryOf(packet)}`);
  expect(told).toContain('out append');
  expect(told.some((line) => /^in ack append #\d+$/.test(line))).toBe(true);
  expect(inspection.packets.current.out.bytes).toBeGreaterThan(100);
  // The server's next ping is known of, although none was seen yet.
  expect(Date.now() - (inspection.packets.current.lastPing ?? 0)).toBeLessThan(10_000);

  stop();
  expect([hung(transport), listeners(engine, 'packet')]).toEqual([false, 0]);
  expect(inspection.packets.current.packets).toEqual([]);
  narae.say('아무도 보지 않아요');
  await narae.holds(['안녕하세요', '아무도 보지 않아요']);
  expect(inspection.packets.current.out.packets).toBe(0);
});

test('what becomes of a line is told in the turn in which the engine hears of it, not later', async () => {
  const server = await porch();
  const told: string[] = [];
  /** What was told when the engine's own event had gone round, and nothing else had run. */
  const known: Record<string, string[]> = {};
  let probe: () => void = () => undefined;
  const { took } = EngineTap.prototype;
  vi.spyOn(EngineTap.prototype, 'took').mockImplementation(function (this: EngineTap, transport) {
    const openable = transport as EngineTransport & { open(): void };
    const { open } = openable;
    // The upgrade begins when the line is open, so that it is told of.
    if (transport.name === 'websocket') openable.open = () => (probe = () => open.call(transport));
    took.call(this, transport);
  });
  const transport = new SocketIoTransport({ carriers: ['polling', 'websocket'] });
  const closed = new Promise<void>((resolve) => {
    transport.tap(server.url).onStep(({ step }) => {
      queueMicrotask(() => (known[step] = [...told]));
      if (step === 'closed') setImmediate(resolve);
    });
    const line = transport.dial(
      server.url,
      { protocol: PROTOCOL },
      {
        open: (carrier) => {
          told.push(`open ${carrier}`);
          probe();
        },
        carrier: (carrier) => {
          told.push(`carrier ${carrier}`);
          void server.close();
        },
        push: () => undefined,
        closed: ({ code }) => void told.push(`closed ${code}`),
      },
    );
    endings.push(() => line.close());
  });
  await closed;
  expect(known).toMatchObject({
    upgraded: ['open polling', 'carrier websocket'],
    closed: ['open polling', 'carrier websocket', 'closed lost'],
  });
});

test('from HTTP to WebSocket the handshake passes whole, without a token', async () => {
  const server = await porch();
  const narae = await comeIn(server, '나래', new Device(['polling', 'websocket']));
  narae.session.close();
  const again = narae.open(server.url, server.id);
  endings.push(() => again.close());
  again.inspection.watch();
  await connectedBy(again, 'websocket');
  expect(wayOf(again.inspection)).toEqual(['polling left', 'websocket carries', 'webtransport unoffered']);
  const { packets } = await until(again.inspection.packets, (view) =>
    view.packets.some(({ kind }) => kind === 'upgrade'),
  );
  const order = packets.map(({ direction, kind, name }) => `${direction} ${kind}${name === 'probe' ? ' probe' : ''}`);
  for (const one of ['in open', 'out connect', 'in connect', 'out ping probe', 'in pong probe', 'out upgrade'])
    expect(order).toContain(one);
  const [token] = narae.secrets.tokens.values();
  expect(token).toHaveLength(43);
  expect(JSON.stringify(packets)).not.toContain(token);
  expect(packets.find(({ kind, direction }) => kind === 'connect' && direction === 'out')?.body).toContain('(removed)');
});

test('the server tells how it saw the connection begin: the request, its upgrade and the 101, nothing secret', async () => {
  const server = await porch();
  const narae = await comeIn(server, '나래');
  const direct = await narae.session.inspection.seen();
  expect(direct).toMatchObject({
    ok: true,
    value: {
      address: '127.0.0.1',
      first: {
        method: 'GET',
        path: '/socket.io/?EIO=4&transport=websocket',
        answer: { status: 101, headers: expect.arrayContaining([{ name: 'Upgrade', value: 'websocket' }]) as unknown },
      },
      upgrade: null,
    },
  });
  const yunseo = await comeIn(server, '윤서', new Device(['polling', 'websocket']));
  await connectedBy(yunseo.session, 'websocket');
  const upgraded = await vi.waitFor(async () => {
    const answer = await yunseo.session.inspection.seen();
    expect(answer).toMatchObject({ ok: true, value: { upgrade: { answer: { status: 101 } } } });
    return answer;
  });
  expect(upgraded).toMatchObject({
    value: { first: { path: expect.stringMatching(/transport=polling/) as unknown, answer: null } },
  });
  expect(JSON.stringify(upgraded)).toContain('sid=(removed)');
  for (const { tokens } of [narae.secrets, yunseo.secrets])
    for (const token of tokens.values()) expect(JSON.stringify([direct, upgraded])).not.toContain(token);
});

test('a session whose transport cannot be looked into says so, and works', async () => {
  const server = await porch();
  const device = new Device();
  const transport = new SocketIoTransport();
  const session = openSession(
    {
      transport: { hello: (url) => transport.hello(url), dial: (...dialled) => transport.dial(...dialled) },
      storage: device.storage,
      secrets: device.secrets,
      clock: { now: () => Date.now(), after: () => () => undefined },
      random: { id: () => '', fraction: () => 0.5 },
    },
    { url: server.url },
  );
  endings.push(() => session.close());
  session.connect();
  await until(session.connection, ({ phase }) => phase === 'stranger');
  expect(session.inspection.experiments).toBeNull();
  session.inspection.watch()();
  expect(session.inspection.packets.current.packets).toEqual([]);
});
