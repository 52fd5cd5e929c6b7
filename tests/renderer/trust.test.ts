/** Keys on the renderer's side: the words people compare, and what main is asked around every attempt. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Cause, Transport } from '../../client';
import { COMPARED, comparedPlaces, type Bridge, type Verdict } from '../../protocol';
import { privately, reaching } from '../../renderer/ports/reaching';
import { comparisonWords } from '../../renderer/words/comparison';
import * as lists from '../../renderer/words/lists';

const server = '01890000-0000-7000-8000-000000000001';
const other = '01890000-0000-7000-8000-000000000002';
const fingerprint = createHash('sha256').update('a key').digest('base64url');
const fingerprintOf = (bytes: readonly number[]) =>
  Buffer.concat([Buffer.from(bytes), Buffer.alloc(32 - bytes.length)]).toString('base64url');

test('six words hold the first 66 bits of a fingerprint, and nothing of the rest', () => {
  expect(comparedPlaces(fingerprintOf([]))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(comparedPlaces(fingerprintOf(Array<number>(32).fill(0xff)))).toEqual(Array(COMPARED).fill(2047));
  // 11 bits each, the highest first: bit 10 is the lowest of the first word, bit 65 the lowest of the last.
  expect(comparedPlaces(fingerprintOf([0, 0b0010_0000]))).toEqual([1, 0, 0, 0, 0, 0]);
  expect(comparedPlaces(fingerprintOf([0, 0, 0, 0, 0, 0, 0, 0, 0b0100_0000]))).toEqual([0, 0, 0, 0, 0, 1]);
  expect(comparedPlaces(fingerprintOf([0, 0, 0, 0, 0, 0, 0, 0, 0b0010_0000]))).toEqual([0, 0, 0, 0, 0, 0]);
});

test('the same places in both languages, in letters as people read them', async () => {
  const [korean, english] = [await comparisonWords(fingerprint, 'ko'), await comparisonWords(fingerprint, 'en')];
  expect([korean.length, english.length]).toEqual([6, 6]);
  expect(english.map((word) => lists.en.indexOf(word))).toEqual(comparedPlaces(fingerprint));
  expect(korean.map((word) => lists.ko.map((entry) => entry.normalize('NFC')).indexOf(word))).toEqual(
    comparedPlaces(fingerprint),
  );
  for (const word of korean) expect(word).toMatch(/^[가-힣]+$/u);
  for (const list of [lists.en, lists.ko]) {
    expect(list).toHaveLength(2048);
    expect(new Set(list.map((word) => word.normalize('NFC'))).size).toBe(2048);
  }
});

test('an app speaks TLS: an http address leads to the same port', () => {
  expect(privately('http://192.168.0.12:7420/')).toBe('https://192.168.0.12:7420/');
  expect(privately('http://[fe80::1]:7420/')).toBe('https://[fe80::1]:7420/');
  expect(privately('http://studio.local/')).toBe('https://studio.local:80/');
  expect(privately('https://chat.example/')).toBe('https://chat.example/');
});

/** Main with one verdict for each call, and a transport that notes what was dialled. */
function window(verdicts: { reach: Verdict[]; meet?: Verdict }, hello = server) {
  const asked: [string, unknown][] = [];
  const wire: string[] = [];
  const bridge = {
    call: async (name: 'reach' | 'meet', input: unknown) => {
      asked.push([name, input]);
      const value = name === 'reach' ? verdicts.reach.shift() : verdicts.meet;
      return { ok: true, value };
    },
  } as unknown as Bridge;
  const inner: Transport = {
    hello: async (url) => {
      wire.push(`hello ${url}`);
      return { ok: true, hello: { product: 'maru', id: hello, protocol: 3, oldest: 3, password: false } };
    },
    dial: (url) => {
      wire.push(`dial ${url}`);
      return { call: () => Promise.reject(new Error('not here')), close: () => void wire.push('close') };
    },
  };
  return { asked, wire, transport: reaching(bridge, inner) };
}
const url = 'http://127.0.0.1:7420/';
const secure = 'https://127.0.0.1:7420/';
const verified: Verdict = { verdict: 'verified', by: 'pin', fingerprint };
const changed: Verdict = { verdict: 'changed', fingerprint, pinned: null, server };
/** Where a dial ends that main does not let through. */
const endOf = (transport: Transport): Promise<Cause> =>
  new Promise((resolve) =>
    transport.dial(
      url,
      { protocol: 3, token: 'T'.repeat(43) },
      { open: () => undefined, carrier: () => undefined, push: () => undefined, closed: resolve },
    ),
  );

test.each<[Verdict, Cause]>([
  [
    { verdict: 'unknown', fingerprint },
    { code: 'key-unknown', fingerprint },
  ],
  [changed, { code: 'key-changed', fingerprint, server }],
  [{ verdict: 'no-tls' }, { code: 'no-privacy' }],
  [{ verdict: 'unreachable', why: 'port-closed' }, { code: 'port-closed' }],
  [{ verdict: 'unreachable', why: null }, { code: 'not-reachable' }],
])('%j: not even a hello leaves', async (verdict, cause) => {
  const { transport, wire } = window({ reach: [verdict] });
  expect(await transport.hello(url)).toEqual({ ok: false, cause });
  expect(wire).toEqual([]);
});

test('main hears who is expected, who answered, and looks again before the dial', async () => {
  const { transport, wire, asked } = window({ reach: [verified, verified], meet: verified });
  expect(await transport.hello(url, { server, fingerprint })).toMatchObject({ ok: true });
  transport.dial(url, { protocol: 3 }, {} as never);
  await expect.poll(() => wire).toEqual([`hello ${secure}`, `dial ${secure}`]);
  expect(asked).toEqual([
    ['reach', { url: secure, server, fingerprint }],
    ['meet', { url: secure, server }],
    ['reach', { url: secure, server }],
  ]);
});

test('a hello that names a server with another pin is a changed key; one that names somebody else is not held on to', async () => {
  const found = window({ reach: [verified], meet: changed });
  expect(await found.transport.hello(url)).toEqual({
    ok: false,
    cause: { code: 'key-changed', fingerprint, server },
  });
  const elsewhere = window({ reach: [verified] }, other);
  expect(await elsewhere.transport.hello(url, { server })).toMatchObject({ ok: true, hello: { id: other } });
  expect(elsewhere.asked.map(([name]) => name)).toEqual(['reach']);
});

test('a key that changes between the hello and the dial: no token leaves, and the line says why', async () => {
  const { transport, wire } = window({ reach: [verified, changed], meet: verified });
  await transport.hello(url);
  expect(await endOf(transport)).toEqual({ code: 'key-changed', fingerprint, server });
  expect(wire).toEqual([`hello ${secure}`]);
});

test('a dial that is given up while main still looks never begins', async () => {
  const { transport, wire, asked } = window({ reach: [verified, verified], meet: verified });
  await transport.hello(url);
  transport.dial(url, { protocol: 3 }, {} as never).close();
  await expect.poll(() => asked).toHaveLength(3);
  await new Promise((resolve) => setImmediate(resolve));
  expect(wire).toEqual([`hello ${secure}`]);
});
