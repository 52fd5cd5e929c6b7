/** The tap on a real connection to a real server: what it costs, what it sees, what one can try, and what becomes of it. */
import { afterEach, expect, test, vi } from 'vitest';
import { ladderOf, openSession, type Frame, type Inspection, type Session, type Step } from '../../client';
import { PROTOCOL } from '../../protocol';
import { summaryOf } from '../../renderer/conversation/inspector/reading';
import { SocketIoTransport } from '../../renderer/ports/socketio';
import { EngineTap, type Engine, type EngineTransport } from '../../renderer/ports/tap';
import { Device, until } from '../support/device';
import { startTestServer, type TestServer } from '../support/server';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const end of endings.splice(0).reverse()) await end();
});

async function porch(): Promise<TestServer> {
  const server = await startTestServer({ name: '디자인실 마루' });
  endings.push(() => server.remove());
  return server;
}

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

async function comeIn(server: TestServer, name: string, device = new Device()): Promise<Device> {
  await device.join(server.url, name);
  endings.push(() => device.session.close());
  return device;
}

const listeners = (engine: Engine | undefined, name: string): number =>
  (engine as unknown as { listeners(name: string): unknown[] }).listeners(name).length;
const hung = (transport: EngineTransport | undefined): boolean =>
  transport !== undefined && (Object.hasOwn(transport, 'write') || Object.hasOwn(transport, 'onPacket'));
const experimentsOf = ({ inspection }: Session) => {
  if (!inspection.experiments) throw new Error('nothing can be tried');
  return inspection.experiments;
};
const wayOf = ({ line }: Inspection) => ladderOf(line.current.steps).map(({ way, state }) => `${way} ${state}`);
const connectedBy = (session: Session, carrier: string) =>
  until(session.connection, (state) => state.phase === 'connected' && state.carrier === carrier);

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

test('a transport is forced: only requests, then from them to WebSocket; as usual again when it ends', async () => {
  const server = await porch();
  const { session } = await comeIn(server, '나래');
  expect(wayOf(session.inspection)).toEqual(['polling unneeded', 'websocket carries', 'webtransport unoffered']);
  const stop = session.inspection.watch();
  experimentsOf(session).start({ kind: 'carriers', carriers: ['polling'] });
  await connectedBy(session, 'polling');
  expect(wayOf(session.inspection)).toEqual(['polling carries', 'websocket unused', 'webtransport unoffered']);
  experimentsOf(session).start({ kind: 'carriers', carriers: ['polling', 'websocket'] });
  await connectedBy(session, 'websocket');
  expect(wayOf(session.inspection)[0]).toBe('polling left');
  experimentsOf(session).start({ kind: 'carriers', carriers: ['polling'] });
  await connectedBy(session, 'polling');
  // The panel closes: nobody is left on the slower way.
  stop();
  await connectedBy(session, 'websocket');
  expect(wayOf(session.inspection)[0]).toBe('polling unneeded');
});

test('a transport is chosen for a server: kept on the device, tried by the next session, and usual again when it is', async () => {
  const server = await porch();
  const narae = await comeIn(server, '나래');
  const carriersOf = ({ inspection: { carriers } }: Session) => {
    if (!carriers) throw new Error('nothing can be chosen');
    return carriers;
  };
  carriersOf(narae.session).choose('polling-only');
  await connectedBy(narae.session, 'polling');
  // An experiment goes its own way for a while, and back to what was chosen.
  experimentsOf(narae.session).start({ kind: 'carriers', carriers: ['websocket'] });
  await connectedBy(narae.session, 'websocket');
  experimentsOf(narae.session).stop('carriers');
  await connectedBy(narae.session, 'polling');
  narae.say('느린 길로');
  await narae.holds(['느린 길로']);

  const { id } = narae.session.server.current.server ?? {};
  narae.session.close();
  const again = narae.open(server.url, id);
  endings.push(() => again.close());
  await connectedBy(again, 'polling');
  expect(carriersOf(again).order.current).toBe('polling-only');
  expect(wayOf(again.inspection)).toEqual(['polling carries', 'websocket unused', 'webtransport unoffered']);
  // Another server knows nothing of it.
  const other = await porch();
  const elsewhere = await comeIn(other, '나래', narae);
  expect(carriersOf(elsewhere.session).order.current).toBe('websocket-first');
  await connectedBy(elsewhere.session, 'websocket');

  carriersOf(again).choose('polling-first');
  await connectedBy(again, 'websocket');
  expect(wayOf(again.inspection)[0]).toBe('polling left');
  carriersOf(again).choose('websocket-first');
  await until(again.inspection.line, ({ steps }) => ladderOf(steps)[0]?.state === 'unneeded');
  await connectedBy(again, 'websocket');
  expect(await narae.storage.table('carriers').all()).toEqual([]);
});

