/** Who takes for ever over a request, or never says whom it is for: told so by name, in bounded time, and nobody else waits. */
import { once } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import { limits } from '../../protocol';
import { ask, hostileScenes, join, type Scene } from '../support/doors/hostile';
import { Wire } from '../support/doors/wire';
import { knock } from '../support/ways';

// The same clocks, faster: Node's own look at them is a server's from its start.
beforeAll(() => void Object.assign(limits, { headersTimeout: 500, requestTimeout: 1_000, requestLook: 100 }));

const open = hostileScenes();
const late = { ok: false, error: { code: 'late', kind: 'retry', message: 'The request did not arrive in time.' } };

/** Says it, then a byte now and then, until it is hung up on. @returns what it heard, and after how many ms */
async function slowly({ way }: Scene, begun: string, byte: string): Promise<{ heard: string; after: number }> {
  const socket = await knock(way);
  socket.on('error', () => undefined);
  let heard = '';
  socket.on('data', (data: Buffer) => (heard += data.toString()));
  const from = performance.now();
  socket.write(begun);
  const drip = setInterval(() => socket.writable && socket.write(byte), 40);
  await once(socket, 'close');
  clearInterval(drip);
  return { heard, after: performance.now() - from };
}

test('headers, and a body, that come a byte at a time are ended with 408, while others are answered', async () => {
  const scene = await open();
  const { headers } = await join(scene.way, 'Mateo');
  const head = 'host: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n';
  const chunked = 'host: 127.0.0.1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n';
  const all = [
    ...Array.from({ length: 40 }, () => slowly(scene, 'GET /api/logs HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ', 'a')),
    ...Array.from({ length: 40 }, () => slowly(scene, `POST /api/join HTTP/1.1\r\n${head}\r\n{"name":"`, 'a')),
    ...[slowly(scene, `POST /api/rooms/${scene.narae.commons}/entries HTTP/1.1\r\n${head}\r\n`, ' ')],
    ...[slowly(scene, `POST /api/join HTTP/1.1\r\n${chunked}\r\n`, '1\r\n{\r\n')],
  ];
  // From where they come, too.
  for (let asked = 0; asked < 20; asked += 1)
    expect(await ask(scene.way, { path: scene.entries(), headers })).toMatchObject({ status: 200 });
  for (const { heard, after } of await Promise.all(all)) {
    const [head = '', body = ''] = heard.split('\r\n\r\n');
    expect(head).toContain('HTTP/1.1 408 Request Timeout');
    expect(JSON.parse(body)).toEqual(late);
    expect(after).toBeLessThan(8_000);
  }
});

test('a request that names no host, or expects what nobody does, is refused as anything else is', async () => {
  const { way } = await open();
  for (const [text, status] of [
    ['GET /api/logs HTTP/1.1\r\n\r\n', 400],
    ['GET /api/rooms/x/entries HTTP/1.1\r\naccept: text/event-stream\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\n\r\n', 400],
    ['POST /api/join HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: a miracle\r\ncontent-length: 2\r\n\r\n{}', 417],
  ] as const) {
    const wire = await Wire.open(way);
    wire.socket.write(text);
    const heard = await wire.answer();
    expect(heard.status).toBe(status);
    expect(JSON.parse(heard.body)).toMatchObject({ ok: false, error: { code: 'bad-request', kind: 'final' } });
    await wire.end();
  }
});
