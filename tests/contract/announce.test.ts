/** What a server says of itself on its networks. Real sockets, on loopback alone. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { BEACON_GROUP, limits, type Announcement } from '../../protocol';
import { Announcer } from '../../server/announce/announcer';
import { isOn, linksOf } from '../../server/announce/links';
import { openMdns } from '../../server/announce/mdns';
import { Share } from '../../server/announce/share';
import { ownPorts } from '../support/near';
import { keptLog } from '../support/server';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const fingerprint = 'f'.repeat(43);
const question = (length: number) => JSON.stringify({ maru: 1, who: 'near' }).padEnd(length);

function server(ports: { beacon: number; mdns: number }, more: Partial<Announcement> = {}) {
  const log = keptLog();
  const announcement = { id: randomUUID(), port: 7420, fingerprint, ...more };
  const announcer = new Announcer({ announcement, host: '127.0.0.1', log, ports });
  endings.push(() => announcer.stop());
  return { announcer, announcement, log };
}

/** Somebody else's program on the same machine. */
async function socket(port: number, address = '127.0.0.1'): Promise<{ socket: Socket; next(): Promise<object> }> {
  const made = createSocket({ type: 'udp4', reuseAddr: true });
  const heard: string[] = [];
  made.on('message', (message) => heard.push(message.toString()));
  made.bind(port, address);
  await once(made, 'listening');
  if (address === '0.0.0.0') made.addMembership(BEACON_GROUP, '127.0.0.1');
  endings.push(() => new Promise<void>((resolve) => made.close(() => resolve())));
  return {
    socket: made,
    async next() {
      while (heard.length === 0) await once(made, 'message');
      return JSON.parse(heard.shift() ?? '') as object;
    },
  };
}

test('a server says where it is, answers who asks, and says goodbye', async () => {
  const ports = ownPorts();
  const ear = await socket(ports.beacon, '0.0.0.0');
  const { announcer, announcement } = server(ports, { name: '디자인실 마루' });
  await announcer.start();
  expect(await ear.next()).toEqual({ maru: 1, ...announcement });
  const asking = await socket(0);
  asking.socket.send(question(512), ports.beacon, '127.255.255.255', () => undefined);
  asking.socket.setBroadcast(true);
  expect(await asking.next()).toEqual({ maru: 1, ...announcement });
  await announcer.stop();
  let last = await ear.next();
  while (!('bye' in last)) last = await ear.next();
  expect(last).toEqual({ maru: 1, ...announcement, bye: true });
});

test('nobody gains by forging a sender: a short question has no answer, and one address gets few', async () => {
  const ports = ownPorts();
  const { announcer, announcement } = server(ports);
  await announcer.start();
  const asking = await socket(0);
  const answers: Buffer[] = [];
  asking.socket.on('message', (message) => answers.push(message));
  const ask = (text: string) =>
    new Promise<void>((resolve) => asking.socket.send(text, ports.beacon, '127.0.0.1', () => resolve()));
  await ask(question(0));
  await ask('{"maru":1');
  await ask(JSON.stringify({ maru: 1, who: 'all' }).padEnd(512));
  await ask(question(limits.beaconBytes + 1));
  for (let count = 0; count < 60; count += 1) await ask(question(512));
  // Somebody at another address is still answered, and by then all that was asked before has been looked at.
  const other = await socket(0, '127.0.0.2');
  other.socket.send(question(512), ports.beacon, '127.0.0.1');
  expect(await other.next()).toEqual({ maru: 1, ...announcement });
  expect(await asking.next()).toEqual({ maru: 1, ...announcement });
  // Four a second, and the second may have changed meanwhile.
  expect(answers.length).toBeLessThanOrEqual(8);
  expect(answers.every(({ length }) => length <= 2 * 512)).toBe(true);
});

