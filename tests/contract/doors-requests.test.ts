/** What strangers and broken programs ask by plain requests: a named refusal in the one shape, bounded, and nobody else notices. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limits, parse, Refusal, routes, type Route } from '../../protocol';
import { ask, fastClock, hostileScenes, join, posted } from '../support/doors/hostile';
import { Wire, type Asking } from '../support/doors/wire';
import { said } from '../support/drafts';
import { POLLING, SOCKET, upgrade } from '../support/ways';

const open = hostileScenes();

describe('who asks', () => {
  test('a foreign page and a foreign name are refused at every door', async () => {
    const { way, entries } = await open();
    const { headers } = await join(way, 'Mateo');
    const sse = { accept: 'text/event-stream' };
    const doors: Asking[] = [
      posted('/api/join', { name: 'x' }),
      { method: 'POST', path: '/api/tickets' },
      { path: '/api/logs' },
      { path: entries() },
      { path: entries('?after=3&wait=60') },
      { path: entries(), headers: sse },
      { path: entries(), headers: { accept: 'application/x-ndjson' } },
      posted(entries(), {}, { 'idempotency-key': randomUUID() }),
      { path: POLLING },
    ];
    for (const strange of [{ origin: 'https://evil.example' }, { origin: 'null' }, { host: 'evil.example' }]) {
      const code = 'host' in strange ? 'host-refused' : 'origin-refused';
      for (const door of doors)
        expect(await ask(way, { ...door, headers: { ...door.headers, ...headers, ...strange } })).toMatchObject({
          status: 403,
          code,
        });
      for (const path of ['/api/socket', SOCKET]) {
        const { status, text } = await upgrade(way, path, { host: '127.0.0.1', ...strange });
        expect([status, text]).toEqual([403, expect.stringContaining(code)]);
      }
    }
  });

  test('a token is taken from the header alone, and a ticket once, and soon', async () => {
    const { way, entries } = await open({ clock: fastClock(200) });
    const { token, headers } = await join(way, 'Mateo');
    for (const query of [`?token=${token}`, `?access_token=${token}`, `?authorization=Bearer%20${token}`])
      expect(await ask(way, { path: `/api/logs${query}` })).toMatchObject({ status: 401, code: 'not-joined' });
    expect(await ask(way, { path: `/api/logs?ticket=${token}` })).toMatchObject({ status: 401, code: 'token-unknown' });
    for (const authorization of ['Bearer', 'Basic eDp5', `Bearer ${token} x`, token, `Bearer ${token}x`])
      expect((await ask(way, { path: '/api/logs', headers: { authorization } })).status).toBeGreaterThanOrEqual(400);
    const ticket = async () => {
      const { body } = await ask(way, { method: 'POST', path: '/api/tickets', headers });
      return (JSON.parse(body) as { ticket: string }).ticket;
    };
    const once = await ticket();
    expect(await ask(way, { path: entries(`?ticket=${once}`) })).toMatchObject({ status: 200 });
    expect(await ask(way, { path: entries(`?ticket=${once}`) })).toMatchObject({ status: 401, code: 'token-unknown' });
    // Twice the life of a ticket passes (limits.waitSeconds).
    const late = await ticket();
    expect(await ask(way, { path: entries('?after=3&wait=60'), headers })).toMatchObject({ status: 204 });
    expect(await ask(way, { path: entries(`?ticket=${late}`) })).toMatchObject({ status: 401, code: 'token-unknown' });
  });

  test('as many tickets as may wait, and no more', async () => {
    const { way } = await open();
    const { headers } = await join(way, 'Mateo');
    const ticket = () => ask(way, { method: 'POST', path: '/api/tickets', headers });
    for (let made = 0; made < limits.tickets; made += 1) expect(await ticket()).toMatchObject({ status: 201 });
    expect(await ticket()).toMatchObject({ status: 429, code: 'rate' });
  });

  test('an id of somebody else’s tells nothing of what it names', async () => {
    const { narae, way, entries } = await open();
    const { headers } = await join(way, 'Mateo');
    const { room } = await narae.talker.must('createRoom', {
      ...{ id: randomUUID(), kind: 'private', name: '비밀', members: [] },
    });
    const [here, there] = [said('여기'), said('저기')];
    await narae.talker.must('append', { log: narae.commons, entries: [here] });
    await narae.talker.must('append', { log: room.id, entries: [there] });
    const answers = [];
    for (const { id } of [here, there]) {
      const asking = posted(
        entries(),
        { kind: 'message', body: { text: '내 것' } },
        { ...headers, 'idempotency-key': id },
      );
      answers.push(await ask(way, asking));
    }
    expect(answers[0]).toMatchObject({ status: 409, code: 'id-conflict' });
    expect(answers[1]!.body).toBe(answers[0]!.body);
    for (const secret of ['여기', '저기', narae.member.id, room.id]) expect(answers[1]!.body).not.toContain(secret);
  });
});

describe('what is asked', () => {
  test.each([
    ['after', ['-1', '1.5', 'x', '', '9'.repeat(16), '1e3', ' 1', '٣']],
    ['before', ['-1', 'NaN', '', '9'.repeat(40)]],
    ['limit', ['0', '-1', String(limits.pageEntries + 1), '', '9'.repeat(9)]],
    ['wait', ['-1', String(limits.waitSeconds + 1), 'Infinity', '']],
    ['epoch', ['', 'x', randomUUID().slice(1)]],
  ])('%s beyond its bounds is refused, with its name', async (field, values) => {
    const { way, entries } = await open();
    const { headers } = await join(way, 'Mateo');
    for (const value of values)
      expect(await ask(way, { path: entries(`?${field}=${encodeURIComponent(value)}`), headers })).toMatchObject({
        ...{ status: 400, code: 'invalid', field },
      });
    expect(await ask(way, { path: entries('?after=999999999'), headers })).toMatchObject({ code: 'epoch-changed' });
    expect(await ask(way, { path: entries(`?epoch=${randomUUID()}`), headers })).toMatchObject({ status: 409 });
  });

  test('a body that is none, of another type, too large or too deep', async () => {
    const { way, entries } = await open();
    const { headers } = await join(way, 'Mateo');
    const say = (body: string, more = {}) =>
      ask(way, posted(entries(), body, { ...headers, 'idempotency-key': randomUUID(), ...more }));
    for (const body of [
      '{',
      '7',
      'null',
      '[]',
      '"x"',
      '\u0000',
      '{"kind":"message"}',
      '{"__proto__":{"kind":"message"}}',
    ])
      expect(await say(body)).toMatchObject({ status: 400, code: 'invalid' });
    expect(await say(`{"kind":"message","body":${'['.repeat(30_000)}`)).toMatchObject({ status: 400, code: 'invalid' });
    expect(await say(`{"x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)).toMatchObject({ status: 400 });
    expect(await say(JSON.stringify({ text: 'x'.repeat(1_000_000) }))).toMatchObject({
      status: 413,
      code: 'too-large',
    });
    expect(await say('x=1', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({ status: 415 });
    for (const key of ['', 'x', '"', 'é', '__proto__', randomUUID().toUpperCase()])
      expect(await say('{"kind":"message","body":{"text":"x"}}', { 'idempotency-key': key })).toMatchObject({
        ...{ status: 400, field: 'idempotency-key' },
      });
  });

  test('tricks with the path lead nowhere, each with a refusal in the one shape', async () => {
    const { narae, way } = await open();
    const { headers } = await join(way, 'Mateo');
    for (const path of [
      `/api/rooms/${narae.commons}%2Fentries`,
      `/api/rooms/..%2F..%2F${narae.commons}/entries`,
      `/api/rooms/%2e%2e/logs`,
      '/api/rooms/../logs',
      '/api/rooms/%/entries',
      '/api/rooms/%00/entries',
      '/api/rooms//entries',
      `/api/rooms/${'x'.repeat(10_000)}/entries`,
      '/api/../hello',
      '//api//logs',
      '/api/logs;x=1',
      '/api/logs%20',
      '/api/__proto__',
      '/api/socket',
    ]) {
      const { status, code } = await ask(way, { path, headers });
      expect([path, status >= 400 && status < 500, typeof code]).toEqual([path, true, 'string']);
    }
  });

  test.each(['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'])(
    '%s is answered at once on every path, and changes nothing',
    async (method) => {
      const { way, narae } = await open();
      const { headers } = await join(way, 'Mateo');
      const all: Route[] = Object.values(routes);
      for (const { path: named } of all) {
        const path = `${named.replace('{room}', narae.commons)}?after=3&wait=60`;
        const gets = all.some((route) => route.path === named && route.method === 'get');
        const accept = 'text/event-stream';
        // The next one on its connection has its turn when it is over.
        const wire = await Wire.open(way, { method, path, headers: { ...headers, accept } }, { path: '/hello' });
        await wire.until(() => wire.statuses.length === 2);
        const fine = method === 'OPTIONS' ? 204 : method === 'HEAD' && gets ? 200 : 405;
        expect([path, ...wire.statuses]).toEqual([path, fine, 200]);
        if (fine !== 200) expect(wire.text).toMatch(/^allow: /im);
        await wire.end();
      }
    },
  );

  test('headers without end are refused, and whoever stays on the line is hung up on', async () => {
    const { way } = await open();
    const wire = await Wire.open(
      { ...way, stays: true },
      { path: '/api/logs', headers: { 'x-bomb': 'x'.repeat(20_000) } },
    );
    expect(await wire.answer()).toMatchObject({ status: 431 });
    await wire.untilAlone();
    const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, at) => [`x-${at}`, '']));
    expect((await ask(way, { path: '/api/logs', headers: many })).status).toBeGreaterThanOrEqual(400);
  });

  test('an upgrade that is refused ends, also where the other side does not', async () => {
    const { way } = await open();
    for (const path of ['/api/socket', SOCKET]) {
      const headers = { connection: 'upgrade', upgrade: 'websocket', origin: 'https://evil.example' };
      const wire = await Wire.open({ ...way, stays: true }, { path, headers });
      expect(await wire.answer()).toMatchObject({ status: 403 });
      await wire.untilAlone();
    }
    // Behind an answer on the same connection, and to where there is none.
    const wire = await Wire.open({ ...way, stays: true }, { path: '/hello' });
    await wire.answer();
    wire.ask({ path: '/nothing', headers: { connection: 'upgrade', upgrade: 'websocket' } });
    await wire.until((text) => text.includes('"bad-request"'));
    await wire.untilAlone();
  });
});

describe('how much is asked', () => {
  test('ten thousand long polls from one address: a few wait, the others hear so, and Narae is served', async () => {
    const { server, narae, way, entries } = await open();
    const guests = await Promise.all(Array.from({ length: 15 }, (_, at) => join(way, `손님 ${at}`)));
    const { logs } = await narae.talker.must('resume', { logs: [] });
    const path = entries(`?after=${logs[0]!.head}&wait=60`);
    const wires = await Promise.all(
      Array.from({ length: 250 }, async (_, at) => {
        const { headers } = guests[at % guests.length]!;
        const wire = await Wire.open(way);
        wire.ask(...Array.from({ length: 40 }, () => ({ path, headers })));
        return wire;
      }),
    );
    await expect.poll(() => server.status().connections, { timeout: 10_000 }).toBeGreaterThan(100);
    // In time for a call (limits.callTimeout), in the midst of it.
    await narae.talker.must('echo', {});
    expect(server.status().connections).toBeLessThanOrEqual(limits.connectionsPerAddress + limits.refusalsAtOnce + 1);
    // One word answers all that wait, and those whose turn comes later; of the rest each was refused by name.
    await narae.say('여기 있어요');
    await Promise.all(wires.map((wire) => wire.until((text) => text.split('HTTP/1.1 ').length > 40)));
    const statuses = wires.flatMap((wire) => wire.statuses);
    expect(statuses).toHaveLength(10_000);
    const answered = statuses.filter((status) => status === 200).length;
    expect(answered).toBeGreaterThan(100);
    expect(answered).toBeLessThan(10_000);
    const codes = wires.flatMap(({ text }) => [...text.matchAll(/"code":"([a-z-]+)"/g)].map(([, code]) => code));
    // A device that has as many as it may, and one for which there is no place.
    expect(codes.filter((code) => code === 'rate' || code === 'server-full')).toHaveLength(statuses.length - answered);
    for (const wire of wires) await wire.end();
  });

  test('a flood of joins from one address is told to wait; from elsewhere one comes in', async () => {
    const { server, way } = await open();
    const wire = await Wire.open(way);
    const asked = 1_000;
    wire.ask(...Array.from({ length: asked }, (_, at) => posted('/api/join', { name: `물결 ${at}` })));
    const elsewhere = await join({ ...way, from: '127.0.0.10' }, '윤서');
    expect(elsewhere.token).toHaveLength(43);
    await wire.until(() => wire.statuses.length === asked);
    const came = wire.statuses.filter((status) => status === 201).length;
    expect(came).toBeGreaterThanOrEqual(limits.callRate.burst);
    expect(came).toBeLessThan(asked / 2);
    expect(new Set(wire.statuses)).toEqual(new Set([201, 429]));
    expect(wire.text).toMatch(/^retry-after: 1$/im);
    expect(server.status().members).toBe(came + 2);
    const [refused] = /\{"ok":false[^\n]*?\}\}/.exec(wire.text) ?? [''];
    expect(parse(Refusal, (JSON.parse(refused) as { error: unknown }).error).ok).toBe(true);
    await wire.end();
  });
});
