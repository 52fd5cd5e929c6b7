/** What a device tells of its own connection: packets decoded and bounded, secrets taken out, the ladder, what was lost. */
import { expect, test } from 'vitest';
import type { Cause, Frame, LineView, Step, Tap, Trial } from '../../client';
import { bodyOf, ladderOf, matching, type ConnectionState } from '../../client';
import { Inspecting } from '../../client/inspection';
import { PacketRing } from '../../client/inspection-packets';
import { Signal } from '../../client/signal';
import { EMPTY_LOG, EMPTY_SERVER, type LogView } from '../../client/views';
import { har, jsonLines } from '../../renderer/conversation/inspector/export';
import { calls, Handshake, limits, pushes, type Id } from '../../protocol';
import { ManualClock, testId } from '../support/ports';

const TOKEN = 'Tok_en-'.padEnd(43, 'x');
const INVITED = 'Inv_ite-'.padEnd(22, 'y');

const frame = (type: string, data: string | null = '', direction: Frame['direction'] = 'in'): Frame => ({
  ...{ at: 1_800_000_000_000, carrier: 'websocket', direction, type, data },
  bytes: 1 + (data?.length ?? 0),
});
const said = (name: string, what: unknown, ack: number | '' = '') => `2${ack}${JSON.stringify([name, what])}`;

function kept(...frames: Frame[]) {
  const ring = new PacketRing();
  for (const one of frames) ring.keep(one);
  return ring.packets;
}

test('each kind of packet is known by its name; an answer is named after the call it answers', () => {
  const packets = kept(
    frame('open', '{"sid":"secret-session","upgrades":["websocket"],"pingInterval":10000}'),
    frame('ping', 'probe', 'out'),
    frame('pong', 'probe'),
    frame('upgrade', '', 'out'),
    frame('message', `0{"token":"${TOKEN}","protocol":5}`, 'out'),
    frame('message', '0{"sid":"public"}'),
    frame('message', said('append', { log: testId(1) }, 12), 'out'),
    frame('message', '312[{"ok":true,"value":{"results":[{"seq":412}]}}]'),
    frame('message', said('entries', { entries: [{ seq: 408 }, { seq: 411 }] })),
    frame('message', '4{"message":"removed"}'),
    frame('message', '1'),
    frame('message', null),
    frame('message', 'what is this'),
    frame('message', '2["broken'),
    frame('ping'),
    frame('pong', '', 'out'),
    frame('noop'),
    frame('close'),
  );
  expect(packets.map(({ kind, name, ack }) => [kind, name, ack].filter((part) => part !== null).join(' '))).toEqual([
    'open',
    'ping probe',
    'pong probe',
    'upgrade',
    'connect',
    'connect',
    'event append 12',
    'ack append 12',
    'event entries',
    'refused',
    'disconnect',
    'binary',
    'other',
    'event',
    'ping',
    'pong',
    'noop',
    'close',
  ]);
});

test('no token, password, ticket, code or session is kept, whatever is switched on', () => {
  const packets = kept(
    frame('open', '{"sid":"secret-session"}'),
    frame('message', `0{"token":"${TOKEN}","former":"${TOKEN}"}`, 'out'),
    frame(
      'message',
      said('join', { name: '나래', password: 'hunter2', hostKey: TOKEN, invitation: INVITED }, 1),
      'out',
    ),
    frame('message', `31[{"ok":true,"value":{"token":"${TOKEN}","device":"${testId(2)}"}}]`),
    frame('message', '32[{"ok":true,"value":{"code":"7F2K4Q","until":1}}]'),
    frame(
      'message',
      said('append', { entries: [{ body: { text: `maru://join/a?t=${INVITED}&f=${TOKEN} ${TOKEN}` } }] }),
    ),
    frame('message', '33[{"ok":false,"error":{"code":"rate","kind":"retry"}}]'),
  );
  const everything =
    JSON.stringify(packets) + jsonLines(packets, true) + har({ url: 'http://a/', packets, text: true, seen: null });
  for (const secret of [TOKEN, INVITED, 'hunter2', 'secret-session', '7F2K4Q'])
    expect(everything).not.toContain(secret);
  expect(everything).toContain('나래');
  // What a refusal is called is no secret.
  expect(JSON.stringify(packets.at(-1))).toContain('rate');
});

