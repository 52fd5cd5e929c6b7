/** Who may do what: every role asks for everything there is, and the server's answer is held against one table. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { calls, roles, type NetworkCalls, type Role } from '../../protocol';
import { behindProxy, host, invited, overHttp, overTls } from '../support/door';
import { person, startTestServer, Talker, type Person, type TestServer } from '../support/server';

type Name = keyof NetworkCalls & string;
const names = Object.keys(calls) as Name[];

const TRUSTED: readonly Role[] = ['host', 'moderator', 'member'];
const KEEPERS: readonly Role[] = ['host', 'moderator'];
/** What is not everybody's. Everything that is not here, every member may do. */
const only: { readonly [N in Name]?: readonly Role[] } = {
  invite: TRUSTED,
  pair: TRUSTED,
  makeCode: TRUSTED,
  answerKnock: KEEPERS,
  remove: KEEPERS,
  bans: KEEPERS,
  unban: KEEPERS,
  mute: KEEPERS,
  slow: KEEPERS,
  appoint: ['host'],
  transfer: ['host'],
  audit: ['host'],
  askDialBack: ['host'],
  makeBot: ['host'],
  bots: ['host'],
  endBot: ['host'],
  makeHook: ['host'],
  endHook: ['host'],
  renewBot: ['host'],
  tryHook: ['host'],
};
/** A member knows the way in already. */
const ofStrangers: readonly Name[] = ['join', 'knock', 'stopKnocking'];

let server: TestServer;
let people: Record<Role, Person>;
let target: Omit<Person, 'talker'>;

beforeEach(async () => {
  server = await startTestServer(behindProxy);
  const owner = await host(server, overTls());
  const moderator = await person(server.url, '한결', overTls());
  await owner.talker.must('appoint', { member: moderator.member.id, role: 'moderator' });
  const [member, guest] = [await person(server.url, '윤서', overTls()), await person(server.url, '손님', overHttp())];
  people = { host: owner, moderator, member, guest };
  target = await newTarget();
});

afterEach(() => server.remove());

/** Somebody on whom everybody else may act whose role allows it. */
const newTarget = async () => {
  const { talker, ...somebody } = await person(server.url, '누군가', overTls('192.0.2.9'));
  talker.close();
  return somebody;
};

/** Rooms of their own, for who changes one. */
const own = { open: randomUUID(), closed: randomUUID() };
async function settle({ talker }: Person): Promise<void> {
  Object.assign(own, { open: randomUUID(), closed: randomUUID() });
  await talker.must('createRoom', { id: own.open, name: '열린 방' });
  await talker.must('createRoom', { id: own.closed, kind: 'private', name: '닫힌 방', members: [target.member.id] });
}

/** Something to ask with that has the shape, and where it can, an effect. */
function asked(name: Name, asking: Person): object {
  const { commons, resumed, device } = asking;
  const mark = { log: commons, epoch: resumed.logs[0]?.epoch, seq: 1 };
  const on = { member: target.member.id };
  const inputs: Record<Name, object> = {
    join: { name: '다시' },
    knock: { name: '다시' },
    stopKnocking: { ticket: 'a'.repeat(43) },
    resume: { logs: [] },
    read: { log: commons, epoch: mark.epoch, after: 0 },
    append: { log: commons, entries: [{ id: randomUUID(), kind: 'message', body: { text: '말' } }] },
    lacking: { ids: [randomUUID()] },
    createRoom: { id: randomUUID(), name: '방' },
    rename: { name: '새 이름' },
    echo: {},
    line: {},
    lab: {},
    invite: { role: 'guest', uses: 1, lifetime: 60_000 },
    pair: {},
    invitations: {},
    revoke: { id: randomUUID() },
    makeCode: {},
    answerKnock: { id: randomUUID(), admit: true },
    devices: {},
    signOut: { device },
    markRead: { marks: [mark] },
    remove: { ...on, ban: false },
    bans: {},
    unban: { id: randomUUID() },
    mute: { ...on, until: null },
    slow: { room: commons, seconds: 0 },
    appoint: { ...on, role: 'guest' },
    transfer: on,
    audit: {},
    askDialBack: {},
    changeRoom: { room: commons, topic: '오늘' },
    addToRoom: { room: own.closed, members: [target.member.id], share: false },
    enterRoom: { room: own.open },
    leaveRoom: { room: own.open },
    putOut: { room: own.closed, member: target.member.id },
    prefer: { room: commons, mutedUntil: null },
    arrange: { rooms: [commons] },
    find: { log: commons, epoch: mark.epoch, ids: [randomUUID()] },
    thread: { log: commons, epoch: mark.epoch, root: randomUUID() },
    threads: {},
    versions: { log: commons, epoch: mark.epoch, id: randomUUID() },
    pins: { log: commons, epoch: mark.epoch },
    vote: { log: commons, poll: randomUUID(), choices: [] },
    setIdle: { idle: false },
    setStatus: { quietUntil: null },
    typing: { log: commons },
    readers: { log: commons },
    relay: { room: commons, event: '종' },
    makeBot: { name: '봇', scopes: ['read'], rooms: null },
    bots: {},
    endBot: on,
    makeHook: { kind: 'incoming', bot: target.member.id, room: commons },
    endHook: { id: randomUUID() },
    renewBot: on,
    tryHook: { id: randomUUID() },
    dialledBack: { ask: randomUUID(), outcome: 'reached' },
  };
  return inputs[name];
}

