/** What strangers and broken programs send. Each ends in a named error or a closed connection; Narae goes on talking. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { calls, limits, PROTOCOL, Refusal, parse } from '../../protocol';
import { RawWebSocket, UPGRADE } from '../support/raw-websocket';
import {
  connected,
  person,
  rawSocket,
  secureUrl,
  startTestServer,
  Talker,
  type Person,
  type TestServer,
} from '../support/server';
import { watchUnforeseen } from '../support/unforeseen';

let server: TestServer;
let narae: Person;
const unforeseen = watchUnforeseen();

beforeEach(async () => {
  server = await startTestServer();
  narae = await person(server.url, '나래');
});
afterEach(async () => {
  // Whatever was done, the others are served as before.
  const { result } = await narae.say('아직 있다');
  expect(result).toMatchObject({ ok: true });
  await server.remove();
  expect(unforeseen()).toEqual([]);
  expect(server.log()).not.toContain('"level":"error"');
});

const refusalPush = (talker: Talker) => talker.until(() => talker.pushes('refused')[0]);
const gone = (talker: Talker) => new Promise<string>((resolve) => talker.socket.once('disconnect', resolve));

describe('calls', () => {
  test.each(Object.keys(calls) as (keyof typeof calls)[])(
    '%s with nothing, null, another type or too much is refused',
    async (name) => {
      const { talker } = await person(server.url, 'Mateo');
      const ask = (...said: unknown[]): Promise<unknown> => talker.socket.timeout(5_000).emitWithAck(name, ...said);
      for (const said of [[], [null], [7], ['text'], [[]], [true], Array.from({ length: 50 }, () => ({}))]) {
        // An empty object is what some calls ask for, and an array is one to JavaScript.
        if (said.length === 1 && Array.isArray(said[0]) && parse(calls[name].input, {}).ok) continue;
        const answer = (await ask(...said)) as { ok: boolean; error: unknown };
        expect(answer).toMatchObject({ ok: false, error: { code: 'invalid', kind: 'final' } });
        expect(parse(Refusal, answer.error)).toEqual({ ok: true, value: answer.error });
      }
    },
  );

  test('without a callback, a refusal comes as a push, and a success as nothing', async () => {
    const talker = await Talker.dial(server.url);
    talker.socket.emit('rename', null);
    expect(await refusalPush(talker)).toMatchObject({ call: 'rename', error: { code: 'invalid' } });
    talker.socket.emit('join', { name: '조용한 사람' });
    await narae.talker.until(() =>
      narae.talker.pushes('members').some(({ members }) => members[0]?.name === '조용한 사람'),
    );
    expect(talker.pushes('refused')).toHaveLength(1);
  });

  test.each([
    'no-such-call',
    'error',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    'x'.repeat(100),
    '한글',
  ])('the call %j is unknown', async (name) => {
    expect(await narae.talker.socket.timeout(5_000).emitWithAck(name, {})).toMatchObject({
      ok: false,
      error: { code: 'unknown-call' },
    });
    narae.talker.socket.emit(name);
    const { call } = await refusalPush(narae.talker);
    expect(call).toBe(name.slice(0, 64));
  });

  test('a callback in the first place is a callback, and numbers are no names', async () => {
    const answer = await new Promise((resolve) => narae.talker.socket.emit('echo', resolve));
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } });
    narae.talker.socket.emit(42 as unknown as string);
    expect(await refusalPush(narae.talker)).toMatchObject({ call: '42', error: { code: 'unknown-call' } });
  });

  test('binary in place of words is refused', async () => {
    const said = {
      log: narae.commons,
      entries: [{ id: randomUUID(), kind: 'message', body: { text: Buffer.from('bytes') } }],
    };
    expect(await narae.talker.ask('append', said)).toMatchObject({
      error: { code: 'invalid', field: 'entries.0.body.text', rule: 'shape' },
    });
  });

  test('what a payload says about its author is not heard', async () => {
    const yunseo = await person(server.url, '윤서');
    const forged = {
      id: randomUUID(),
      kind: 'message',
      body: { text: '내가 나래다' },
      author: narae.member.id,
      seq: 1,
      at: 0,
    };
    await yunseo.talker.must('append', {
      log: narae.commons,
      entries: [forged],
      author: narae.member.id,
      member: narae.member.id,
    });
    const heard = await narae.talker.until(() =>
      narae.talker.entriesOf(narae.commons).find(({ id }) => id === forged.id),
    );
    expect(heard).toMatchObject({ author: yunseo.member.id, seq: 4, body: { text: '내가 나래다' } });
    const own = { id: randomUUID(), kind: 'joined', body: { name: '유령' } };
    expect(await yunseo.talker.ask('append', { log: narae.commons, entries: [own] })).toMatchObject({
      error: { code: 'invalid' },
    });
  });

  test('whoever asks too much at once is told to wait, nonsense included, and the others are not', async () => {
    const mateo = await person(server.url, 'Mateo');
    const asked = Array.from({ length: limits.callRate.burst * 2 }, (_, at) =>
      mateo.talker.ask('echo', at % 2 ? {} : { x: 1 }),
    );
    // In the same breath: a moment later there is a call to spare.
    const nonsense = mateo.talker.socket.timeout(5_000).emitWithAck('nonsense', 1);
    const many = await Promise.all(asked);
    const refused = many.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThanOrEqual(limits.callRate.burst);
    expect(refused[0]).toMatchObject({ error: { code: 'rate', kind: 'retry' } });
    expect(await nonsense).toMatchObject({ error: { code: 'rate' } });
    expect(await narae.talker.ask('echo', {})).toMatchObject({ ok: true });
  });

  test('anything that JSON can say gets an answer', async () => {
    const names = Object.keys(calls);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names, 'other'),
        fc.array(fc.jsonValue(), { maxLength: 3 }),
        async (name, said) => {
          const talker = await Talker.dial(server.url);
          const answer = (await talker.socket.timeout(5_000).emitWithAck(name, ...said)) as {
            ok: boolean;
            error: unknown;
          };
          talker.close();
          return answer.ok || parse(Refusal, answer.error).ok;
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('frames', () => {
  test('one longer than the limit ends that connection alone; the longest message fits', async () => {
    const mateo = await person(server.url, 'Mateo');
    const { result } = await mateo.say('가'.repeat(limits.messageText));
    expect(result).toMatchObject({ ok: true });
    const ended = gone(mateo.talker);
    mateo.talker.socket.emit('rename', { name: 'x'.repeat(limits.frameBytes) });
    expect(await ended).toMatch(/transport/);
  });

  /** What comes back for an upgrade's request. */
  const upgrade = async (path: string, headers: Record<string, string> = {}) => {
    const { port } = server.address;
    const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(([name, value]) => `${name}: ${value}`);
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (data) => (text += data.toString()));
    socket.write([`GET ${path} HTTP/1.1`, ...lines, ...UPGRADE, '', ''].join('\r\n'));
    await once(socket, 'close');
    return { status: Number(text.split(' ')[1]), text };
  };

  test.each([
    ['an unknown packet type', '9'],
    ['a ping against the direction', '2'],
    ['a Socket.IO packet of no type', '4x'],
    ['an event before joining', '42["join",{"name":"x"}]'],
    ['a broken JSON event', '42["join",{'],
    ['a reserved event', '42["disconnect"]'],
    ['attachments without end', '45999999999-["join"]'],
    ['binary nobody announced', new Uint8Array([1, 2, 3])],
    ['a huge acknowledgement id', '4299999999999999999999["echo",{}]'],
    ['a deep payload', `40${'['.repeat(20_000)}`],
  ])('%s ends that connection', async (_what, packet) => {
    const raw = await RawWebSocket.open(server.url);
    raw.send(packet);
    await raw.closed;
  });

  test.each([
    ['no packet type', ''],
    ['a packet of Engine.IO’s server', '0{"sid":"mine"}'],
    ['a handshake with a number in place of who it is', '4042'],
    ['a namespace nobody has', '40/admin,{}'],
    ['a namespace of an object', '40/__proto__,{}'],
  ])('%s leads nowhere', async (_what, packet) => {
    const raw = await RawWebSocket.open(server.url);
    raw.send(packet);
    await narae.talker.must('echo', {});
    await raw.end();
  });

  test('broken events on a connection that stands end it, or change nothing', async () => {
    for (const packet of [
      '42',
      '42[]',
      '42[null]',
      '42{"a":1}',
      '41',
      '43[]',
      '44"x"',
      '42["__proto__"]',
      '42["error"]',
      '451-["echo",{"_placeholder":true,"num":9}]',
    ]) {
      const raw = await RawWebSocket.open(server.url);
      raw.send(`40${JSON.stringify({ protocol: PROTOCOL })}`);
      await raw.until((text) => text.includes('40{"sid"'));
      raw.send(packet);
      if (packet.startsWith('451-')) raw.send(new Uint8Array([1]));
      raw.send('423["echo",{}]');
      await Promise.race([raw.closed, raw.until((text) => text.includes('433[{"ok":true'))]);
      await raw.end();
    }
  });

  test('an older Engine.IO, an unknown transport and a foreign session are refused over HTTP', async () => {
    const status = async (query: string, init?: RequestInit) =>
      (await fetch(`${server.url}socket.io/?${query}`, init)).status;
    expect(await status('EIO=3&transport=polling')).toBe(400);
    expect(await status('EIO=4&transport=carrier-pigeon')).toBe(400);
    expect(await status('EIO=4&transport=polling&sid=__proto__')).toBe(400);
    expect(await status('EIO=4&transport=polling', { method: 'POST', body: '4x' })).toBe(400);
    expect(await status('EIO=4&transport=polling', { method: 'DELETE' })).toBe(400);
    expect((await upgrade('/socket.io/?EIO=4&transport=websocket&sid=nobody')).status).toBe(400);
  });

  test('a polling body longer than the limit ends that session', async () => {
    const opened = (await (await fetch(`${server.url}socket.io/?EIO=4&transport=polling`)).text()).slice(1);
    const { sid } = JSON.parse(opened) as { sid: string };
    const long = await fetch(`${server.url}socket.io/?EIO=4&transport=polling&sid=${sid}`, {
      method: 'POST',
      body: `4${'x'.repeat(limits.frameBytes)}`,
    });
    expect(long.status).toBe(413);
  });

  test('an upgrade from a foreign page or under a foreign name is refused with its reason', async () => {
    const path = '/socket.io/?EIO=4&transport=websocket';
    const foreign = await upgrade(path, { origin: 'http://evil.example' });
    expect(foreign.status).toBe(403);
    expect(foreign.text).toContain('"code":"origin-refused"');
    const rebound = await upgrade(path, { host: 'evil.example' });
    expect(rebound.status).toBe(403);
    expect(rebound.text).toContain('"named":"evil.example"');
  });

  test('also a session that stands is closed to a foreign page', async () => {
    const opened = (await (await fetch(`${server.url}socket.io/?EIO=4&transport=polling`)).text()).slice(1);
    const { sid } = JSON.parse(opened) as { sid: string };
    const stolen = await fetch(`${server.url}socket.io/?EIO=4&transport=polling&sid=${sid}`, {
      headers: { origin: 'http://evil.example' },
    });
    expect(stolen.status).toBe(403);
  });

  test('a request that is no HTTP gets a plain no', async () => {
    const socket = connect(server.address.port, '127.0.0.1');
    socket.write('\u0015\u0003\u0001 hello, is this TLS?\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('400 Bad Request');
    await once(socket, 'close');
  });
});

