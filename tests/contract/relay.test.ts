/** Relays: what programs tell each other past the logs, through every door that can hear it. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { limits, PROTOCOL, sideLogOf, type Answer, type Id } from '../../protocol';
import { connected, person, rawSocket, startTestServer, type Person, type TestServer } from '../support/server';

interface Heard {
  room: Id;
  from: Id;
  event: string;
  args: unknown[];
}
type Relayed = Answer<{ heard: number }>;

let server: TestServer;
let narae: Person;
let room: Id;
const closing: (() => void)[] = [];

beforeEach(async () => {
  server = await startTestServer();
  narae = await person(server.url, '나래');
  room = narae.commons;
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await server.remove();
});

/** What was told, and a wait for so many of it. */
class Ear {
  readonly heard: Heard[] = [];
  #look = (): void => {};
  readonly hear = (relayed: Heard): void => {
    this.heard.push(relayed);
    this.#look();
  };

  async has(count: number): Promise<Heard[]> {
    await new Promise<void>((resolve) => {
      this.#look = () => void (this.heard.length >= count && resolve());
      this.#look();
    });
    return this.heard;
  }
}

/** Socket.IO's own client: nothing of Maru but the words. */
async function socketIo(token: string, transport: 'websocket' | 'polling' = 'websocket') {
  const socket = await connected(
    rawSocket(server.url, { auth: { protocol: PROTOCOL, token }, transports: [transport] }),
  );
  closing.push(() => socket.disconnect());
  const ear = new Ear();
  socket.on('relay', ear.hear);
  const resume = (await socket.emitWithAck('resume', { logs: [] })) as Answer<unknown>;
  expect(resume.ok).toBe(true);
  return { socket, ear, tell: tellOver(socket) };
}
const tellOver =
  (socket: Socket) =>
  (...said: unknown[]) =>
    socket.timeout(10_000).emitWithAck('relay', ...said) as Promise<Relayed>;

