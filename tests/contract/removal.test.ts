/** Somebody is removed: from that moment on nothing reaches them, nothing comes from them, and the others go on. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { PROTOCOL, type Answer, type Entry } from '../../protocol';
import { Device, until } from '../support/device';
import { behindProxy, host, invited, overTls } from '../support/door';
import { RawWebSocket } from '../support/raw-websocket';
import {
  person,
  startTestServer,
  Talker,
  type Person,
  type StoreKind,
  type TestServer,
  type TestServerOptions,
} from '../support/server';

let server: TestServer;
afterEach(() => server.remove());
const porch = async (options: TestServerOptions = {}) => (server = await startTestServer(options));

const code = (answer: Answer<unknown>) => (answer.ok ? 'in' : answer.error.code);
const gone = (talker: Talker) => new Promise<string>((resolve) => talker.socket.once('disconnect', resolve));
const refusalOf = (dialling: Promise<unknown>) =>
  dialling.then(
    () => 'in',
    (error: unknown) => (error as { data: { code: string } }).data.code,
  );

/** A member's connection of which every byte is kept. */
async function overheard(url: string, token: string) {
  const raw = await RawWebSocket.open(url);
  raw.send(`40${JSON.stringify({ protocol: PROTOCOL, token })}`);
  await raw.until((text) => text.includes('\n40'));
  raw.send(`420${JSON.stringify(['resume', { logs: [] }])}`);
  await raw.until((text) => text.includes('430['));
  const all = async () => {
    let heard = '';
    await raw.until((text) => {
      heard = text;
      return true;
    });
    return heard;
  };
  return { raw, all };
}

const textsOf = (entries: readonly Entry[]) =>
  entries.flatMap((entry) => (entry.kind === 'message' ? entry.body.text : []));

async function wholeLog(asking: Person, log: string): Promise<Entry[]> {
  const epoch = asking.resumed.logs[0]?.epoch ?? '';
  const entries: Entry[] = [];
  for (;;) {
    const page = await asking.talker.must('read', { log, epoch, after: entries.at(-1)?.seq ?? 0 });
    entries.push(...page.entries);
    if (entries.length >= page.head) return entries;
  }
}

