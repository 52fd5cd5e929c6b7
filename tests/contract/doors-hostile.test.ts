/** What strangers, broken programs and deaf ones do at every door. It ends in a named error or a close; nobody else notices. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { limits, PROTOCOL, type Id } from '../../protocol';
import { fastClock, hostileScenes, join, type Scene } from '../support/doors/hostile';
import { Wire, type Asking } from '../support/doors/wire';
import { said } from '../support/drafts';
import { UPGRADE } from '../support/raw-websocket';
import { person, type TestServerOptions } from '../support/server';
import { SOCKET } from '../support/ways';

const openScene = hostileScenes();
let scene: Scene;
const open = async (options?: TestServerOptions) => {
  scene = await openScene(options);
};

/** Of 125 bytes (RFC 6455 §5.5.2), masked with zeros. */
const PING = Buffer.concat([Buffer.from([0x89, 0x80 | 125, 0, 0, 0, 0]), Buffer.alloc(125)]);
/** A plain WebSocket that has said who it is. */
async function plain(token?: string) {
  const socket = new WebSocket(`${scene.server.url.replace('http', 'ws')}api/socket`, 'maru.v1', {
    localAddress: scene.way.from,
  });
  const heard: { event: string; data: { error?: { code: string }; [more: string]: unknown } }[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    heard.push(JSON.parse(data.toString()) as (typeof heard)[number]);
    waiting.forEach((look) => look());
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await once(socket, 'open');
  const hears = (event: string) =>
    new Promise<(typeof heard)[number]['data']>((resolve) => {
      const look = () => {
        const at = heard.findIndex((frame) => frame.event === event);
        if (at === -1) return;
        waiting.delete(look);
        resolve(heard.splice(at, 1)[0]!.data);
      };
      waiting.add(look);
      look();
    });
  const say = (event: string, data: unknown) => socket.send(JSON.stringify({ event, data }));
  if (token !== undefined) {
    say('open', { token });
    await hears('opened');
  }
  return { socket, say, hears, closed };
}

describe('the plain WebSocket', () => {
  const deep = (text: string) => text.replace('DEEP', `${'['.repeat(25_000)}${']'.repeat(25_000)}`);
  test('what is no frame of it is refused by name, and the next one is answered', async () => {
    await open();
    const { token } = await join(scene.way, 'Mateo');
    const { socket, say, hears } = await plain(token);
    for (const text of [
      ...[
        '',
        'hello',
        '{',
        '7',
        'null',
        '[]',
        '"open"',
        '{"event":7}',
        '{"event":"open"}',
        '{"event":"say","data":{}}',
      ],
      ...[
        '{"event":"request"}',
        '{"event":"request","data":{"id":{},"call":"echo"}}',
        '{"event":"__proto__","data":1}',
      ],
      ...['{"event":"request","data":{"id":1.5,"call":"echo"}}', '{"event":"request","data":{"id":1,"call":7}}'],
      deep('{"event":"ping","data":DEEP}'),
      deep('DEEP'),
    ]) {
      socket.send(text);
      expect((await hears('refused')).error?.code).toBe('invalid');
    }
    for (const call of ['nothing', 'constructor', '__proto__', '']) {
      say('request', { id: 1, call, input: {} });
      expect(await hears('response')).toMatchObject({ id: 1, error: { code: 'unknown-call' } });
    }
    socket.send(deep('{"event":"request","data":{"id":2,"call":"rename","input":DEEP}}'));
    expect(await hears('response')).toMatchObject({ id: 2, error: { code: 'invalid' } });
    say('open', { token });
    expect((await hears('refused')).error?.code).toBe('not-allowed');
    say('ping', { at: '여기' });
    expect(await hears('pong')).toEqual({ at: '여기' });
    socket.terminate();
  });

  test('bytes, too much, nobody’s token and nobody at all: closed with a reason', async () => {
    await open();
    const end = async (does: (line: Awaited<ReturnType<typeof plain>>) => void) => {
      const line = await plain();
      does(line);
      return line.closed;
    };
    expect(await end(({ socket }) => socket.send(Buffer.from([1, 2])))).toMatchObject({ code: 1003 });
    expect(await end(({ say }) => say('ping', 'x'.repeat(1_000_000)))).toMatchObject({ code: 1009 });
    expect(await end(({ say }) => say('open', { token: 'A'.repeat(43) }))).toEqual({
      code: 1013,
      reason: 'token-unknown',
    });
    expect(await end(({ say }) => say('open', { protocol: 9_999 }))).toEqual({ code: 1013, reason: 'version-new' });
  });
});

test.each([
  ['the plain WebSocket', '/api/socket', ''],
  // As one who has come in: else it would end for that.
  ['Socket.IO', SOCKET, `40${JSON.stringify({ protocol: PROTOCOL })}`],
])('%s: one that asks for signs of life and reads none is closed at a bound', async (_door, path, first) => {
  await open();
  const socket = connect({ port: scene.way.port, host: '127.0.0.1', localAddress: scene.way.from });
  socket.on('error', () => undefined);
  const gone = new Promise((resolve) => socket.once('close', resolve));
  socket.write([`GET ${path} HTTP/1.1`, 'host: 127.0.0.1', ...UPGRADE, '', ''].join('\r\n'));
  await once(socket, 'data');
  const text = Buffer.from(first);
  if (first !== '') socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]));
  socket.pause();
  const pings = Buffer.concat(Array.from({ length: 500 }, () => PING));
  const pour = () => {
    while (!socket.destroyed && socket.write(pings));
  };
  socket.on('drain', pour);
  pour();
  await expect.poll(() => scene.server.log(), { timeout: 20_000 }).toContain('a client does not read: closed');
  socket.resume();
  await gone;
});