/** What a call came to: `may` too where what it was asked with leads nowhere. */
async function asks(asking: Person, name: Name): Promise<string> {
  if (asked(name, asking) && 'member' in asked(name, asking)) target = await newTarget();
  const answer = await asking.talker.ask(name, asked(name, asking));
  if (answer.ok) return 'may';
  const { code } = answer.error;
  return ['no-such-member', 'no-such-entry', 'not-in-room', 'invitation-unknown', 'no-such-hook'].includes(code)
    ? 'may'
    : code;
}

/** These change who is asking: the last ones of all. */
const parting: readonly Name[] = ['transfer', 'signOut'];
const inOrder = [...names.filter((name) => !parting.includes(name)), ...parting];

test.each(roles)('what a %s may do', async (role) => {
  const cells: Record<string, string> = {};
  await settle(people[role]);
  for (const name of inOrder) cells[name] = await asks(people[role], name);
  const may = (name: Name) => !ofStrangers.includes(name) && (only[name]?.includes(role) ?? true);
  expect(cells).toEqual(Object.fromEntries(inOrder.map((name) => [name, may(name) ? 'may' : 'not-allowed'])));
});

test('what a stranger may do', async () => {
  const cells: Record<string, string> = {};
  for (const name of names) {
    const stranger = await Talker.dial(server.url, overTls());
    const answer = await stranger.ask(name, asked(name, people.member));
    cells[name] = answer.ok ? 'may' : answer.error.code;
    stranger.close();
  }
  const may = (name: Name) => [...ofStrangers, 'echo'].includes(name);
  expect(cells).toEqual(Object.fromEntries(names.map((name) => [name, may(name) ? 'may' : 'not-joined'])));
});

test('nobody acts on their equals, nor on those above', async () => {
  const [second, other] = [await person(server.url, '둘째', overTls()), await person(server.url, '셋째', overTls())];
  await people.host.talker.must('appoint', { member: second.member.id, role: 'moderator' });
  const targets = [people.host, people.moderator, second, other, people.guest];
  const below: Record<Role, readonly Role[]> = {
    host: ['moderator', 'member', 'guest'],
    moderator: ['member', 'guest'],
    member: [],
    guest: [],
  };
  const ranks = new Map<string, Role>([
    [people.host.member.id, 'host'],
    [people.moderator.member.id, 'moderator'],
    [second.member.id, 'moderator'],
    [other.member.id, 'member'],
    [people.guest.member.id, 'guest'],
  ]);
  for (const asking of [people.host, people.moderator, other, people.guest]) {
    const role = ranks.get(asking.member.id) ?? 'guest';
    for (const { member } of targets) {
      const may = below[role].includes(ranks.get(member.id) ?? 'host');
      const muted = await asking.talker.ask('mute', { member: member.id, until: null });
      expect(`${role} on ${ranks.get(member.id)}: ${muted.ok}`).toBe(`${role} on ${ranks.get(member.id)}: ${may}`);
      if (may) continue;
      for (const [name, more] of [
        ['remove', { ban: true }],
        ['appoint', { role: 'guest' }],
        ['transfer', {}],
      ] as const)
        expect(await asking.talker.ask(name, { member: member.id, ...more })).toMatchObject({
          ok: false,
          error: { code: 'not-allowed' },
        });
    }
  }
  expect(await people.host.talker.ask('mute', { member: randomUUID(), until: null })).toMatchObject({
    ok: false,
    error: { code: 'no-such-member' },
  });
});