test('several servers on one machine share the port; a program that does not share it stops none of them', async () => {
  const ports = ownPorts();
  const [one, two] = [server(ports), server(ports)];
  await Promise.all([one.announcer.start(), two.announcer.start()]);
  const asking = await socket(0);
  asking.socket.setBroadcast(true);
  asking.socket.send(question(512), ports.beacon, '127.255.255.255');
  const ids = [await asking.next(), await asking.next()].map((said) => (said as Announcement).id);
  expect(ids.sort()).toEqual([one.announcement.id, two.announcement.id].sort());

  const taken = ownPorts();
  for (const port of [taken.beacon, taken.mdns]) {
    const greedy = createSocket({ type: 'udp4', reuseAddr: false });
    greedy.bind(port, '0.0.0.0');
    await once(greedy, 'listening');
    endings.push(() => greedy.close());
  }
  const third = server(taken);
  await third.announcer.start();
  await third.announcer.stop();
  expect(third.log.text()).toContain('EADDRINUSE');
});

test('mDNS tells the same, for whoever browses', async () => {
  const ports = ownPorts();
  const { announcer, announcement } = server(ports, { name: '디자인실 마루' });
  await announcer.start();
  const [link] = linksOf('127.0.0.1');
  const mdns = await openMdns(link!, { port: ports.mdns, hears: () => true, log: keptLog() });
  endings.push(() => mdns?.close());
  const heard: object[] = [];
  let told: () => void = () => undefined;
  mdns?.browse((said) => {
    heard.push(said as object);
    told();
  });
  const until = async (count: number) => {
    while (heard.length < count) await new Promise<void>((resolve) => (told = resolve));
  };
  await until(1);
  expect(heard[0]).toEqual({ maru: 1, ...announcement });
  await announcer.stop();
  await until(2);
  expect(heard[1]).toEqual({ maru: 1, ...announcement, bye: true });
});

describe('networks', () => {
  const at = (address: string, netmask: string) =>
    ({ address, netmask, family: 'IPv4', internal: false, mac: '', cidr: null }) as never;
  const interfaces = {
    lo: [at('127.0.0.1', '255.0.0.0')],
    docker0: [at('172.17.0.1', '255.255.0.0')],
    eth0: [at('192.168.4.7', '255.255.252.0')],
    wg0: [at('10.9.0.2', '255.255.255.0')],
  };

  test('each gets its broadcast address; loopback and containers are left out, unless it is bound there', () => {
    expect(linksOf('::', interfaces)).toEqual([
      { address: '192.168.4.7', netmask: '255.255.252.0', broadcast: '192.168.7.255' },
      { address: '10.9.0.2', netmask: '255.255.255.0', broadcast: '10.9.0.255' },
    ]);
    expect(linksOf('127.0.0.1', interfaces).map(({ broadcast }) => broadcast)).toEqual(['127.255.255.255']);
    expect(linksOf('::1', interfaces)).toHaveLength(1);
    expect(linksOf('10.9.0.2', interfaces).map(({ address }) => address)).toEqual(['10.9.0.2']);
  });

  test('what comes from another network is nobody near', () => {
    const [link] = linksOf('192.168.4.7', interfaces);
    expect(['192.168.7.200', '192.168.8.1', '8.8.8.8', 'fe80::1', ''].map((from) => isOn(link!, from))).toEqual([
      ...[true, false, false, false, false],
    ]);
  });
});

test('a flood from one address leaves the others their share', () => {
  const share = new Share(100, 10);
  const taken = Array.from({ length: 1_000 }, () => share.take('10.0.0.1', 5_000)).filter(Boolean);
  expect(taken).toHaveLength(10);
  expect(share.take('10.0.0.2', 5_999)).toBe(true);
  const many = Array.from({ length: 1_000 }, (_, from) => share.take(`10.1.0.${from}`, 5_999)).filter(Boolean);
  expect(many).toHaveLength(89);
  expect(share.take('10.0.0.1', 6_000)).toBe(true);
});
