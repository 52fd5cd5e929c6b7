/** Finding servers, on loopback: what is on the list answered by itself, and what was announced is only a claim. */
import { createSocket } from 'node:dgram';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { BEACON_GROUP, PROTOCOL, limits, type Announcement, type NearServer } from '../../protocol';
import { Announcer } from '../../server/announce/announcer';
import { ask } from '../../main/near/asking';
import { watchNear } from '../../main/near/near';
import { openNearHost, ownPorts, type NearHost } from '../support/near';
import { keptLog } from '../support/server';

type Ports = ReturnType<typeof ownPorts>;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const host = async (hello: Parameters<typeof openNearHost>[0] = {}): Promise<NearHost> => {
  const opened = await openNearHost(hello);
  endings.push(() => opened.close());
  return opened;
};

function announcing({ announcement }: Pick<NearHost, 'announcement'>, ports: Ports): Announcer {
  const announcer = new Announcer({ announcement, host: '127.0.0.1', log: keptLog(), ports });
  endings.push(() => announcer.stop());
  return announcer;
}

/** A window on its start screen. */
async function window(ports: Ports) {
  let servers: NearServer[] = [];
  let told: () => void = () => undefined;
  /** Every list that was told. */
  const history: NearServer[][] = [];
  const lines: string[] = [];
  const log = { info: (text: string) => lines.push(text), error: (text: string) => lines.push(text), lines: () => 0 };
  const near = watchNear({
    host: '127.0.0.1',
    log: log as never,
    ports,
    push: (_name, payload) => {
      servers = (payload as { servers: NearServer[] }).servers;
      history.push(servers);
      told();
    },
  });
  endings.push(() => near.stop?.());
  const watch = async (on: boolean) => {
    const answer = await near.handlers.watchNear({ on });
    if (answer.ok) servers = answer.value.servers;
  };
  await watch(true);
  return {
    near,
    watch,
    lines,
    history,
    get servers() {
      return servers;
    },
    /** Resolves once the list is so. */
    async until(look: (servers: NearServer[]) => boolean) {
      while (!look(servers)) await new Promise<void>((resolve) => (told = resolve));
      return servers;
    },
  };
}

/** Says anything to everybody. */
async function liar(ports: Ports) {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  socket.setMulticastInterface('127.0.0.1');
  endings.push(() => socket.close());
  return (said: object | Buffer, to = BEACON_GROUP, port = ports.beacon) =>
    new Promise<void>((resolve) => {
      const message = Buffer.isBuffer(said) ? said : Buffer.from(JSON.stringify(said));
      socket.send(message, port, to, () => resolve());
    });
}

test('a server is found by the beacon and by mDNS, and stands on the list once, as its hello says', async () => {
  const ports = ownPorts();
  const studio = await host({ name: '디자인실 마루', people: 7, password: true });
  await announcing(studio, ports).start();
  const screen = await window(ports);
  await screen.until(({ length }) => length > 0);
  expect(screen.servers).toEqual([
    {
      id: studio.id,
      url: `https://127.0.0.1:${studio.port}/`,
      fingerprint: studio.fingerprint,
      ...{ name: '디자인실 마루', people: 7, password: true, fits: true, disputed: false },
    },
  ]);
});

test.each(['beacon', 'mdns'] as const)('with nothing but %s it is found as well, and says goodbye', async (only) => {
  const ports = ownPorts();
  const studio = await host();
  const announcer = announcing(studio, ports);
  await announcer.start();
  const screen = await window({ beacon: 0, mdns: 0, [only]: ports[only] });
  await screen.until(({ length }) => length === 1);
  await studio.close();
  await announcer.stop();
  await screen.until(({ length }) => length === 0);
});

test('one that dies without a word is gone after it was asked twice', { timeout: 12_000 }, async () => {
  const ports = ownPorts();
  const studio = await host();
  await announcing(studio, ports).start();
  const screen = await window(ports);
  await screen.until(({ length }) => length === 1);
  const died = performance.now();
  await studio.close();
  await screen.until(({ length }) => length === 0);
  expect(performance.now() - died).toBeLessThan(10_000);
});

test('a forged goodbye takes nobody off; lies about others list nothing', async () => {
  const ports = ownPorts();
  const studio = await host({ name: '디자인실' });
  const [other, third, truth] = [await host(), await host(), await host({ name: '4층' })];
  await announcing(studio, ports).start();
  const screen = await window(ports);
  await screen.until(({ length }) => length === 1);
  const say = await liar(ports);
  await say({ ...studio.announcement, bye: true });
  // Another fingerprint than the one shown there, another id than the one that answers, and no server at all.
  await say({ ...other.announcement, fingerprint: randomBytes(32).toString('base64url') });
  await say({ ...third.announcement, id: randomUUID() });
  await say({ ...studio.announcement, port: 1 });
  await say(randomBytes(600));
  await say(Buffer.from('{"maru":1,"id":'));
  await say(Buffer.from(JSON.stringify(studio.announcement).padEnd(limits.beaconBytes + 1)));
  await say({ ...studio.announcement, __proto__: null, name: 'x'.repeat(900) });
  await Promise.all([other.visited(), third.visited()]);
  // The truth comes after all of it.
  await announcing(truth, ports).start();
  const servers = await screen.until(({ length }) => length > 1);
  expect(servers.map(({ name }) => name)).toEqual(['디자인실', '4층']);
  expect(screen.history.every((list) => list[0]?.id === studio.id)).toBe(true);
  expect([other.met.asked, third.met.asked]).toEqual([0, 1]);
});

