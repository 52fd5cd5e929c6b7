/** Bots: what each scope lets them do, in which rooms, through which door; and how they end. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { botCalls, calls, scopes, type Id, type NetworkCalls, type Scope } from '../../protocol';
import { requestDoors } from '../support/doors/requests';
import { Reading, Refused } from '../support/doors/door';
import { socketDoors } from '../support/doors/sockets';
import { behindProxy, host, overHttp, overTls } from '../support/door';
import { said } from '../support/drafts';
import { person, startTestServer, Talker, type Person, type TestServer } from '../support/server';

let server: TestServer;
let owner: Person;
let room: Id;
let epoch: Id;

beforeEach(async () => {
  server = await startTestServer({ ...behindProxy, store: 'sqlite' });
  owner = await host(server, overTls());
  room = owner.commons;
  epoch = owner.resumed.logs[0]?.epoch ?? '';
});
afterEach(() => server.remove());

const make = (allowed: readonly Scope[], rooms: readonly Id[] | null = null, name = '날씨') =>
  owner.talker.must('makeBot', { name, scopes: allowed, rooms });
const dial = (token: string) => Talker.dial(server.url, { ...overTls(), token });
const codeOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'ok' : answer.error?.code);

describe('what a bot may ask', () => {
  const subsets = [['read'], ['write'], ['relay'], ['read', 'write', 'relay']] as const satisfies Scope[][];
  test.each(subsets)('with %s %s %s: what its scopes say, and nothing else there is', async (...given) => {
    const allowed = given.filter((scope) => scope !== undefined);
    const { token } = await make(allowed);
    const bot = await dial(token);
    const cells: Record<string, boolean> = {};
    const expected: Record<string, boolean> = {};
    for (const name of Object.keys(calls) as (keyof NetworkCalls)[]) {
      const answer = await bot.ask(name, {});
      cells[name] = answer.ok || answer.error.code !== 'no-scope';
      const scope = botCalls[name];
      expected[name] = scope === 'any' || (scope !== undefined && allowed.includes(scope));
    }
    expect(cells).toEqual(expected);
    // No word of it stands in the server's log.
    for (const secret of [token, '날씨']) expect(server.log()).not.toContain(secret);
    bot.close();
  });

  test('every call it may ask is one there is; whoever runs the server is none of its', () => {
    expect(Object.keys(botCalls).filter((name) => !Object.hasOwn(calls, name))).toEqual([]);
    for (const name of [
      'join',
      'invite',
      'pair',
      'makeBot',
      'makeHook',
      'devices',
      'signOut',
      'remove',
      'audit',
      'bots',
    ])
      expect(Object.hasOwn(botCalls, name), name).toBe(false);
    expect(Object.values(botCalls).every((scope) => scope === 'any' || scopes.includes(scope))).toBe(true);
  });

  test.each([...requestDoors, ...socketDoors])('through $name', async (door) => {
    const [reader, writer] = [await make(['read'], null, '읽는 봇'), await make(['write'], null, '쓰는 봇')];
    // In the open it is as any other: a guest's token.
    const reads = await door.back(server.url, reader.member.id, reader.token);
    const writes = await door.back(server.url, writer.member.id, writer.token);
    expect((await reads.logs()).map(({ log }) => log)).toEqual([room]);
    expect(await reads.append(room, said('안 돼요'))).toEqual({ ok: false, code: 'no-scope' });
    const draft = said('비가 와요');
    expect(await writes.append(room, draft)).toMatchObject({ ok: true });
    await expect(writes.logs()).rejects.toThrow(new Refused('no-scope'));
    const reading = new Reading({ log: room, epoch, after: 0 });
    const going = reading.go(reads);
    await reading.has([draft.id]);
    reading.cut();
    await going;
    const blind = new Reading({ log: room, epoch, after: 0 });
    expect(await Promise.race([blind.go(writes).catch(() => 'lost'), blindly()])).not.toBeNull();
    expect(blind.entries).toEqual([]);
    reads.leave();
    writes.leave();
  });
  /** Where a door stays open for who is told nothing. */
  const blindly = async () => {
    for (let turn = 0; turn < 3; turn += 1) await owner.say('들려요?');
    return 'told nothing';
  };
});

