/** What a device tells of its own connection: the ladder, what was lost, and experiments on it. */
import { expect, test } from 'vitest';
import {
  ladderOf,
  type Cause,
  type ConnectionState,
  type Frame,
  type LineView,
  type Step,
  type Tap,
  type Trial,
} from '../../client';
import { Inspecting } from '../../client/inspection';
import { Signal } from '../../client/signal';
import { EMPTY_LOG, EMPTY_SERVER, type LogView } from '../../client/views';
import { limits, type Id } from '../../protocol';
import { event, frame } from '../support/frames';
import { ManualClock, MemoryStorage, testId } from '../support/ports';

const states = (...steps: Step[]) =>
  ladderOf(steps).map((rung) => `${rung.way} ${rung.state}${'after' in rung ? ` ${rung.after}` : ''}`);

test('the ladder tells of the upgrade, and of its not being there, why', () => {
  const heartbeat = { interval: 10_000, timeout: 5_000 };
  const first: Step = { step: 'dialling', at: 0, carriers: ['polling', 'websocket'] };
  const overHttp: Step[] = [
    first,
    { step: 'trying', carrier: 'polling', at: 0 },
    { step: 'open', carrier: 'polling', at: 20, ...heartbeat },
    { step: 'trying', carrier: 'websocket', at: 21 },
  ];
  expect(states()).toEqual(['polling unused', 'websocket unused', 'webtransport unoffered']);
  expect(states(...overHttp)).toEqual(['polling carries 20', 'websocket trying', 'webtransport unoffered']);
  expect(states(...overHttp, { step: 'upgraded', carrier: 'websocket', at: 180 })).toEqual([
    'polling left 180',
    'websocket carries 159',
    'webtransport unoffered',
  ]);
  expect(states(...overHttp, { step: 'failed', carrier: 'websocket', at: 90 })).toContain('websocket failed 69');
  expect(
    states(
      { step: 'dialling', at: 0, carriers: ['websocket', 'polling'] },
      { step: 'trying', carrier: 'websocket', at: 0 },
      { step: 'open', carrier: 'websocket', at: 9, ...heartbeat },
    ),
  ).toEqual(['polling unneeded', 'websocket carries 9', 'webtransport unoffered']);
  expect(
    states(
      { step: 'dialling', at: 0, carriers: ['websocket', 'polling'] },
      { step: 'trying', carrier: 'websocket', at: 0 },
      { step: 'failed', carrier: 'websocket', at: 5 },
      { step: 'trying', carrier: 'polling', at: 5 },
      { step: 'open', carrier: 'polling', at: 30, ...heartbeat },
      { step: 'closed', why: 'transport close', code: null, at: 50 },
    ),
  ).toEqual(['polling over', 'websocket failed 5', 'webtransport unoffered']);
});

/** A line in the hands of the story. */
class HeldTap implements Tap {
  step: (step: Step) => void = () => undefined;
  pass: ((frame: Frame) => void) | null = null;
  trials: Trial[] = [];
  cuts: number[] = [];
  breaks = 0;
  lastPing = null;
  onStep(listener: (step: Step) => void) {
    this.step = listener;
    return () => undefined;
  }
  watch(listener: (frame: Frame) => void) {
    this.pass = listener;
    return () => void (this.pass = null);
  }
  try(trial: Trial) {
    this.trials.push(trial);
  }
  breakNext() {
    this.breaks += 1;
  }
  cut(ms: number) {
    this.cuts.push(ms);
  }
}

function inspected() {
  const [tap, clock] = [new HeldTap(), new ManualClock()];
  const connection = new Signal<ConnectionState>({ phase: 'connecting' });
  const log = new Signal<LogView>(EMPTY_LOG);
  const room = testId(5) as Id;
  const server = new Signal({ ...EMPTY_SERVER, me: testId(1), rooms: [{ id: room }] as never });
  let hurried = 0;
  const inspection = new Inspecting({
    ...{ tap, clock, connection, server, log: () => log, storage: new MemoryStorage() },
    hurry: () => void (hurried += 1),
    seen: async () => ({ ok: false, error: { code: 'not-connected', kind: 'retry', message: '' } }) as never,
  });
  const connected = (rtt: number | null, carrier: 'polling' | 'websocket' = 'websocket') =>
    connection.set({ phase: 'connected', carrier, rtt, since: 0 });
  return {
    tap,
    clock,
    connection,
    log,
    inspection,
    connected,
    line: () => inspection.line.current,
    hurried: () => hurried,
  };
}

const lost: Cause = { code: 'lost' };
const outagesOf = ({ outages }: LineView) => outages.map(({ from: _, ...outage }) => outage);