describe('answers that do not end', () => {
  const streamed = (headers: Record<string, string>, accept: string, query = '?after=0'): Asking => ({
    path: scene.entries(query),
    headers: { ...headers, accept },
  });

  test('who does not read is closed at a bound, with a line in the log, and comes back to their place', async () => {
    await open({ callRate: { burst: 100_000, perSecond: 100_000 } });
    const { headers, token } = await join(scene.way, 'Mateo');
    const deaf = await Promise.all(
      ['text/event-stream', 'application/x-ndjson'].map((accept) => Wire.open(scene.way, streamed(headers, accept))),
    );
    for (const wire of deaf) await wire.until((text) => text.includes('나래'));
    const line = await plain(token);
    for (const { socket } of deaf) socket.pause();
    line.socket.pause();
    const before = scene.server.status().connections;
    const long = '무'.repeat(limits.messageText);
    const closed = () => scene.server.log().split(': closed').length - 1;
    const ids: Id[] = [];
    while (closed() < 3 && ids.length < 2_000) {
      const drafts = [said(long), said(long)];
      await scene.narae.talker.must('append', { log: scene.narae.commons, entries: drafts });
      ids.push(...drafts.map(({ id }) => id));
    }
    expect(closed()).toBe(3);
    expect(scene.server.status().connections).toBe(before - 3);
    for (const { socket } of deaf) socket.resume();
    line.socket.resume();
    await Promise.all([...deaf.map(({ closed: gone }) => gone), line.closed]);
    // What had come is whole up to a place; from there on the rest comes, nothing twice.
    const [events] = deaf;
    const seqs = [...events!.text.matchAll(/^id: (\S+):(\d+)\ndata: .*\n\n/gm)];
    const [, epoch, last] = seqs.at(-1)!;
    const again = await Wire.open(scene.way, {
      path: scene.entries(),
      headers: { ...headers, accept: 'text/event-stream', 'last-event-id': `${epoch}:${last}` },
    });
    await again.until((text) => text.includes(ids.at(-1)!));
    const rest = [...again.text.matchAll(/^id: \S+:(\d+)$/gm)].map(([, seq]) => Number(seq));
    const all = [...seqs.map(([, , seq]) => Number(seq)), ...rest];
    expect(all).toEqual(all.map((_, at) => at + 1));
    await again.end();
  });

  test('who is put out while not reading is hung up on, and hears nothing more', async () => {
    await open({ callRate: { burst: 100_000, perSecond: 100_000 } });
    const host = await person(scene.server.url, '한결', { hostKey: scene.server.hostKey });
    const { id, headers } = await join(scene.way, 'Mateo');
    const wire = await Wire.open(scene.way, streamed(headers, 'text/event-stream'));
    await wire.until((text) => text.includes('Mateo'));
    wire.socket.pause();
    const long = '무'.repeat(limits.messageText);
    // More than the system keeps for it on the way, less than the bound.
    for (let at = 0; at < 150; at += 1)
      await scene.narae.talker.must('append', { log: scene.narae.commons, entries: [said(long), said(long)] });
    const { connections } = scene.server.status();
    await host.talker.must('remove', { member: id, ban: false, reason: '' });
    await scene.narae.say('이제 없어요');
    expect(scene.server.status().connections).toBe(connections - 2);
    wire.socket.resume();
    // The end of its chunks (RFC 9112 §7.1).
    await wire.until((text) => text.endsWith('\r\n0\r\n\r\n'));
    expect(wire.text).not.toContain('이제 없어요');
    await wire.end();
    host.talker.close();
  });

  test('who takes nothing between two signs of life is let go', async () => {
    await open({ clock: fastClock(20), callRate: { burst: 100_000, perSecond: 100_000 } });
    const long = '무'.repeat(limits.messageText);
    for (let at = 0; at < 250; at += 1)
      await scene.narae.talker.must('append', { log: scene.narae.commons, entries: [said(long), said(long)] });
    const { headers } = await join(scene.way, 'Mateo');
    // In the middle of the past, which is told as fast as it is read.
    const wire = await Wire.open(scene.way);
    wire.socket.pause();
    wire.ask(streamed(headers, 'application/x-ndjson'));
    await expect.poll(() => scene.server.log(), { timeout: 10_000 }).toContain('a stream is not read: closed');
    await expect.poll(() => scene.server.status().connections, { timeout: 10_000 }).toBe(1);
    await wire.end();
  });

  test('who has hung up before it began, or before its turn, leaves nothing behind', async () => {
    await open({ store: 'sqlite', clock: fastClock(30) });
    const { headers } = await join(scene.way, 'Mateo');
    const stream = streamed(headers, 'text/event-stream');
    const { logs } = await scene.narae.talker.must('resume', { logs: [] });
    const waits: Asking = { path: scene.entries(`?after=${logs[0]?.head}&wait=60`), headers };
    for (const askings of [[stream], [waits], [waits, stream, stream], [stream, waits, waits]]) {
      const wire = await Wire.open(scene.way, ...askings);
      await wire.end();
      const behind = await Wire.open(scene.way, ...askings);
      await expect.poll(() => scene.server.status().connections).toBeGreaterThan(2);
      await behind.end();
    }
    await expect.poll(() => scene.server.status().connections, { timeout: 10_000 }).toBe(1);
  });
});