test('it is shown as a bot to everybody, with its joining; its token is answered once and kept as a hash', async () => {
  const yunseo = await person(server.url, '윤서', overTls());
  const { bot, member, token } = await make(['read']);
  expect(member).toMatchObject({ name: '날씨', via: 'bot', role: 'member', standing: 'in' });
  expect(bot).toEqual({
    ...{ member: member.id, scopes: ['read'], rooms: null },
    by: owner.member.id,
    madeAt: member.joinedAt,
  });
  await yunseo.talker.until(() => yunseo.talker.pushes('members').some(({ members }) => members[0]?.via === 'bot'));
  await yunseo.talker.until(() =>
    yunseo.talker.entriesOf(room).find(({ kind, author }) => kind === 'joined' && author === member.id),
  );
  const listed = await owner.talker.must('bots', {});
  expect(listed).toEqual({ bots: [bot], used: [], hooks: [], states: [] });
  expect(JSON.stringify(listed)).not.toContain(token);
  expect((await owner.talker.must('audit', {})).lines[0]).toMatchObject({
    act: 'bot',
    by: owner.member.id,
    subject: member.id,
    detail: '날씨',
  });
  for (const act of ['appoint', 'transfer'] as const)
    expect(codeOf(await owner.talker.ask(act, { member: member.id, role: 'moderator' }))).toBe('not-allowed');
  for (const asking of [yunseo, await person(server.url, '손님', overHttp())])
    expect(codeOf(await asking.talker.ask('makeBot', { name: 'x', scopes: ['read'], rooms: null }))).toBe(
      'not-allowed',
    );
});

test('one that is bound to a room knows of no other: no log, no line, no name, before and after a restart', async () => {
  const [own, other, later] = [randomUUID(), randomUUID(), randomUUID()];
  await owner.talker.must('createRoom', { id: own, name: '봇의 방' });
  await owner.talker.must('createRoom', { id: other, name: '다른 방' });
  const { token, member } = await make(['read', 'write', 'relay'], [own]);
  for (const round of ['before', 'after']) {
    if (round === 'after') {
      server = await server.restart();
      owner.talker.close();
      owner.talker = await Talker.dial(server.url, { ...overTls(), token: owner.token });
      await owner.talker.must('resume', { logs: [] });
    }
    const bot = await dial(token);
    const { rooms, logs, counts } = await bot.must('resume', { logs: [] });
    expect([rooms.map(({ id }) => id), logs.map(({ log }) => log)]).toEqual([[own], [own]]);
    expect(counts.every(({ log }) => log === own)).toBe(true);
    for (const log of [room, other]) {
      expect(codeOf(await bot.ask('append', { log, entries: [said('몰래')] }))).toBe('no-such-log');
      expect(codeOf(await bot.ask('read', { log, epoch, limit: 1 }))).toBe('no-such-log');
      expect(codeOf(await bot.ask('relay', { room: log, event: 'x' }))).toBe('no-such-log');
    }
    const say = (log: Id, text: string) => owner.talker.must('append', { log, entries: [said(text)] });
    await say(other, '다른 방의 말');
    await say(room, '모두의 말');
    if (round === 'before') await owner.talker.must('createRoom', { id: later, name: '나중 방' });
    await owner.talker.must('changeRoom', { room: other, topic: `${round} 주제` });
    await say(later, '나중 방의 말');
    await say(own, `봇에게 ${round}`);
    await bot.until(() =>
      bot.entriesOf(own).find((entry) => entry.kind === 'message' && entry.body.text === `봇에게 ${round}`),
    );
    const heard = JSON.stringify(bot.heard.filter(({ name }) => name !== 'members'));
    for (const trace of [other, later, '다른 방', '모두의', '나중', '주제']) expect(heard).not.toContain(trace);
    bot.close();
  }
  expect((await owner.talker.must('bots', {})).bots).toMatchObject([{ member: member.id, rooms: [own] }]);
});

test('the host does not give away a room they may not read', async () => {
  const yunseo = await person(server.url, '윤서', overTls());
  const hidden = randomUUID();
  await yunseo.talker.must('createRoom', { id: hidden, kind: 'private', name: '비밀', members: [] });
  expect(codeOf(await owner.talker.ask('makeBot', { name: 'x', scopes: ['read'], rooms: [hidden] }))).toBe(
    'no-such-log',
  );
  const { member, token } = await make(['read'], null);
  const bot = await dial(token);
  expect((await bot.must('resume', { logs: [] })).rooms.map(({ id }) => id)).toEqual([room]);
  // Who is in a private room lets a bot in as anybody else.
  await yunseo.talker.must('addToRoom', { room: hidden, members: [member.id], share: false });
  await bot.until(() => bot.pushes('rooms').some(({ rooms }) => rooms[0]?.id === hidden));
  bot.close();
});

