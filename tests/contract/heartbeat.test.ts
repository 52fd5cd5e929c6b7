/** Signs of life: one setting, which every door obeys and tells. */
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { limits } from '../../protocol';
import { readOptions } from '../../server/options';
import { hurriedClock, person, startTestServer, type TestServer } from '../support/server';

let server: TestServer | null = null;
afterEach(() => server?.remove());

/** Ten times faster where the server's own clock counts. */
const open = async () =>
  (server = await startTestServer({ clock: hurriedClock(10), heartbeat: { interval: 2_000, timeout: 3_000 } }));

async function plain(url: string, options: { autoPong?: boolean } = {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}api/socket`, 'maru.v1', options);
  await once(socket, 'open');
  const message = once(socket, 'message');
  socket.send(JSON.stringify({ event: 'open', data: {} }));
  const [data] = (await message) as [Buffer];
  return { socket, opened: JSON.parse(data.toString()) as { data: object } };
}

test('Socket.IO tells it in its handshake, the plain WebSocket in its first frame', async () => {
  const { url } = await open();
  const handshake = await (await fetch(`${url}socket.io/?EIO=4&transport=polling`)).text();
  expect(JSON.parse(handshake.slice(1))).toMatchObject({ pingInterval: 2_000, pingTimeout: 3_000 });
  const { socket, opened } = await plain(url);
  expect(opened.data).toMatchObject({ heartbeat: { interval: 2_000, timeout: 3_000 } });
  socket.terminate();
});

test('a plain WebSocket is asked again and again, and who does not answer is let go in time', async () => {
  const { url } = await open();
  const alive = await plain(url);
  const silent = await plain(url, { autoPong: false });
  const began = Date.now();
  const closed = once(silent.socket, 'close');
  await once(silent.socket, 'ping');
  await closed;
  // Interval and timeout, a tenth of each.
  expect(Date.now() - began).toBeGreaterThanOrEqual(450);
  await once(alive.socket, 'ping');
  expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  alive.socket.terminate();
});

test('a stream in which nothing is said says that it is there, so often', async () => {
  const { url } = await open();
  const { token, commons } = await person(url, '나래');
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  const left = new AbortController();
  const response = await fetch(`${url}api/rooms/${commons}/entries?after=2`, { headers, signal: left.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect([(await reader.read()).value, (await reader.read()).value]).toEqual([':\n\n', ':\n\n']);
  left.abort();
});

test('it is kept within bounds, on the command line and in a program', async () => {
  const read = (...args: string[]) => readOptions(args, {});
  expect(read('--heartbeat', '2.5', '--heartbeat-timeout', '4')).toMatchObject({
    options: { parts: { heartbeat: { interval: 2_500, timeout: 4_000 } } },
  });
  const { heartbeatInterval: interval, heartbeatTimeout: timeout } = limits;
  expect(read()).toMatchObject({ options: { parts: { heartbeat: { interval, timeout } } } });
  for (const [option, value] of [
    ['--heartbeat', '0.5'],
    ['--heartbeat', '121'],
    ['--heartbeat', 'often'],
    ['--heartbeat', ''],
    ['--heartbeat-timeout', '61'],
    ['--heartbeat-timeout', 'Infinity'],
  ] as const)
    expect(read(option, value), value).toEqual({
      ok: false,
      message: expect.stringContaining(`${option} needs a number of seconds from 1 to`) as string,
    });
  await expect(startTestServer({ heartbeat: { interval: 10 } })).rejects.toThrow('heartbeat');
});