test('who claims another’s id with a certificate of its own is another row, and both are marked', async () => {
  const ports = ownPorts();
  const studio = await host({ name: '디자인실' });
  const impostor = await host({ id: studio.id, name: '디자인실' });
  await announcing(studio, ports).start();
  const screen = await window(ports);
  await screen.until(({ length }) => length === 1);
  expect(screen.servers[0]?.disputed).toBe(false);
  await announcing(impostor, ports).start();
  const servers = await screen.until(({ length }) => length === 2);
  expect(servers.map(({ fingerprint, disputed }) => [fingerprint, disputed])).toEqual([
    [studio.fingerprint, true],
    [impostor.fingerprint, true],
  ]);
});

test('a server that moved to another port is one row, with its new address; what its hello says follows', async () => {
  const ports = ownPorts();
  const studio = await host({ people: 1 });
  const screen = await window(ports);
  const say = await liar(ports);
  await say(studio.announcement);
  await screen.until(([server]) => server?.people === 1);
  const moved = await host({ id: studio.id, pem: studio.pem, people: 3 });
  await studio.close();
  await say(moved.announcement);
  await screen.until(([server]) => server?.people === 3);
  // It is asked at the old address first; a goodbye is one of the reasons to ask.
  await say({ ...studio.announcement, bye: true });
  await screen.until(([server]) => server?.url === `https://127.0.0.1:${moved.port}/`);
  expect(screen.servers).toHaveLength(1);
});

test('while nobody looks, nothing is asked', async () => {
  const ports = ownPorts();
  const studio = await host();
  await announcing(studio, ports).start();
  const screen = await window(ports);
  await screen.until(({ length }) => length === 1);
  await screen.watch(false);
  const before = studio.met.connections;
  const say = await liar(ports);
  await say({ ...studio.announcement, id: randomUUID() });
  const later = await host();
  await announcing(later, ports).start();
  await screen.watch(true);
  await screen.until(({ length }) => length === 2);
  expect(later.met.asked).toBe(1);
  // Looking again asked it once more, and the lie about it was never heard.
  expect(studio.met.connections).toBe(before + 1);
});

test('ten thousand announcements a second: few are asked, what was found stays, and somebody new is still found', async () => {
  const ports = ownPorts();
  const studio = await host({ name: '디자인실' });
  await announcing(studio, ports).start();
  const screen = await window(ports);
  await screen.until(({ length }) => length === 1);
  const trap = await host();
  const say = await liar(ports);
  const began = performance.now();
  for (let count = 0; count < 10_000; count += 1) {
    const lie: Announcement = { maru: 1, id: randomUUID(), port: trap.port, fingerprint: trap.fingerprint };
    await say(count % 3 === 0 ? randomBytes(300) : lie);
  }
  const took = performance.now() - began;
  const late = await host({ name: '늦게 온 마루' });
  await announcing(late, ports).start();
  const servers = await screen.until(({ length }) => length > 1);
  expect(servers.map(({ name }) => name)).toEqual(['디자인실', '늦게 온 마루']);
  console.log(`10,000 announcements in ${took.toFixed(0)} ms: ${trap.met.connections} connections to the named place`);
  expect(trap.met.connections).toBeLessThan(10 + took / 100);
});

test('a hello that never ends, or never comes, ends; a certificate that was not announced gets not one byte', async () => {
  const endless = await host({ name: 'x'.repeat(100_000) });
  const place = { address: '127.0.0.1', port: endless.port };
  expect(await ask(place, () => true)).toBeNull();
  const before = endless.met.asked;
  expect(await ask(place, () => false)).toBeNull();
  expect(endless.met.asked).toBe(before);
  const silent = (await import('node:net')).createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  endings.push(() => silent.close());
  const { port } = silent.address() as { port: number };
  expect(await ask({ address: '127.0.0.1', port }, () => true, 200)).toBeNull();
});

test('a server of another version is on the list, and said not to fit', async () => {
  const ports = ownPorts();
  const future = await host({ protocol: PROTOCOL + 5, oldest: PROTOCOL + 4 });
  await announcing(future, ports).start();
  const screen = await window(ports);
  const [server] = await screen.until(({ length }) => length === 1);
  expect(server?.fits).toBe(false);
});
