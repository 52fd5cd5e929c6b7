/** What members may count on over the network, with real sockets on every store. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { calls, limits, PROTOCOL, parse, pushes, Refusal, type Calls, type Entry } from '../../protocol';
import {
  connected,
  person,
  rawSocket,
  startTestServer,
  Talker,
  type StoreKind,
  type TestServer,
  type TestServerOptions,
} from '../support/server';

const opened: { remove(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.remove()));
});

const texts = (entries: readonly Entry[]) =>
  entries.map((entry) =>
    'text' in entry.body ? entry.body.text : `${entry.kind} ${'name' in entry.body ? entry.body.name : ''}`,
  );

describe.each<StoreKind>(['memory', 'sqlite'])('on %s', (store) => {
  const porch = async (options: TestServerOptions = {}): Promise<TestServer> => {
    const server = await startTestServer({ store, ...options });
    opened.push(server);
    return server;
  };

  test('Narae and Yunseo talk at once, and both see one order', async () => {
    const { url } = await porch();
    const [narae, yunseo] = [await person(url, '나래'), await person(url, '윤서', { transports: ['polling'] })];
    await Promise.all(Array.from({ length: 20 }, (_, at) => (at % 2 ? narae : yunseo).say(`${at}`)));
    const end = 23;
    for (const { talker } of [narae, yunseo])
      await talker.until(() => talker.entriesOf(narae.commons).at(-1)?.seq === end);
    const page = await narae.talker.must('read', { log: narae.commons, epoch: narae.resumed.logs[0]?.epoch, after: 3 });
    expect(page).toMatchObject({ log: narae.commons, head: end });
    expect(page.entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, at) => at + 4));
    expect(narae.talker.entriesOf(narae.commons).filter(({ seq }) => seq > 3)).toEqual(page.entries);
    expect(yunseo.talker.entriesOf(narae.commons)).toEqual(page.entries);
  });

  test('a token brings back the same member, after a restart too', async () => {
    let server = await porch();
    const narae = await person(server.url, '나래');
    await narae.say('여기 있었다');
    narae.talker.close();
    server = await server.restart();
    opened.push(server);
    const back = await Talker.dial(server.url, { token: narae.token });
    const resumed = await back.must('resume', { logs: [] });
    expect(resumed).toMatchObject({ me: narae.member.id, server: narae.server, members: [narae.member] });
    expect(resumed.logs).toEqual([{ ...narae.resumed.logs[0], head: 3, lineage: 'new' }]);
    await expect(
      Talker.dial(server.url, { token: narae.token.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }),
    ).rejects.toMatchObject({
      data: { code: 'token-unknown', kind: 'final' },
    });
  });

  test('an acknowledgement names seq and time; the same entry again gets the same, whoever lost the first', async () => {
    const { url } = await porch();
    const narae = await person(url, '나래');
    const { id, result } = await narae.say('한 번');
    expect(result).toMatchObject({ ok: true, id, seq: 3, duplicate: false });
    const again = await Talker.dial(url, { token: narae.token });
    const { results, head } = await again.must('append', {
      log: narae.commons,
      entries: [{ id, kind: 'message', body: { text: '한 번' } }],
    });
    expect(results).toEqual([{ ...result, duplicate: true }]);
    expect(head).toBe(3);
    const changed = await again.must('append', {
      log: narae.commons,
      entries: [{ id, kind: 'message', body: { text: '딴소리' } }],
    });
    expect(changed.results).toMatchObject([{ ok: false, id, error: { code: 'id-conflict' } }]);
    expect(
      await again.ask('append', { log: randomUUID(), entries: [{ id, kind: 'message', body: { text: '없는 방' } }] }),
    ).toMatchObject({
      ok: false,
      error: { code: 'no-such-log' },
    });
  });

  test('resume tells for each position whether it is of this history', async () => {
    const { url } = await porch();
    const narae = await person(url, '나래');
    const { id } = await narae.say('기억');
    const log = narae.resumed.logs[0];
    if (!log) throw new Error('there is no first log');
    const { head: _, lineage: __, ...held } = { ...log, seq: 3, id };
    const asked = async (position: object) =>
      (await narae.talker.must('resume', { logs: [position] })).logs[0]?.lineage;
    expect(await asked(held)).toBe('same');
    expect(await asked({ ...held, id: randomUUID() })).toBe('other');
    expect(await asked({ ...held, seq: 9 })).toBe('other');
    expect(await asked({ ...held, epoch: randomUUID() })).toBe('other');
    expect(await asked({ ...held, log: randomUUID() })).toBe('new');
    expect(await narae.talker.ask('read', { log: held.log, epoch: randomUUID(), after: 0 })).toMatchObject({
      error: { code: 'epoch-changed' },
    });
  });

  test('a room made by Mateo is there for all, and heard at once', async () => {
    const { url } = await porch();
    const [mateo, narae] = [await person(url, 'Mateo'), await person(url, '나래')];
    const id = randomUUID();
    const { room } = await mateo.talker.must('createRoom', { id, name: ' 디자인  회의 ' });
    expect(room).toMatchObject({ id, name: '디자인 회의', commons: false, createdBy: mateo.member.id });
    expect(await mateo.talker.must('createRoom', { id, name: '디자인 회의' })).toEqual({ room });
    expect(await narae.talker.ask('createRoom', { id, name: '디자인 회의' })).toMatchObject({
      error: { code: 'id-conflict' },
    });
    await narae.talker.until(() => narae.talker.pushes('rooms').some(({ rooms }) => rooms[0]?.id === id));
    expect(narae.talker.pushes('rooms')).toHaveLength(1);
    expect(narae.talker.pushes('rooms')[0]?.logs).toMatchObject([{ log: id, head: 1 }]);
    await mateo.say('첫 안건', id);
    const heard = await narae.talker.until(() => narae.talker.entriesOf(id)[0]);
    expect(heard).toMatchObject({ seq: 2, body: { text: '첫 안건' } });
    const hangyeol = await person(url, '한결');
    expect(hangyeol.resumed.rooms.map(({ name }) => name)).toEqual(['Commons', '디자인 회의']);
    const page = await hangyeol.talker.must('read', { log: id, epoch: hangyeol.resumed.logs[0]?.epoch });
    expect(texts(page.entries)).toEqual(['created 디자인 회의', '첫 안건']);
  });

  test('who joins, and what they call themselves, is told to the others', async () => {
    const { url } = await porch();
    const narae = await person(url, '나래');
    const mateo = await person(url, 'Mateo', { headers: { origin: url.slice(0, -1) } });
    expect(mateo.member).toMatchObject({ role: 'member', via: 'browser', private: true });
    await narae.talker.until(() =>
      narae.talker.pushes('members').some(({ members }) => members[0]?.id === mateo.member.id),
    );
    await narae.talker.until(() => texts(narae.talker.entriesOf(narae.commons)).includes('joined Mateo'));
    await narae.talker.until(() => narae.talker.pushes('presence').some(({ here }) => here.includes(mateo.member.id)));
    const { member } = await mateo.talker.must('rename', { name: '마테오' });
    await narae.talker.until(() => narae.talker.pushes('members').at(-1)?.members[0]?.name === '마테오');
    expect(member).toEqual({ ...mateo.member, name: '마테오' });
    expect((await narae.talker.must('resume', { logs: [] })).members.map(({ name }) => name)).toEqual([
      '나래',
      '마테오',
    ]);
    expect((await narae.talker.must('resume', { logs: [] })).here.sort()).toEqual(
      [narae.member.id, mateo.member.id].sort(),
    );
  });

  test('everything pushed and answered has the shape the protocol gives it', async () => {
    const { url } = await porch();
    const [narae, mateo] = [await person(url, '나래'), await person(url, 'Mateo')];
    const id = randomUUID();
    const answers = {
      join: { member: narae.member, device: narae.device, token: narae.token, server: narae.server },
      resume: narae.resumed,
      append: await narae.talker.must('append', {
        log: narae.commons,
        entries: [{ id, kind: 'message', body: { text: '모양' } }],
      }),
      read: await narae.talker.must('read', { log: narae.commons, epoch: narae.resumed.logs[0]?.epoch }),
      createRoom: await narae.talker.must('createRoom', { id: randomUUID(), name: '방' }),
      rename: await narae.talker.must('rename', { name: '나래2' }),
      echo: await narae.talker.must('echo', {}),
    };
    for (const [name, answer] of Object.entries(answers)) {
      expect(parse((calls as Calls)[name]?.output ?? Refusal, answer)).toEqual({ ok: true, value: answer });
    }
    await mateo.talker.until(() => mateo.talker.pushes('members').at(-1)?.members[0]?.name === '나래2');
    expect([...new Set(mateo.talker.heard.map(({ name }) => name))]).toEqual(
      expect.arrayContaining(['entries', 'members', 'rooms']),
    );
    for (const { name, payload } of mateo.talker.heard)
      expect(parse(pushes[name].payload, payload)).toEqual({ ok: true, value: payload });
  });

  test('a long absence is caught up by pages while new words keep coming', async () => {
    const { url } = await porch();
    const narae = await person(url, '나래');
    const batch = (from: number) =>
      narae.talker.must('append', {
        log: narae.commons,
        entries: Array.from({ length: limits.batchEntries }, (_, at) => ({
          id: randomUUID(),
          kind: 'message' as const,
          body: { text: `${from + at}` },
        })),
      });
    for (let sent = 0; sent < 400; sent += limits.batchEntries) await batch(sent);
    const yunseo = await person(url, '윤서');
    const held: Entry[] = [];
    const epoch = yunseo.resumed.logs[0]?.epoch;
    const more = batch(400);
    for (;;) {
      const { entries, head } = await yunseo.talker.must('read', {
        log: yunseo.commons,
        epoch,
        after: held.at(-1)?.seq ?? 0,
      });
      held.push(...entries);
      expect(entries.length).toBeLessThanOrEqual(limits.pageEntries);
      if ((held.at(-1)?.seq ?? 0) >= head) break;
    }
    await more;
    await yunseo.talker.until(() => yunseo.talker.entriesOf(yunseo.commons).at(-1)?.seq === 453);
    const seen = new Map([...held, ...yunseo.talker.entriesOf(yunseo.commons)].map((entry) => [entry.seq, entry.id]));
    expect([...seen.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 453 }, (_, at) => at + 1));
    expect(new Set(seen.values()).size).toBe(453);
  });
});

describe('who may come in', () => {
  const porch = async (options: TestServerOptions = {}): Promise<TestServer> => {
    const server = await startTestServer(options);
    opened.push(server);
    return server;
  };
  const refusalOf = (url: string, auth: object) =>
    connected(rawSocket(url, { auth })).then(
      () => null,
      (error: { data?: { code: string } }) => error.data?.code,
    );

  test('an old and a new client hear which of the two they are', async () => {
    const { url } = await porch();
    expect(await refusalOf(url, { protocol: 0 })).toBe('version-old');
    expect(await refusalOf(url, { protocol: 999 })).toBe('version-new');
    for (const auth of [
      {},
      { protocol: '1' },
      { protocol: null },
      { protocol: 1.5 },
      { protocol: PROTOCOL, token: 'short' },
      { protocol: PROTOCOL, token: 7 },
    ]) {
      expect(await refusalOf(url, auth)).toBe('invalid');
    }
  });

  test('with a password: without it, with a wrong one, too often, and with the right one', async () => {
    const server = await porch({ password: '마루 열쇠' });
    const { url } = server;
    const stranger = await Talker.dial(url);
    const joins = (password?: string) => stranger.ask('join', { name: '한결', ...(password ? { password } : {}) });
    expect(await joins()).toMatchObject({ error: { code: 'password-needed', kind: 'final' } });
    for (let tried = 0; tried < limits.passwordTries.burst - 1; tried += 1) {
      expect(await joins(`아닌 열쇠 ${tried}`)).toMatchObject({ error: { code: 'password-wrong', kind: 'final' } });
    }
    // The right one costs no try, so that many may come through one router.
    const [narae, yunseo] = [
      await person(url, '나래', { password: '마루 열쇠' }),
      await person(url, '윤서', { password: '마루 열쇠' }),
    ];
    expect(narae.member.id).not.toBe(yunseo.member.id);
    expect(await joins('마지막')).toMatchObject({ error: { code: 'password-wrong' } });
    const late = await joins('마루 열쇠');
    expect(late).toMatchObject({ ok: false, error: { code: 'knock-needed', kind: 'final' } });
    expect(!late.ok && late.error.retryAfter).toBeGreaterThan(0);
    expect(server.log()).not.toMatch(/열쇠/);
    expect(server.log()).not.toContain(narae.token);
  });

  test('the host’s key opens without a password and makes the host; a wrong one is worth nothing', async () => {
    const server = await porch({ password: '마루 열쇠' });
    const host = await person(server.url, '나래', { hostKey: server.hostKey, headers: { origin: 'app://maru' } });
    expect(host.member).toMatchObject({ role: 'host', via: 'app' });
    const stranger = await Talker.dial(server.url);
    expect(await stranger.ask('join', { name: '도둑', hostKey: 'A'.repeat(43) })).toMatchObject({
      error: { code: 'password-needed' },
    });
    const guest = await person(server.url, '윤서', { password: '마루 열쇠', hostKey: 'A'.repeat(43) });
    expect(guest.member).toMatchObject({ role: 'member', via: 'program' });
  });

  test('odd names are refused with the rule they break', async () => {
    const { url } = await porch();
    const stranger = await Talker.dial(url);
    const rule = async (name: unknown) => {
      const answer = await stranger.ask('join', { name });
      return answer.ok ? answer.value.member.name : `${answer.error.code} ${answer.error.field} ${answer.error.rule}`;
    };
    expect(await rule('')).toBe('invalid name empty');
    expect(await rule('가'.repeat(10_000))).toBe('invalid name long');
    expect(await rule('가'.repeat(limits.memberName + 1))).toBe('invalid name long');
    expect(await rule('\u202e\u200b')).toBe('invalid name characters');
    expect(await rule(undefined)).toBe('invalid name shape');
    expect(await rule({ toString: 'x' })).toBe('invalid name shape');
    expect(await rule(' \u202e나\u0000래 ')).toBe('나래');
  });

  test('a full server says so, and takes the next when somebody goes', async () => {
    const { url, status } = await porch({ capacity: { connections: 3 } });
    const [first] = [await Talker.dial(url), await Talker.dial(url), await Talker.dial(url)];
    expect(await refusalOf(url, { protocol: PROTOCOL })).toBe('server-full');
    first.close();
    const back = async (): Promise<void> => {
      if ((await refusalOf(url, { protocol: PROTOCOL })) !== null) return back();
    };
    await back();
    expect(status().connections).toBeLessThanOrEqual(5);
  });

  test('one address may not take all places, nor wait at the door without end', async () => {
    const { url, status } = await porch({ capacity: { connectionsPerAddress: 2 } });
    const held = [await Talker.dial(url), await Talker.dial(url)];
    expect(await refusalOf(url, { protocol: PROTOCOL })).toBe('server-full');
    // Handshakes that never say who they are are counted too.
    const polling = () => fetch(`${url}socket.io/?EIO=4&transport=polling`).then(({ status }) => status);
    const answers = await Promise.all(Array.from({ length: limits.refusalsAtOnce + 10 }, polling));
    expect(answers.filter((answer) => answer === 503).length).toBeGreaterThanOrEqual(8);
    expect(status().connections).toBeLessThanOrEqual(2 + limits.refusalsAtOnce);
    held.forEach((talker) => talker.close());
  });
});