/** The platform's own WebSocket and JSON. */
async function plain(token: string) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}api/socket`, 'maru.v1');
  closing.push(() => socket.terminate());
  const ear = new Ear();
  const answers = new Map<unknown, (answer: Relayed) => void>();
  const opened = new Promise<void>((resolve) =>
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as { event: string; data: { id?: number } & Heard & Relayed };
      if (frame.event === 'opened') resolve();
      if (frame.event === 'relay') ear.hear(frame.data);
      if (frame.event === 'response') answers.get(frame.data.id)?.(frame.data);
    }),
  );
  socket.on('open', () => socket.send(JSON.stringify({ event: 'open', data: { token } })));
  await opened;
  const tell = (input: object) =>
    new Promise<Relayed>((resolve) => {
      const id = answers.size + 1;
      answers.set(id, resolve);
      socket.send(JSON.stringify({ event: 'request', data: { id, call: 'relay', input } }));
    });
  return { ear, tell };
}

/** A stream of a room, with what is relayed there; and what is told by a plain request. */
async function stream(token: string, accept: 'text/event-stream' | 'application/x-ndjson', more = '&relay=1') {
  const left = new AbortController();
  closing.push(() => left.abort());
  const headers = { authorization: `Bearer ${token}` };
  const url = `${server.url}api/rooms/${room}`;
  const response = await fetch(`${url}/entries?after=${narae.resumed.logs[0]?.head ?? 0}${more}`, {
    headers: { ...headers, accept },
    signal: left.signal,
  });
  const ear = new Ear();
  let text = '';
  const read = async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const parts = text.split(accept === 'text/event-stream' ? '\n\n' : '\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, ofEvent] = /^event: relay\ndata: (.*)$/.exec(part) ?? [];
        if (ofEvent) ear.hear(JSON.parse(ofEvent) as Heard);
        else if (part.startsWith('{"relay"')) ear.hear((JSON.parse(part) as { relay: Heard }).relay);
        else if (part.startsWith('id: ') || part.startsWith('{')) all.push(part);
      }
    }
  };
  const all: string[] = [];
  read().catch(() => undefined);
  const tell = async (body: unknown) => {
    const answer = await fetch(`${url}/relay`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  return { ear, tell, all };
}

const refused = (code: string, more: object = {}) => ({ ok: false, error: { code, ...more } });

describe('a relay', () => {
  test('reaches everybody who follows the room, over each door, in order, and is kept nowhere', async () => {
    const [yunseo, mina] = [await person(server.url, '윤서'), await person(server.url, '민아')];
    const [one, polling, other] = [
      await socketIo(narae.token),
      await socketIo(yunseo.token, 'polling'),
      await plain(mina.token),
    ];
    // Each of the three has another connection, which `person` opened.
    expect(await one.tell(room, '가위', { 수: 1 }, [2], null)).toEqual({ ok: true, value: { heard: 5 } });
    expect(await other.tell({ room, event: '바위', args: ['x'], to: 'all' })).toMatchObject({ value: { heard: 6 } });
    expect(await polling.tell({ room, to: 'all' }, '보')).toMatchObject({ value: { heard: 6 } });
    const told = (from: Person, event: string, ...args: unknown[]) => ({ room, from: from.member.id, event, args });
    const [scissors, rock, paper] = [
      told(narae, '가위', { 수: 1 }, [2], null),
      told(mina, '바위', 'x'),
      told(yunseo, '보'),
    ];
    expect(await polling.ear.has(3)).toEqual([scissors, rock, paper]);
    expect(await other.ear.has(3)).toEqual([scissors, rock, paper]);
    expect(await one.ear.has(2)).toEqual([rock, paper]);
    const page = await narae.talker.must('read', { log: room, epoch: narae.resumed.logs[0]?.epoch, after: 0 });
    expect(JSON.stringify(page)).not.toContain('가위');
    const late = await socketIo(narae.token);
    expect(late.ear.heard).toEqual([]);
    expect(server.log()).not.toContain('가위');
  });

  test('is told by a plain request, and heard in a stream that asks for it', async () => {
    const [yunseo, mina] = [await person(server.url, '윤서'), await person(server.url, '민아')];
    const events = await stream(yunseo.token, 'text/event-stream');
    const lines = await stream(mina.token, 'application/x-ndjson');
    const deaf = await stream(mina.token, 'application/x-ndjson', '');
    const one = await socketIo(narae.token);
    // Each of the three is there on the socket of `person`, too.
    await vi.waitFor(async () => expect(await one.tell(room, '왔어요?')).toMatchObject({ value: { heard: 5 } }));
    const told = { event: '종', args: [{ 번: 3 }] };
    expect(await events.tell(told)).toEqual({ status: 200, body: { heard: 5 } });
    expect(await events.tell({ ...told, to: 'all' })).toEqual({ status: 200, body: { heard: 6 } });
    const bell = { room, from: yunseo.member.id, ...told };
    const bells = ({ heard }: Ear) => heard.filter(({ event }) => event === '종');
    await vi.waitFor(() => expect([bells(lines.ear).length, bells(events.ear).length]).toEqual([2, 1]));
    expect(bells(lines.ear)).toEqual([bell, bell]);
    expect(deaf.ear.heard).toEqual([]);
    expect(await events.tell({ event: 'append' })).toMatchObject({ status: 400, body: refused('reserved') });
    expect(await events.tell({ event: 'x', args: 'x' })).toMatchObject({ status: 400, body: refused('invalid') });
    expect(await events.tell({ event: 'x', args: ['x'.repeat(limits.relayBytes)] })).toMatchObject({ status: 413 });
    // What is relayed is no entry, and moves no place.
    const { id } = await narae.say('말');
    for (const { all } of [deaf, events, lines]) await vi.waitFor(() => expect(all.at(-1)).toContain(id));
  });

  test('carries bytes to those whose door can say them, and to nobody else', async () => {
    const yunseo = await person(server.url, '윤서');
    const [one, polling, json] = [
      await socketIo(narae.token),
      await socketIo(yunseo.token, 'polling'),
      await plain(yunseo.token),
    ];
    const bytes = Buffer.from([0, 1, 254, 255]);
    const answer = await one.tell(room, 'picture', { bytes, name: 'dot.png' });
    expect(answer).toEqual({ ok: true, value: { heard: 3 } });
    const [heard] = await polling.ear.has(1);
    expect(heard).toMatchObject({ event: 'picture', args: [{ bytes, name: 'dot.png' }] });
    await one.tell(room, 'after');
    expect((await json.ear.has(1)).map(({ event }) => event)).toEqual(['after']);
  });

  test('goes to those alone whose room it is, and a log of others is none', async () => {
    const [yunseo, mina] = [await person(server.url, '윤서'), await person(server.url, '민아')];
    const outside = await socketIo(mina.token);
    const hidden = randomUUID();
    await narae.talker.must('createRoom', { id: hidden, kind: 'private', name: '둘이', members: [yunseo.member.id] });
    const [inside, one] = [await socketIo(yunseo.token), await socketIo(narae.token)];
    expect(await one.tell(hidden, '쉿')).toMatchObject({ value: { heard: 3 } });
    await inside.ear.has(1);
    const members = [narae.member.id, yunseo.member.id].sort();
    const side = sideLogOf(room, members);
    for (const log of [hidden, side, randomUUID()])
      expect(await outside.tell(log, '쉿')).toEqual({
        ok: false,
        error: expect.objectContaining({ code: 'no-such-log' }) as object,
      });
    await narae.talker.must('putOut', { room: hidden, member: yunseo.member.id });
    expect(await one.tell(hidden, '또')).toMatchObject({ value: { heard: 1 } });
    await one.tell(room, '모두');
    expect((await inside.ear.has(2)).map(({ event }) => event)).toEqual(['쉿', '모두']);
    expect((await outside.ear.has(1)).map(({ event }) => event)).toEqual(['모두']);
  });

  test('that does not fit is refused by name, and the connection lives on', async () => {
    const one = await socketIo(narae.token);
    const deep = JSON.parse('['.repeat(1_000) + ']'.repeat(1_000)) as unknown;
    const fits = 'x'.repeat(limits.relayBytes - 4);
    for (const [said, answer] of [
      [[room, 'append'], refused('reserved', { field: 'event' })],
      [[room, 'relay'], refused('reserved', { field: 'event' })],
      [[room, 'disconnect'], refused('reserved', { field: 'event' })],
      [[room, 'two words'], refused('invalid', { field: 'event', rule: 'characters' })],
      [[room, ''], refused('invalid', { field: 'event', rule: 'empty' })],
      [[room, 'x'.repeat(limits.relayEvent + 1)], refused('invalid', { field: 'event', rule: 'long' })],
      [[room, { event: 'x' }], refused('invalid', { field: 'event' })],
      [[room, 'x', ...Array(9).keys()], refused('invalid', { field: 'args', rule: 'long', limit: 8 })],
      [[room, 'x', `${fits}x`], refused('too-large', { field: 'args', limit: limits.relayBytes })],
      [[room, 'x', Buffer.alloc(limits.relayBytes)], refused('too-large')],
      [[room, 'x', deep], refused('invalid', { field: 'args', rule: 'shape' })],
      [['nonsense', 'x'], refused('invalid', { field: 'room' })],
      [[null, 'x'], refused('invalid', { field: 'room' })],
      [[{ room, to: 'nobody' }, 'x'], refused('invalid', { field: 'to' })],
      [[room], refused('invalid')],
      [[], refused('invalid')],
      [[room, 'x', fits], { ok: true, value: { heard: 1 } }],
    ] as const)
      expect(await one.tell(...said), String(said[1]).slice(0, 40)).toMatchObject(answer);
    expect(one.socket.connected).toBe(true);
  });

  test('is a way to be heard: not for who is muted, nor in a room that was put away; and it counts as a call', async () => {
    await server.remove();
    // Nothing flows back meanwhile, on however busy a machine.
    const callRate = { burst: 20, perSecond: 0.001 };
    server = await startTestServer({ callRate });
    narae = await person(server.url, '나래');
    room = narae.commons;
    const host = await person(server.url, '한결', { hostKey: server.hostKey });
    const id = randomUUID();
    await narae.talker.must('createRoom', { id, name: '지난 방' });
    await narae.talker.must('changeRoom', { room: id, archived: true });
    const one = await socketIo(narae.token);
    expect(await one.tell(id, '안녕')).toMatchObject(refused('archived'));
    await host.talker.must('mute', { member: narae.member.id, until: Date.now() + 60_000 });
    expect(await one.tell(room, '안녕')).toMatchObject(refused('muted'));
    const rest = await Promise.all(Array.from({ length: callRate.burst }, () => one.tell(room, '안녕')));
    expect(rest.at(-1)).toMatchObject(refused('rate'));
  });

  test('nobody asks for is missed: who does not read is told none, and stays', async () => {
    await server.remove();
    server = await startTestServer({ callRate: { burst: 100_000, perSecond: 100_000 } });
    narae = await person(server.url, '나래');
    room = narae.commons;
    const yunseo = await person(server.url, '윤서');
    const slow = await socketIo(yunseo.token);
    const one = await socketIo(narae.token);
    expect(await one.tell(room, '하나')).toMatchObject({ value: { heard: 3 } });
    await slow.ear.has(1);
    // It reads no more: what was written to it stays where it is.
    const { ws } = slow.socket.io.engine.transport as unknown as {
      ws: { _socket?: { pause(): void; resume(): void } };
    };
    ws._socket?.pause();
    const full = 'x'.repeat(limits.relayBytes - 4);
    let heard = 3;
    for (let at = 0; at < 1_000 && heard === 3; at += 1) {
      const answer = await one.tell(room, '가득', full);
      heard = answer.ok ? answer.value.heard : -1;
    }
    expect(heard).toBe(2);
    ws._socket?.resume();
    await slow.ear.has(limits.relayWaiting);
    expect(slow.socket.connected).toBe(true);
  });
});