test('a moderator on a line that others can read along does what a guest does', async () => {
  const { token } = people.moderator;
  const inTheOpen = await Talker.dial(server.url, { ...overHttp(), token });
  const remove = { member: target.member.id, ban: false };
  expect(await inTheOpen.ask('remove', remove)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  expect(await people.moderator.talker.ask('remove', remove)).toMatchObject({ ok: true });
});

test('a role that is being taken away is no role any more', async () => {
  const { moderator, host: owner } = people;
  let release: () => void = () => {};
  const opened = new Promise<void>((resolve) => (release = resolve));
  server.disk.sync = () => opened;
  const demoting = owner.talker.ask('appoint', { member: moderator.member.id, role: 'guest' });
  await owner.talker.must('echo', {});
  const removing = moderator.talker.ask('remove', { member: target.member.id, ban: false });
  await moderator.talker.must('echo', {});
  release();
  expect(await demoting).toMatchObject({ ok: true });
  expect(await removing).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
});

test('whose token went in the open never becomes more than a guest', async () => {
  for (const role of ['member', 'moderator'] as const)
    expect(await people.host.talker.ask('appoint', { member: people.guest.member.id, role })).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' },
    });
  expect(await people.host.talker.ask('transfer', { member: people.guest.member.id })).toMatchObject({
    ok: false,
    error: { code: 'not-allowed' },
  });
});

describe('there is one host', () => {
  const hosts = async (asking: Person) => {
    const { members } = await asking.talker.must('resume', { logs: [] });
    return members.filter(({ role, standing }) => role === 'host' && standing === 'in').map(({ id }) => id);
  };

  test('who hands the server over is a moderator from then on, and the other one is the host', async () => {
    const { host: owner, member } = people;
    const { members } = await owner.talker.must('transfer', { member: member.member.id });
    expect(members.map(({ id, role }) => [id, role]).sort()).toEqual(
      [
        [owner.member.id, 'moderator'],
        [member.member.id, 'host'],
      ].sort(),
    );
    expect(await hosts(owner)).toEqual([member.member.id]);
    expect(await owner.talker.ask('audit', {})).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect((await member.talker.must('audit', {})).lines[0]).toMatchObject({
      act: 'transfer',
      by: owner.member.id,
      subject: member.member.id,
    });
    await people.guest.talker.until(() =>
      people.guest.talker
        .pushes('members')
        .flat()
        .some((push) => push.members.some(({ id, role }) => id === member.member.id && role === 'host')),
    );
  });

  test('the machine’s own key makes its window the host again', async () => {
    const { host: owner, member } = people;
    await owner.talker.must('transfer', { member: member.member.id });
    const again = await host(server, overTls());
    expect(again.member.role).toBe('host');
    expect(await hosts(owner)).toEqual([again.member.id]);
    expect((await again.talker.must('audit', {})).lines[0]).toMatchObject({
      act: 'transfer',
      by: null,
      subject: again.member.id,
    });
    expect(await member.talker.ask('appoint', { member: target.member.id, role: 'guest' })).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' },
    });
  });

  test('an invitation for a member of one’s own rank never makes a host', async () => {
    const answer = await people.host.talker.ask('invite', { role: 'host', uses: 1, lifetime: 60_000 });
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } });
    const { token } = await people.host.talker.must('invite', { role: 'moderator', uses: 1, lifetime: 60_000 });
    const comer = await invited(server.url, '새 사람', token, overTls());
    expect(comer.answer).toMatchObject({ ok: true, value: { member: { role: 'moderator' } } });
  });
});