describe.each<StoreKind>(['memory', 'sqlite'])('a removal, on a %s store', (store) => {
  test('takes effect before the next entry is pushed, in whatever room, to whatever connection', async () => {
    await porch({ store });
    const [owner, narae, mateo] = [
      await host(server),
      await person(server.url, '나래'),
      await person(server.url, 'Mateo'),
    ];
    const room = randomUUID();
    await narae.talker.must('createRoom', { id: room, name: '옆방' });
    const raw = await overheard(server.url, mateo.token);
    const polling = await Talker.dial(server.url, { token: mateo.token, transports: ['polling'] });
    await polling.must('resume', { logs: [] });
    const lines = [raw.raw.closed, gone(polling), gone(mateo.talker)];

    // Two rooms full of talk, in the middle of which somebody is removed.
    const saying: Promise<unknown>[] = [];
    let removing: Promise<unknown> = Promise.resolve();
    for (let at = 0; at < 40; at += 1) {
      saying.push(narae.say(`사랑방 ${at}.`), narae.say(`옆방 ${at}.`, room));
      if (at === 20) removing = owner.talker.must('remove', { member: mateo.member.id, ban: false });
      if (at % 4 === 0) await Promise.all(saying);
    }
    await removing;
    const after = [await narae.say('다음 사랑방'), await narae.say('다음 옆방', room)];
    expect(after.every(({ result }) => result?.ok)).toBe(true);
    await Promise.all([...saying, ...lines]);

    const entries = await wholeLog(narae, narae.commons);
    const removed = entries.find(({ kind }) => kind === 'removed');
    expect(removed).toMatchObject({ author: owner.member.id, body: { member: mateo.member.id, name: 'Mateo' } });
    const later = textsOf(entries.filter(({ seq }) => seq > (removed?.seq ?? 0)));
    expect(later.length).toBeGreaterThan(0);
    const heard = await raw.all();
    const texts = [...textsOf(polling.entriesOf(narae.commons)), ...textsOf(mateo.talker.entriesOf(narae.commons))];
    expect(heard).toContain('사랑방 0.');
    expect(texts).toContain('사랑방 0.');
    for (const text of [...later, '다음 옆방']) expect(heard).not.toContain(text);
    expect(texts.filter((text) => later.includes(text))).toEqual([]);
    expect(heard).not.toContain('"kind":"removed"');
    for (const { kind } of [...polling.entriesOf(narae.commons), ...mateo.talker.entriesOf(narae.commons)])
      expect(kind).not.toBe('removed');
    // The others miss nothing, and know who is not here any more.
    await narae.talker.until(() => textsOf(narae.talker.entriesOf(room)).includes('다음 옆방'));
    expect(narae.talker.entriesOf(narae.commons).map(({ seq }) => seq)).toEqual(
      entries.flatMap(({ seq }) => (seq > (narae.resumed.logs[0]?.head ?? 0) ? seq : [])),
    );
    await narae.talker.until(() => narae.talker.pushes('presence').some((push) => push.gone.includes(mateo.member.id)));
  });

  test('lasts over a restart; what was said keeps its name; whoever was only removed may join again', async () => {
    await porch({ store });
    const [owner, mateo] = [await host(server), await person(server.url, 'Mateo')];
    await mateo.say('전에 한 말');
    const { member } = await owner.talker.must('remove', { member: mateo.member.id, ban: false, reason: '광고' });
    expect(member).toEqual({ ...mateo.member, standing: 'removed' });
    expect(await refusalOf(Talker.dial(server.url, { token: mateo.token }))).toBe('removed');
    expect(await owner.talker.ask('remove', { member: mateo.member.id, ban: false })).toMatchObject({
      ok: false,
      error: { code: 'no-such-member' },
    });
    server = await server.restart();
    expect(await refusalOf(Talker.dial(server.url, { token: mateo.token }))).toBe('removed');
    const again = await person(server.url, 'Mateo');
    expect(again.member.id).not.toBe(mateo.member.id);
    expect(again.resumed.members.find(({ id }) => id === mateo.member.id)).toMatchObject({
      name: 'Mateo',
      standing: 'removed',
    });
    expect((await wholeLog(again, again.commons)).find(({ kind }) => kind === 'message')).toMatchObject({
      author: mateo.member.id,
      body: { text: '전에 한 말' },
    });
    expect(server.status().members).toBe(2);
  });

  test('ends all devices of a member, and no line is theirs afterwards', async () => {
    await porch({ store });
    const [owner, mateo] = [await host(server), await person(server.url, 'Mateo')];
    const { token } = await mateo.talker.must('pair', {});
    const second = await invited(server.url, 'Mateo', token);
    const other = second.answer.ok ? second.answer.value.token : '';
    await second.talker.must('resume', { logs: [] });
    const ended = [gone(mateo.talker), gone(second.talker)];
    const { token: unused } = await mateo.talker.must('pair', {});
    await owner.talker.must('remove', { member: mateo.member.id, ban: false });
    await Promise.all(ended);
    expect(await refusalOf(Talker.dial(server.url, { token: other }))).toBe('removed');
    expect(code((await invited(server.url, 'Mateo', unused)).answer)).not.toBe('in');
  });
});

describe('what is on its way', () => {
  test('a message that waits behind a removal is in no log', async () => {
    await porch();
    const [owner, mateo] = [await host(server), await person(server.url, 'Mateo')];
    let release: () => void = () => {};
    const opened = new Promise<void>((resolve) => (release = resolve));
    server.disk.sync = () => opened;
    const removing = owner.talker.must('remove', { member: mateo.member.id, ban: false });
    await owner.talker.must('echo', {});
    const [ended, room] = [gone(mateo.talker), randomUUID()];
    mateo.talker.socket.emit('append', {
      log: mateo.commons,
      entries: [{ id: randomUUID(), kind: 'message', body: { text: '아직 나가는 중' } }],
    });
    mateo.talker.socket.emit('createRoom', { id: room, name: '늦은 방' });
    await mateo.talker.must('echo', {});
    release();
    await removing;
    await ended;
    await owner.say('나간 뒤');
    expect(textsOf(await wholeLog(owner, owner.commons))).toEqual(['나간 뒤']);
    expect((await owner.talker.must('resume', { logs: [] })).rooms.map(({ id }) => id)).not.toContain(room);
  });
});