test('what was lost, how often it was tried, and what came when it was back; round trips as they are measured', async () => {
  const { clock, connection, log, connected, line } = inspected();
  connected(null, 'polling');
  connected(7, 'polling');
  // An upgrade is no measurement; the same time again is one.
  connected(7);
  connected(7);
  expect(line().roundTrips.map(({ ms }) => ms)).toEqual([7, 7]);
  log.set({ ...EMPTY_LOG, head: 2 });
  connection.set({ phase: 'reconnecting', cause: lost, retryAt: 0, attempt: 1 });
  connection.set({ phase: 'reconnecting', cause: { code: 'not-reachable' }, retryAt: 0, attempt: 2 });
  expect(outagesOf(line())).toEqual([{ until: null, cause: lost, attempts: 1, filled: null }]);
  await clock.pass(3_000);
  const entry = { kind: 'message', author: testId(9) };
  const entries = [
    { ...entry, seq: 2 },
    { ...entry, seq: 3 },
    { ...entry, seq: 4, author: testId(1) },
    { ...entry, seq: 5, kind: 'react' },
  ];
  log.set({ ...EMPTY_LOG, head: 5, entries: entries as never });
  connected(null);
  expect(outagesOf(line())).toEqual([{ until: clock.now(), cause: lost, attempts: 2, filled: 1 }]);
  for (let one = 0; one < 2 * limits.roundTrips; one += 1) connected(one);
  expect(line().roundTrips).toHaveLength(limits.roundTrips);
});

test('packets are kept while somebody looks, told of together, and gone when nobody does', async () => {
  const { tap, clock, inspection } = inspected();
  expect(tap.pass).toBeNull();
  const stop = inspection.watch();
  let told = 0;
  inspection.packets.subscribe(() => (told += 1));
  for (let one = 0; one < 50; one += 1) tap.pass?.(frame('message', event('typing', {})));
  tap.pass?.(frame('pong', '', 'out'));
  await clock.pass(limits.inspectedEvery);
  expect(told).toBe(2);
  expect(inspection.packets.current).toMatchObject({ in: { packets: 50 }, out: { packets: 1, bytes: 1 } });
  inspection.pause(true);
  tap.pass?.(frame('ping'));
  await clock.pass(limits.inspectedEvery);
  expect(inspection.packets.current.packets).toHaveLength(51);
  expect(inspection.packets.current.in.packets).toBe(51);
  stop();
  expect(tap.pass).toBeNull();
  expect(inspection.packets.current.packets).toEqual([]);
  expect(clock.waiting).toEqual([]);
});

test('every experiment ends by itself, and all of them when nobody looks any more', async () => {
  const { tap, clock, inspection, connected, hurried } = inspected();
  const { experiments } = inspection;
  if (!experiments) throw new Error('no experiments');
  connected(1, 'polling');
  inspection.watch();
  experiments.start({ kind: 'mute' });
  experiments.start({ kind: 'delay', ms: 300 });
  expect(tap.trials.at(-1)).toEqual({ carriers: null, mute: true, delay: 300 });
  await clock.pass(limits.experimentFor);
  expect(experiments.running.current).toEqual([]);
  expect(tap.trials.at(-1)).toEqual({ carriers: null, mute: false, delay: 0 });

  const stop = inspection.watch();
  experiments.start({ kind: 'carriers', carriers: ['polling'] });
  // The line is dialled anew, at once.
  expect([tap.cuts, hurried()]).toEqual([[0], 1]);
  experiments.start({ kind: 'cut', ms: 3_000 });
  expect(tap.cuts).toEqual([0, 3_000]);
  await clock.pass(2_999);
  expect(experiments.running.current.map(({ kind }) => kind)).toEqual(['carriers', 'cut']);
  await clock.pass(1);
  expect(experiments.running.current.map(({ kind }) => kind)).toEqual(['carriers']);
  experiments.start({ kind: 'corrupt' });
  expect(tap.breaks).toBe(1);
  tap.step({ step: 'dialling', at: 1, carriers: ['polling'] });
  tap.step({ step: 'broken', at: 2 });
  tap.step({ step: 'closed', at: 3, why: 'transport close', code: 1005 });
  expect(experiments.running.current.map(({ kind }) => kind)).toEqual(['carriers']);
  expect(inspection.line.current.broken).toMatchObject({ code: 1005 });
  stop();
  expect(experiments.running.current.map(({ kind }) => kind)).toEqual(['carriers']);
  inspection.close();
  expect(experiments.running.current).toEqual([]);
  expect(tap.trials.at(-1)?.carriers).toBeNull();
  expect(clock.waiting).toEqual([]);
});
