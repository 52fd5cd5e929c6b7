/** Packets that a device tells of: decoded and bounded, secrets taken out, words covered, and exported. */
import { expect, test } from 'vitest';
import { bodyOf, matching, type Frame } from '../../client';
import { PacketRing } from '../../client/inspection-packets';
import { har, jsonLines } from '../../renderer/conversation/inspector/export';
import { calls, Handshake, limits, pushes } from '../../protocol';
import { event, frame } from '../support/frames';
import { testId } from '../support/ports';

const TOKEN = 'Tok_en-'.padEnd(43, 'x');
const INVITED = 'Inv_ite-'.padEnd(22, 'y');

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
    frame('message', event('append', { log: testId(1) }, 12), 'out'),
    frame('message', '312[{"ok":true,"value":{"results":[{"seq":412}]}}]'),
    frame('message', event('entries', { entries: [{ seq: 408 }, { seq: 411 }] })),
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
      event('join', { name: '나래', password: 'hunter2', hostKey: TOKEN, invitation: INVITED }, 1),
      'out',
    ),
    frame('message', `31[{"ok":true,"value":{"token":"${TOKEN}","device":"${testId(2)}"}}]`),
    frame('message', '32[{"ok":true,"value":{"code":"7F2K4Q","until":1}}]'),
    frame(
      'message',
      event('append', { entries: [{ body: { text: `maru://join/a?t=${INVITED}&f=${TOKEN} ${TOKEN}` } }] }),
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
    const [packet] = kept(frame('message', event('x', { [name]: value })));
    expect(JSON.stringify(packet), name).not.toContain(value);
  }
});

test('what people wrote is covered until somebody switches it on; ids, numbers and the protocol’s words stay', () => {
  const text = '우리끼리 하는 말';
  const [packet] = kept(
    frame('message', event('entries', { log: testId(7), entries: [{ seq: 3, kind: 'message', body: { text } }] })),
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
  const huge = event('entries', { text: 'x'.repeat(limits.inspectedBody) });
  expect(ring.keep(frame('message', huge))).toMatchObject({ body: null, bytes: huge.length + 1 });
  for (let one = 0; one < 3 * limits.inspectedPackets; one += 1)
    ring.keep(frame('message', event('entries', { n: one, text: 'y'.repeat(10_000) })));
  expect(ring.packets.length).toBeLessThanOrEqual(limits.inspectedPackets);
  expect(ring.held).toBeLessThanOrEqual(limits.inspectedBytes);
  expect(ring.packets.reduce((sum, { body }) => sum + (body?.length ?? 0), 0)).toBe(ring.held);
  expect(ring.packets.at(-1)?.number).toBe(3 * limits.inspectedPackets + 1);
  for (let one = 0; one < 2 * limits.inspectedPackets; one += 1) ring.keep(frame('ping'));
  expect(ring.packets).toHaveLength(limits.inspectedPackets);
});