describe('a ban', () => {
  const home = '198.51.100.7';
  const away = '203.0.113.9';
  const banned = async (more: TestServerOptions = {}) => {
    await porch({ ...behindProxy, ...more });
    const owner = await host(server, overTls());
    const mateo = await person(server.url, 'Mateo', overTls(home));
    const { member } = await owner.talker.must('remove', { member: mateo.member.id, ban: true });
    expect(member.standing).toBe('banned');
    return { owner, mateo };
  };
  const joins = async (way: Parameters<typeof Talker.dial>[1], more: object = {}) =>
    code(await (await Talker.dial(server.url, way)).ask('join', { name: 'Mateo', ...more }));
  const as = (token: string, way: NonNullable<Parameters<typeof Talker.dial>[1]>) => ({
    ...way,
    auth: { protocol: PROTOCOL, former: token },
  });

  test.each<StoreKind>(['memory', 'sqlite'])(
    'keeps out the address and the device, by every way but knocking (%s)',
    async (store) => {
      const { owner, mateo } = await banned({ store });
      const { token } = await owner.talker.must('invite', { role: 'member', uses: 9, lifetime: 60_000 });
      const check = async () => {
        expect(await refusalOf(Talker.dial(server.url, { ...overTls(away), token: mateo.token }))).toBe('removed');
        for (const invitation of [{}, { invitation: token }]) {
          expect(await joins(overTls(home), invitation)).toBe('knock-needed');
          expect(await joins(as(mateo.token, overTls(away)), invitation)).toBe('knock-needed');
        }
      };
      await check();
      server = await server.restart();
      await check();
      expect(await joins(overTls('198.51.100.8'))).toBe('in');
    },
  );

  test('is seen by who lets others in; who is let in is in', async () => {
    const { owner, mateo } = await banned();
    const back = await Talker.dial(server.url, as(mateo.token, overTls(away)));
    const { ticket } = await back.must('knock', { name: 'Mateo', note: '미안해요' });
    const knock = await owner.talker.until(() => owner.talker.pushes('knocks').at(-1)?.knocks[0]);
    expect(knock).toMatchObject({ name: 'Mateo', banned: true });
    await owner.talker.must('answerKnock', { id: knock.id, admit: true });
    await back.until(() => back.pushes('knocked')[0]);
    expect(code(await back.ask('join', { name: 'Mateo', knock: ticket }))).toBe('in');
  });

  test('is listed without addresses, and lifted', async () => {
    const { owner, mateo } = await banned();
    const { bans } = await owner.talker.must('bans', {});
    expect(bans).toMatchObject([
      { member: mateo.member.id, name: 'Mateo', by: owner.member.id, devices: 1, addresses: 1 },
    ]);
    expect(JSON.stringify(bans)).not.toContain(home);
    await owner.talker.must('unban', { id: bans[0]?.id ?? '' });
    expect((await owner.talker.must('bans', {})).bans).toEqual([]);
    expect(await owner.talker.ask('unban', { id: bans[0]?.id ?? '' })).toMatchObject({ ok: false });
    expect(await joins(overTls(home))).toBe('in');
    // The membership is over all the same.
    expect(await refusalOf(Talker.dial(server.url, { ...overTls(home), token: mateo.token }))).toBe('removed');
  });

  test('never speaks of this machine, nor of where the host comes from', async () => {
    await porch({ ...behindProxy });
    const owner = await host(server, overTls());
    for (const way of [{}, overTls()]) {
      const mateo = await person(server.url, 'Mateo', way);
      await owner.talker.must('remove', { member: mateo.member.id, ban: true });
      expect(await joins(way)).toBe('in');
      expect(await joins(as(mateo.token, way))).toBe('knock-needed');
    }
    expect((await owner.talker.must('bans', {})).bans.map(({ addresses }) => addresses)).toEqual([0, 0]);
  });

  test('does not concern members who live at the same address', async () => {
    await porch({ ...behindProxy });
    const owner = await host(server, overTls());
    const [mateo, sister] = [
      await person(server.url, 'Mateo', overTls(home)),
      await person(server.url, 'Lucía', overTls(home)),
    ];
    await owner.talker.must('remove', { member: mateo.member.id, ban: true });
    expect((await sister.say('저는 있어요')).result).toMatchObject({ ok: true });
    const again = await Talker.dial(server.url, { ...overTls(home), token: sister.token });
    expect((await again.must('resume', { logs: [] })).me).toBe(sister.member.id);
  });
});

test('the program of whoever was removed stops, says why, and keeps what it holds', async () => {
  await porch();
  const owner = await host(server);
  const mateo = await new Device().join(server.url, 'Mateo');
  await owner.say('기억할 말');
  await mateo.holds(['기억할 말']);
  const me = mateo.session.server.current.me ?? '';
  await owner.talker.must('remove', { member: me, ban: false });
  const offline = await until(mateo.session.connection, ({ phase }) => phase === 'offline');
  expect(offline).toMatchObject({ cause: { code: 'refused', refusal: { code: 'removed', kind: 'final' } } });
  expect(mateo.texts()).toEqual(['기억할 말']);
  await owner.say('뒤에 한 말');
  expect(mateo.texts()).toEqual(['기억할 말']);
  mateo.session.close();
});
