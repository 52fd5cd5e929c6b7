/** What one can try on one's own connection, a real one to a real server: what happens, that it is told, and that it ends. */
import { expect, test } from 'vitest';
import { ladderOf, type Frame, type Session, type Step } from '../../client';
import { EngineTap, type EngineTransport } from '../../renderer/ports/tap';
import { Device, until } from '../support/device';
import { comeIn, connectedBy, endings, onStage, porch, wayOf } from '../support/inspected';

onStage();

const experimentsOf = ({ inspection }: Session) => {
  if (!inspection.experiments) throw new Error('nothing can be tried');
  return inspection.experiments;
};

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