test('whatever in the protocol lets somebody in is among what is taken out', () => {
  const secret = /A-Za-z0-9_-\]\{(43|22)\}|0-9A-HJKMNP-TV-Z/;
  const harmless = new Set(['fingerprint', 'pinned']);
  /** By field: something of the shape that it has. */
  const names = new Map<string, string>();
  const walk = (part: unknown, name: string): void => {
    if (typeof part !== 'object' || part === null) return;
    const { entries, pipe, item, wrapped, options, requirement } = part as Record<string, unknown>;
    if (requirement instanceof RegExp && secret.test(String(requirement)))
      // Long ones are known wherever they stand; of the others only the field tells.
      names.set(name, String(requirement).includes('{43}') ? TOKEN : `7F2K4Q${name}`);
    for (const [key, inner] of Object.entries((entries as object | undefined) ?? {})) walk(inner, key);
    for (const inner of Array.isArray(pipe) ? (pipe as unknown[]) : []) if (inner !== part) walk(inner, name);
    for (const inner of Array.isArray(options) ? (options as unknown[]) : []) walk(inner, name);
    walk(item, name);
    walk(wrapped, name);
  };
  walk(Handshake, '');
  for (const { input, output } of Object.values(calls)) [input, output].forEach((schema) => walk(schema, ''));
  for (const { payload } of Object.values(pushes)) walk(payload, '');
  expect(names.size).toBeGreaterThan(5);
  for (const [name, value] of names) {
    if (harmless.has(name)) continue;
    const [packet] = kept(frame('message', said('x', { [name]: value })));
    expect(JSON.stringify(packet), name).not.toContain(value);
  }
});

test('what people wrote is covered until somebody switches it on; ids, numbers and the protocol’s words stay', () => {
  const text = '우리끼리 하는 말';
  const [packet] = kept(
    frame('message', said('entries', { log: testId(7), entries: [{ seq: 3, kind: 'message', body: { text } }] })),
  );
  if (!packet) throw new Error('not kept');
  expect(bodyOf(packet, false)).toEqual([
    { log: testId(7), entries: [{ seq: 3, kind: 'message', body: { text: '…' } }] },
  ]);
  expect(JSON.stringify(bodyOf(packet, true))).toContain(text);
  expect(
    jsonLines([packet], false) + har({ url: 'http://a/', packets: [packet], text: false, seen: null }),
  ).not.toContain(text);
  // Nor can it be guessed by looking for it.
  const sought = { kind: null, direction: null, find: '우리끼리' };
  expect(matching([packet], { ...sought, text: false })).toEqual([]);
  expect(matching([packet], { ...sought, text: true })).toEqual([packet]);
});

test('a HAR is one, of version 1.2: an entry for each carrier, with the headers the server saw and every packet', () => {
  const overHttp = { ...frame('open', '{}'), carrier: 'polling' as const };
  const packets = kept(overHttp, frame('ping'), frame('pong', '', 'out'));
  const headers = [{ name: 'Upgrade', value: 'websocket' }];
  const upgrade = {
    method: 'GET',
    path: '/?transport=websocket',
    version: '1.1',
    headers,
    answer: { status: 101, headers },
  };
  const seen = { address: '', private: true, protocol: 5, version: '', first: null, upgrade };
  const { log } = JSON.parse(har({ url: 'http://192.0.2.7:7420/', packets, text: false, seen })) as {
    log: { version: string; entries: { request: object; response: object; _webSocketMessages: object[] }[] };
  };
  expect(log.version).toBe('1.2');
  expect(log.entries).toMatchObject([
    { request: { url: 'http://192.0.2.7:7420/socket.io/?EIO=4&transport=polling' }, response: { status: 200 } },
    {
      startedDateTime: '2027-01-15T08:00:00.000Z',
      request: { url: 'ws://192.0.2.7:7420/socket.io/?EIO=4&transport=websocket', headers },
      response: { status: 101, headers },
      _webSocketMessages: [{ type: 'receive' }, { type: 'send', opcode: 1 }],
    },
  ]);
});

test('an hour of packets takes no more than the newest of them, and one that is huge is counted and not kept', () => {
  const ring = new PacketRing();
  const huge = said('entries', { text: 'x'.repeat(limits.inspectedBody) });
  expect(ring.keep(frame('message', huge))).toMatchObject({ body: null, bytes: huge.length + 1 });
  for (let one = 0; one < 3 * limits.inspectedPackets; one += 1)
    ring.keep(frame('message', said('entries', { n: one, text: 'y'.repeat(10_000) })));
  expect(ring.packets.length).toBeLessThanOrEqual(limits.inspectedPackets);
  expect(ring.held).toBeLessThanOrEqual(limits.inspectedBytes);
  expect(ring.packets.reduce((sum, { body }) => sum + (body?.length ?? 0), 0)).toBe(ring.held);
  expect(ring.packets.at(-1)?.number).toBe(3 * limits.inspectedPackets + 1);
  for (let one = 0; one < 2 * limits.inspectedPackets; one += 1) ring.keep(frame('ping'));
  expect(ring.packets).toHaveLength(limits.inspectedPackets);
});

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
    ...{ tap, clock, connection, server, log: () => log },
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
  for (let one = 0; one < 50; one += 1) tap.pass?.(frame('message', said('typing', {})));
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