test('a renewed token: the one before is nobody’s at once, on every connection; the bot is the same one', async () => {
  const { member, token } = await make(['read', 'write']);
  const bearer = (of: string) => ({ ...overTls().headers, authorization: `Bearer ${of}` });
  const logs = (of: string) => fetch(`${server.url}api/logs`, { headers: bearer(of) });
  const ticket = async (of: string) => {
    const made = await fetch(`${server.url}api/tickets`, { method: 'POST', headers: bearer(of) });
    return ((await made.json()) as { ticket: string }).ticket;
  };
  const bot = await dial(token);
  await bot.must('resume', { logs: [] });
  expect((await logs(token)).status).toBe(200);
  const kept = await ticket(token);
  const streamed = await fetch(`${server.url}api/rooms/${room}/entries?after=0`, {
    headers: { ...bearer(token), accept: 'application/x-ndjson' },
  });
  const closed = new Promise((resolve) => bot.socket.once('disconnect', resolve));
  const { token: next } = await owner.talker.must('renewBot', { member: member.id });
  expect(next).not.toBe(token);
  await closed;
  // What was being read ends, with nothing of what is said from then on.
  await owner.say('새 토큰 다음의 말');
  expect(await streamed.text().catch(() => 'cut')).not.toContain('새 토큰 다음의 말');
  await expect(dial(token)).rejects.toMatchObject({ data: { code: 'signed-out' } });
  expect((await logs(token)).status).toBe(401);
  expect((await fetch(`${server.url}api/logs?ticket=${kept}`, { headers: { ...overTls().headers } })).status).toBe(401);
  server = await server.restart();
  await expect(dial(token)).rejects.toMatchObject({ data: { code: 'signed-out' } });
  const again = await dial(next);
  expect((await again.must('resume', { logs: [] })).me).toBe(member.id);
  await again.must('append', { log: room, entries: [said('그대로예요')] });
  expect(codeOf(await again.ask('audit', {}))).toBe('no-scope');
  again.close();
  owner.talker = await Talker.dial(server.url, { ...overTls(), token: owner.token });
  const { lines } = await owner.talker.must('audit', {});
  expect(lines[0]).toMatchObject({ act: 'renew', by: owner.member.id, subject: member.id, detail: '날씨' });
  for (const secret of [token, next]) {
    expect(JSON.stringify(await owner.talker.must('bots', {}))).not.toContain(secret);
    expect(server.log()).not.toContain(secret);
  }
  for (const nobody of [owner.member.id, randomUUID()])
    expect(codeOf(await owner.talker.ask('renewBot', { member: nobody }))).not.toBe('ok');
  await owner.talker.must('endBot', { member: member.id });
  expect(codeOf(await owner.talker.ask('renewBot', { member: member.id }))).toBe('no-such-member');
  await expect(dial(next)).rejects.toMatchObject({ data: { code: 'removed' } });
});

test('when a bot asked for something last is known, by whatever door, also past a restart', async () => {
  const { member, token } = await make(['read']);
  const used = async () => (await owner.talker.must('bots', {})).used;
  expect(await used()).toEqual([]);
  const before = Date.now();
  await fetch(`${server.url}api/logs`, { headers: { ...overTls().headers, authorization: `Bearer ${token}` } });
  const [first] = await used();
  expect(first).toMatchObject({ member: member.id });
  expect(first?.at).toBeGreaterThanOrEqual(before);
  server = await server.restart();
  owner.talker = await Talker.dial(server.url, { ...overTls(), token: owner.token });
  expect((await used())[0]?.at).toBeGreaterThanOrEqual(before);
  const bot = await dial(token);
  await bot.ask('append', { log: room, entries: [said('안 돼요')] });
  expect((await used())[0]?.at).toBeGreaterThan(first!.at);
  bot.close();
});

test('an ended bot is gone at once: its connection, its token, its name stays with what it said', async () => {
  const { member, token } = await make(['read', 'write']);
  const bot = await dial(token);
  await bot.must('resume', { logs: [] });
  await bot.must('append', { log: room, entries: [said('안녕히')] });
  const closed = new Promise((resolve) => bot.socket.once('disconnect', resolve));
  await owner.talker.must('endBot', { member: member.id });
  await closed;
  await expect(dial(token)).rejects.toMatchObject({ data: { code: 'removed' } });
  const asked = await fetch(`${server.url}api/logs`, {
    headers: { ...overTls().headers, authorization: `Bearer ${token}` },
  });
  expect(asked.status).toBe(403);
  expect((await owner.talker.must('bots', {})).bots).toEqual([]);
  expect(codeOf(await owner.talker.ask('endBot', { member: member.id }))).toBe('no-such-member');
  expect(codeOf(await owner.talker.ask('endBot', { member: owner.member.id }))).not.toBe('ok');
  server = await server.restart();
  await expect(dial(token)).rejects.toMatchObject({ data: { code: 'removed' } });
});
