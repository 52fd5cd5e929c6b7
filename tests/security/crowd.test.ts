/**
 * Connections that take room and ask nothing: bare ones, half handshakes, half requests, rested ones. However many come
 * from one address, a newcomer gets in at once, from another address and from that very one.
 */
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../protocol';
import { ask, greet, knock } from '../support/ways';
import { person, secureUrl, startTestServer, Talker, type Person, type TestServer } from '../support/server';
import { full, scaled } from './scale';

/** How many come. A sample has to be more than what one address is given room for. */
const MANY = scaled(limits.handshakesPerAddress + 100, 3_000);
/** What a newcomer may wait, in ms: far more than it takes, on a machine that does other things too. */
const AT_ONCE = 2_000;
const ATTACKER = '127.0.0.66';

let server: TestServer;
let narae: Person;
const held: Socket[] = [];
beforeEach(async () => {
  server = await startTestServer();
  narae = await person(secureUrl(server), '나래');
});
afterEach(async () => {
  // Whatever was done, the others are served as before.
  expect((await narae.say('아직 있다')).result).toMatchObject({ ok: true });
  narae.talker.close();
  for (const socket of held.splice(0)) socket.destroy();
  await server.remove();
  expect(server.log()).not.toContain('"level":"error"');
});

/** Comes so many times, a hundred at a time, and stays. */
async function come(count: number, then: (socket: Socket) => Promise<unknown> | void): Promise<void> {
  for (let left = count; left > 0; left -= 100) {
    await Promise.all(
      Array.from({ length: Math.min(left, 100) }, async () => {
        const socket = await knock({ ...server.address, from: ATTACKER });
        held.push(socket);
        // Some are closed while they greet: that is what they are here for.
        await Promise.resolve(then(socket)).catch(() => undefined);
      }),
    );
  }
}

const here = () => held.filter(({ destroyed, readableEnded }) => !destroyed && !readableEnded).length;

/** How long it takes to get an answer from there, in ms. */
async function wait(from: string, secure: boolean): Promise<number> {
  const begun = performance.now();
  const { status } = await ask({ port: server.address.port, from, secure }, '/hello');
  expect(status).toBe(200);
  return performance.now() - begun;
}

const HELLO = Buffer.from([0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3]);
describe.each([
  ['that say nothing', () => undefined],
  ['in the middle of a TLS handshake', (socket: Socket) => void socket.write(HELLO)],
  ['in the middle of a request', (socket: Socket) => void socket.write('GET / HTTP/1.1\r\nhost: 127')],
  ['whose TLS stands, and who ask nothing', (socket: Socket) => greet(socket)],
] as [string, (socket: Socket) => Promise<unknown> | void][])(
  `${MANY} connections of one address %s`,
  (_what, then) => {
    test('keep no newcomer out, from wherever', async () => {
      await come(MANY, then);
      for (const secure of [true, false])
        for (const from of ['127.0.0.1', '127.0.0.5', ATTACKER]) expect(await wait(from, secure)).toBeLessThan(AT_ONCE);
      // The room they are given, and no more. The last that came are the ones that stay.
      await expect.poll(here, { timeout: 10_000 }).toBeLessThanOrEqual(limits.handshakesPerAddress);
      const yunseo = await person(secureUrl(server), '윤서');
      await yunseo.say('바로 들어왔다');
      yunseo.talker.close();
    }, 60_000);
  },
);

test('connections that have asked once and then rest make room too', async () => {
  const room = limits.tcpConnectionsPerAddress;
  const count = room + 50;
  await come(count, async (socket) => {
    socket.write('GET /hello HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve).once('close', resolve));
  });
  expect(await wait(ATTACKER, false)).toBeLessThan(AT_ONCE);
  expect(here()).toBeLessThanOrEqual(room);
}, 60_000);

test('a whole house behind one router comes back at once, and nobody is turned away', async () => {
  const { connectionsPerAddress: house } = limits;
  const people = await Promise.all(
    Array.from({ length: house - 10 }, () => Talker.dial(secureUrl(server), { token: narae.token })),
  );
  expect(people.every(({ socket }) => socket.connected)).toBe(true);
  for (const { socket } of people) socket.disconnect();
}, 60_000);

if (full) {
  test('who says nothing, or half of something, is not waited for', async () => {
    const [silent, greeting, asking] = [
      await knock(server.address),
      await knock(server.address),
      await knock(server.address),
    ];
    held.push(silent, greeting, asking);
    const closed = (socket: Socket) => {
      const begun = performance.now();
      socket.resume();
      return new Promise<number>((resolve) => socket.once('close', () => resolve(performance.now() - begun)));
    };
    greeting.write(HELLO);
    // Something every second: it is the whole that has to be there in time.
    const drip = setInterval(() => asking.write('x'), 1_000);
    asking.write('GET / HTTP/1.1\r\nx: ');
    const [first, second, third] = await Promise.all([closed(silent), closed(greeting), closed(asking)]);
    clearInterval(drip);
    expect(first).toBeLessThan(limits.handshakeTimeout + 1_000);
    expect(second).toBeLessThan(limits.handshakeTimeout + 1_000);
    expect(third).toBeLessThan(limits.headersTimeout + limits.requestLook + 1_000);
  }, 60_000);
}
