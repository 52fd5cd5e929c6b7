/** Tokens that nobody knows, one after the other, at every door: told to wait; whoever has a good one goes on from there. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { limits, PROTOCOL } from '../../protocol';
import { systemClock } from '../../server/clock';
import { ask, hostileScenes, join, type Scene } from '../support/doors/hostile';

const open = hostileScenes();
const guess = () => randomBytes(32).toString('base64url');
const bearing = (token: string) => ({ path: '/api/logs', headers: { authorization: `Bearer ${token}` } });

/** What a plain WebSocket from there is told of a token. */
async function atSocket({ server, way }: Scene, token: string) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}api/socket`, 'maru.v1', { localAddress: way.from });
  await once(socket, 'open');
  socket.send(JSON.stringify({ event: 'open', data: { token } }));
  const [said] = (await once(socket, 'message')) as [Buffer];
  const { event, data } = JSON.parse(said.toString()) as { event: string; data: { error?: { code: string } } };
  socket.terminate();
  return data.error?.code ?? event;
}

/** The same of Socket.IO. */
async function atSocketIo({ server, way }: Scene, token: string) {
  const socket = io(server.url, {
    auth: { protocol: PROTOCOL, token },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    // Its types know only what a browser has.
    ...({ localAddress: way.from } as object),
  });
  const code = await new Promise<string>((resolve) => {
    socket.once('connect', () => resolve('opened'));
    socket.once('connect_error', (error) => resolve((error as { data?: { code: string } }).data?.code ?? 'lost'));
  });
  socket.disconnect();
  return code;
}

test('after so many from one address each is told to wait, at every door; a class of good ones there goes on', async () => {
  // It stands still while somebody guesses: nothing flows back to them meanwhile, on however busy a machine.
  let stands: number | null = null;
  const clock = { ...systemClock, now: () => stands ?? Date.now() };
  const scene = await open({ callRate: { burst: 1_000, perSecond: 1_000 }, clock });
  const { way } = scene;
  const elsewhere = { ...way, from: '127.0.0.10' };
  const pupils = [];
  for (let at = 0; at < 60; at += 1) pupils.push(await join(way, `Pupil ${at}`));
  const [first] = pupils;

  stands = Date.now();
  const guesses = [];
  for (let at = 0; at < limits.unknownTokens.burst; at += 1) guesses.push(ask(way, bearing(guess())));
  expect(new Set((await Promise.all(guesses)).map(({ code }) => code))).toEqual(new Set(['token-unknown']));

  const more = [
    await ask(way, bearing(guess())),
    await ask(way, bearing('no token at all')),
    await ask(way, { path: scene.entries(`?ticket=${guess()}`) }),
  ];
  for (const { status, code, head } of more) {
    expect([status, code]).toEqual([429, 'rate']);
    expect(head).toMatch(/^retry-after: 1$/im);
  }
  expect(await atSocket(scene, guess())).toBe('rate');
  expect(await atSocketIo(scene, guess())).toBe('rate');

  expect(await ask(elsewhere, bearing(guess()))).toMatchObject({ status: 401, code: 'token-unknown' });
  for (const { headers } of pupils)
    expect(await ask(way, { path: '/api/logs', headers })).toMatchObject({ status: 200 });
  expect(await atSocket(scene, first!.token)).toBe('opened');
  expect(await atSocketIo(scene, first!.token)).toBe('opened');
});