test.each(['websocket', 'polling'] as const)(
  'held back over %s, everything comes later, in its order, and once',
  async (carrier) => {
    const server = await porch();
    const narae = await comeIn(server, '나래', new Device([carrier]));
    const yunseo = await comeIn(server, '윤서');
    narae.session.inspection.watch();
    experimentsOf(narae.session).start({ kind: 'delay', ms: 120 });
    const texts = ['하나', '둘', '셋', '넷'];
    const begun = Date.now();
    for (const text of texts) narae.say(text);
    await narae.holds(texts);
    // There and back.
    expect(Date.now() - begun).toBeGreaterThanOrEqual(240);
    await yunseo.holds(texts);
    narae.session.connect();
    await until(narae.session.connection, (state) => state.phase === 'connected' && (state.rtt ?? 0) >= 240);
    experimentsOf(narae.session).stop('delay');
    narae.say('다섯');
    await yunseo.holds([...texts, '다섯']);
    await narae.holds([...texts, '다섯']);
  },
);

test('cut, the state is there in the same turn; nobody answers until it is over, and what was said arrives once', async () => {
  const server = await porch();
  const narae = await comeIn(server, '나래');
  const yunseo = await comeIn(server, '윤서');
  narae.session.inspection.watch();
  experimentsOf(narae.session).start({ kind: 'cut', ms: 400 });
  expect(narae.session.connection.current).toMatchObject({ phase: 'reconnecting', cause: { code: 'lost' } });
  narae.say('끊긴 동안');
  narae.session.connect();
  await until(
    narae.session.connection,
    (state) => state.phase === 'reconnecting' && state.cause.code === 'not-reachable',
  );
  yunseo.say('그동안 다른 말');
  await until(experimentsOf(narae.session).running, (running) => running.length === 0);
  narae.session.connect();
  await yunseo.holds(['그동안 다른 말', '끊긴 동안']);
  await narae.holds(['그동안 다른 말', '끊긴 동안']);
  expect(narae.session.inspection.line.current.outages).toMatchObject([
    { cause: { code: 'lost' }, filled: 1, attempts: 2 },
  ]);
});

test('over a broken frame the server ends the line, which is told; the next one takes what was said', async () => {
  const server = await porch();
  const narae = await comeIn(server, '나래');
  narae.session.inspection.watch();
  const { line } = narae.session.inspection;
  experimentsOf(narae.session).start({ kind: 'corrupt' });
  await until(line, ({ broken }) => broken !== null);
  expect(line.current.broken).toMatchObject({ why: 'transport close' });
  expect(experimentsOf(narae.session).running.current).toEqual([]);
  narae.say('그래도 가요');
  narae.session.connect();
  await narae.holds(['그래도 가요']);
});

test('no ping is answered: not one pong leaves, and what else is said does', () => {
  const tap = new EngineTap();
  const [left, came, drained]: [string[], string[], string[]] = [[], [], []];
  class Fake {
    name = 'websocket';
    readyState = 'open';
    writable = true;
    write(packets: readonly { type: string }[]) {
      left.push(...packets.map(({ type }) => type));
    }
    onPacket({ type }: { type: string }) {
      came.push(type);
    }
    close() {}
    once() {}
    emit(event: string) {
      drained.push(event);
    }
  }
  const transport = new Fake();
  const steps: Step[] = [];
  const frames: Frame[] = [];
  tap.onStep((step) => steps.push(step));
  tap.begin(['websocket']);
  tap.took(transport as unknown as EngineTransport);
  tap.watch((frame) => frames.push(frame));
  tap.try({ carriers: null, mute: true, delay: 0 });
  transport.onPacket({ type: 'ping' });
  transport.write([{ type: 'pong' }]);
  transport.write([{ type: 'pong' }, { type: 'message' }]);
  expect([left, came, frames.map(({ type }) => type)]).toEqual([['message'], ['ping'], ['ping', 'message']]);
  tap.try({ carriers: null, mute: false, delay: 0 });
  transport.write([{ type: 'pong' }]);
  expect(left).toEqual(['message', 'pong']);
  expect(steps.map(({ step }) => step)).toEqual(['dialling', 'trying']);
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