describe('a client that does not read', () => {
  test.each([
    ['plain', (of: TestServer) => of.url],
    ['TLS', secureUrl],
  ])('over %s is closed at a bound, and the others do not notice', async (_way, urlOf) => {
    const yunseo = await person(server.url, '윤서');
    const deaf = await RawWebSocket.open(urlOf(server));
    deaf.send(`40${JSON.stringify({ protocol: PROTOCOL, token: yunseo.token })}`);
    await deaf.until((text) => text.includes('40{"sid"'));
    deaf.send(`420${JSON.stringify(['resume', { logs: [] }])}`);
    await deaf.until((text) => text.includes('430['));
    deaf.socket.pause();
    const long = '무'.repeat(limits.messageText);
    for (let said = 0; server.status().connections > 2 && said < 2_000; said += 1) {
      if (said % 30 === 29) narae = { ...narae, ...(await again()) };
      await narae.say(long);
    }
    expect(server.status().connections).toBe(2);
    expect(server.log()).toContain('a client does not read: closed');
    deaf.socket.resume();
    await deaf.closed;
  });

  /** A new connection of the same member, whose calls are counted afresh. */
  async function again() {
    narae.talker.close();
    const talker = await Talker.dial(server.url, { token: narae.token });
    const say = (text: string) =>
      talker
        .must('append', { log: narae.commons, entries: [{ id: randomUUID(), kind: 'message', body: { text } }] })
        .then(({ results }) => ({ id: '', result: results[0] }));
    return { talker, say };
  }
});

test('a refused handshake leaves no connection behind for long', async () => {
  const socket = rawSocket(server.url, { auth: { protocol: 999 } });
  await expect(connected(socket)).rejects.toMatchObject({ data: { code: 'version-new' } });
  socket.disconnect();
  await expect.poll(() => server.status().connections).toBe(1);
});
