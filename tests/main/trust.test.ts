/** Who is at an address, as main finds out: real TLS servers, a pins file in memory, and no Electron. */
import { createServer as createWebServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import type { Answer, Verdict } from '../../protocol';
import { identity, listenAs, type Identity, type Listener } from '../support/tls';

vi.mock('electron', () => ({}));
const { shakeHands } = await import('../../main/trust/handshake');
const { noPins, Pins } = await import('../../main/trust/pins');
const { judgeServers } = await import('../../main/trust/trust');
const { Ways } = await import('../../main/trust/ways');

const [narae, hangyeol] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'];
const quiet = { info: () => undefined, error: () => undefined, lines: () => undefined };

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
async function porch(own: Identity, port = 0): Promise<Listener> {
  const listener = await listenAs(own, port);
  endings.push(() => listener.close());
  return listener;
}
const verdictOf = (answer: Answer<Verdict>): Verdict => {
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
};

/** A profile whose pins outlive its runs; names that the authorities vouch for. */
function profile({ vouched = (): boolean => false, own = null as ReturnType<OwnServer> } = {}) {
  const kept = { file: noPins };
  const file = { read: () => kept.file, write: (value: typeof noPins) => void (kept.file = value) };
  const asked: string[] = [];
  const run = () => {
    const ways = new Ways();
    const { handlers } = judgeServers({
      pins: new Pins(file),
      ways,
      own: () => own,
      look: (url) => shakeHands(url.replace(/(?:other\.)?porch\.test/u, '127.0.0.1')),
      vouched: async (url) => asked.push(url) > 0 && vouched(),
      now: () => 1_000,
      log: quiet,
    });
    return {
      ways,
      reach: async (url: string, more: { server?: string; fingerprint?: string } = {}) =>
        verdictOf(await handlers.reach({ url, ...more })),
      trust: async (url: string, fingerprint: string, more: { server?: string; compared?: boolean } = {}) =>
        verdictOf(await handlers.trust({ url, fingerprint, compared: false, ...more })),
      taking: (url: string, fingerprint: string) => handlers.trust({ url, fingerprint, compared: false }),
      meet: async (url: string, server: string) => verdictOf(await handlers.meet({ url, server })),
    };
  };
  return { kept, run, asked };
}
type OwnServer = () => { id: string; fingerprint: string; place: string } | null;

const unknown = (who: Identity) => ({ verdict: 'unknown', fingerprint: who.fingerprint });
const changed = (who: Identity, pinned: Identity | null, server: string | null) => ({
  verdict: 'changed',
  fingerprint: who.fingerprint,
  pinned: pinned?.fingerprint ?? null,
  server,
});
const byPin = (who: Identity, how: 'first' | 'words' | 'link' = 'first') => ({
  verdict: 'verified',
  by: 'pin',
  fingerprint: who.fingerprint,
  how,
  since: 1_000,
});

test('a handshake tells the key and says nothing; what is not TLS, not there or silent is told apart', async () => {
  const own = await identity();
  const there = await porch(own);
  expect(await shakeHands(there.url)).toEqual({ seen: 'key', fingerprint: own.fingerprint });
  await expect.poll(() => [there.handshakes, there.bytes]).toEqual([1, 0]);
  await there.close();
  expect(await shakeHands(there.url)).toEqual({ seen: 'nothing', why: 'port-closed' });

  const web = createWebServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  endings.push(() => new Promise((resolve) => web.close(resolve)));
  expect(await shakeHands(`https://127.0.0.1:${(web.address() as AddressInfo).port}/`)).toEqual({ seen: 'no-tls' });

  const sockets: { destroy(): void }[] = [];
  const mute = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  endings.push(() => {
    sockets.forEach((socket) => socket.destroy());
    return new Promise((resolve) => mute.close(resolve));
  });
  const url = `https://127.0.0.1:${(mute.address() as AddressInfo).port}/`;
  expect(await shakeHands(url, { connect: 3_000, handshake: 100 })).toEqual({ seen: 'nothing', why: null });
});

test('the first meeting asks, and nothing passes before the answer; after a restart it asks nothing', async () => {
  const own = await identity();
  const there = await porch(own);
  const { run, kept } = profile();
  const first = run();
  expect(await first.reach(there.url)).toEqual(unknown(own));
  expect(first.ways.mayPass(`${there.url}hello`)).toBe(false);
  expect(first.ways.judge('127.0.0.1', own.fingerprint)).toBe(-2);

  expect(await first.trust(there.url, own.fingerprint)).toEqual(byPin(own));
  expect(first.ways.mayPass(`${there.url}hello`)).toBe(true);
  expect(first.ways.mayPass(there.url.replace('https', 'http'))).toBe(false);
  expect(first.ways.judge('127.0.0.1', own.fingerprint)).toBe(0);
  expect(first.ways.leadTo(narae)).toBe(false);
  // Nobody was met yet, so there is nothing to hold on to.
  expect(kept.file).toEqual(noPins);
  expect(await first.meet(there.url, narae)).toEqual(byPin(own));
  expect(first.ways.leadTo(narae)).toBe(true);
  expect(first.ways.leadTo(hangyeol)).toBe(false);

  const again = run();
  expect(again.ways.mayPass(there.url)).toBe(false);
  expect(await again.reach(there.url)).toEqual(byPin(own));
  // The same server elsewhere is known by its key, whoever typed the address.
  const moved = await porch(own);
  expect(await again.reach(moved.url)).toEqual(byPin(own));
  expect(await again.meet(moved.url, narae)).toEqual(byPin(own));
});

test('an impostor at the known place: the way closes, and only a person opens it again', async () => {
  const [own, other] = [await identity(), await identity()];
  const { run } = profile();
  const there = await porch(own);
  const window = run();
  await window.reach(there.url);
  await window.trust(there.url, own.fingerprint);
  await window.meet(there.url, narae);
  await there.close();
  const impostor = await porch(other, there.port);

  expect(await window.reach(there.url, { server: narae })).toEqual(changed(other, own, narae));
  expect(await window.reach(there.url)).toEqual(changed(other, own, narae));
  expect(window.ways.mayPass(there.url)).toBe(false);
  expect(window.ways.leadTo(narae)).toBe(false);
  expect(window.ways.judge('127.0.0.1', other.fingerprint)).toBe(-2);
  expect(impostor.bytes).toBe(0);

  // It really was moved: the person compared the words.
  expect(await window.trust(there.url, other.fingerprint, { server: narae, compared: true })).toEqual(
    byPin(other, 'words'),
  );
  expect(await window.meet(there.url, narae)).toEqual(byPin(other, 'words'));
  expect(await run().reach(there.url, { server: narae })).toEqual(byPin(other, 'words'));
});

test('a person takes only the key that was shown, and only while it is still there', async () => {
  const [own, other] = [await identity(), await identity()];
  const { run } = profile();
  const there = await porch(own);
  const window = run();
  expect(await window.taking(there.url, own.fingerprint)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  await window.reach(there.url);
  expect(await window.taking(there.url, other.fingerprint)).toMatchObject({
    ok: false,
    error: { code: 'not-allowed' },
  });
  await there.close();
  await porch(other, there.port);
  expect(await window.trust(there.url, own.fingerprint)).toEqual(unknown(other));
  expect(window.ways.mayPass(there.url)).toBe(false);
});

test('a stranger’s key that claims to be a known server is found out at the hello, and so is a known one that claims another', async () => {
  const [own, other] = [await identity(), await identity()];
  const { run } = profile();
  const [there, elsewhere] = [await porch(own), await porch(other)];
  const window = run();
  for (const [listener, who, id] of [
    [there, own, narae],
    [elsewhere, other, hangyeol],
  ] as const) {
    await window.reach(listener.url);
    await window.trust(listener.url, who.fingerprint);
    await window.meet(listener.url, id);
  }
  const third = await identity();
  const stranger = await porch(third);
  await window.reach(stranger.url);
  await window.trust(stranger.url, third.fingerprint);
  expect(await window.meet(stranger.url, narae)).toEqual(changed(third, own, narae));
  expect(window.ways.mayPass(stranger.url)).toBe(false);

  expect(await window.meet(elsewhere.url, narae)).toEqual(changed(other, own, narae));
  const unseen = '01890000-0000-7000-8000-000000000003';
  await window.reach(there.url);
  expect(await window.meet(there.url, unseen)).toEqual(changed(own, null, unseen));
});

test('an invitation’s fingerprint asks nothing where it fits, and stops where it does not', async () => {
  const [own, other] = [await identity(), await identity()];
  const { run } = profile();
  const there = await porch(own);
  const window = run();
  expect(await window.reach(there.url, { fingerprint: other.fingerprint })).toEqual(changed(own, other, null));
  expect(await window.reach(there.url, { fingerprint: own.fingerprint })).toEqual({
    verdict: 'verified',
    by: 'link',
    fingerprint: own.fingerprint,
  });
  await window.meet(there.url, narae);
  // The dial after the hello finds a pin where the link was: it still leads to the same server, and its token goes there.
  expect(await window.reach(there.url, { server: narae })).toEqual(byPin(own, 'link'));
  expect(window.ways.leadTo(narae)).toBe(true);
  expect(await run().reach(there.url)).toEqual(byPin(own, 'link'));
  // Both must hold: a link for another server does not lead past a pin.
  expect(await run().reach(there.url, { fingerprint: other.fingerprint })).toEqual(changed(own, other, narae));
});

test('an authority judges names only, never a pinned server, and only under the names it vouched for', async () => {
  const own = await identity();
  let vouched = true;
  const { run, asked } = profile({ vouched: () => vouched });
  const there = await porch(own);
  const named = `https://porch.test:${there.port}/`;
  const window = run();
  expect(await window.reach(there.url)).toEqual(unknown(own));
  expect(asked).toEqual([]);
  expect(await window.reach(named)).toMatchObject({ verdict: 'verified', by: 'authority' });
  expect(window.ways.judge('porch.test', own.fingerprint)).toBe(-3);
  await window.meet(named, narae);

  // The authority's word is gone: that is no first meeting.
  vouched = false;
  expect(await window.reach(named)).toEqual(changed(own, null, narae));
  vouched = true;
  // Another name with a good certificate claims to be the same server.
  expect(await window.reach(named.replace('porch.test', 'other.porch.test'), { server: narae })).toEqual(
    changed(own, null, narae),
  );

  const pinned = profile({ vouched: () => true });
  const other = await identity();
  const home = await porch(other);
  const second = pinned.run();
  await second.reach(home.url);
  await second.trust(home.url, other.fingerprint);
  await second.meet(home.url, hangyeol);
  expect(await second.reach(named, { server: hangyeol })).toEqual(changed(own, other, hangyeol));
  expect(pinned.asked).toEqual([]);
  expect(await second.reach(named)).toMatchObject({ by: 'authority' });
  expect(await second.meet(named, hangyeol)).toEqual(changed(own, other, hangyeol));
});

test('one’s own porch is known by what its process told, and nobody else may stand in its place', async () => {
  const [own, other] = [await identity(), await identity()];
  const there = await porch(own);
  const { run, kept } = profile({
    own: { id: narae, fingerprint: own.fingerprint, place: `127.0.0.1:${there.port}` },
  });
  const window = run();
  expect(await window.reach(there.url)).toMatchObject({ verdict: 'verified', by: 'own' });
  expect(await window.meet(there.url, narae)).toMatchObject({ by: 'own' });
  expect(kept.file).toEqual(noPins);
  await there.close();
  await porch(other, there.port);
  expect(await window.reach(there.url)).toEqual(changed(other, own, narae));
});

test('two servers at one address: Chromium names no port, so it is told of both keys and of no third', async () => {
  const [own, other, third] = [await identity(), await identity(), await identity()];
  const [one, two] = [await porch(own), await porch(other)];
  const window = profile().run();
  for (const [listener, who] of [
    [one, own],
    [two, other],
  ] as const) {
    await window.reach(listener.url);
    await window.trust(listener.url, who.fingerprint);
  }
  expect([own, other, third].map(({ fingerprint }) => window.ways.judge('127.0.0.1', fingerprint))).toEqual([0, 0, -2]);
  expect(window.ways.judge('127.0.0.2', own.fingerprint)).toBe(-2);
});
