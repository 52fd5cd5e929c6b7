/** People come in with an invitation that somebody gave them: how often, for how long, as what, and when not at all. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { limits, type Answer } from '../../protocol';
import { behindProxy, host, invited, overHttp, overTls, ShiftedClock } from '../support/door';
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
afterEach(async () => {
  await server.remove();
});
const porch = async (options: TestServerOptions = {}) => (server = await startTestServer(options));

const terms = { role: 'member', uses: 5, lifetime: 60_000 } as const;
const gives = (giver: Person, more: Partial<Record<keyof typeof terms, unknown>> = {}) =>
  giver.talker.must('invite', { ...terms, ...more });
const code = (answer: Answer<unknown>) => (answer.ok ? 'in' : answer.error.code);

describe.each<StoreKind>(['memory', 'sqlite'])('an invitation, on a %s store', (store) => {
  test('lets in without the password, as often as it says, also after a restart', async () => {
    await porch({ store, password: '마루 열쇠' });
    const { token, invitation } = await gives(await host(server), { uses: 2 });
    expect(invitation).toMatchObject({ kind: 'person', role: 'member', usesLeft: 2, revoked: false });
    const narae = await invited(server.url, '나래', token);
    expect(narae.answer).toMatchObject({
      ok: true,
      value: { member: { name: '나래', role: 'member', private: true } },
    });
    server = await server.restart();
    expect(code((await invited(server.url, '윤서', token)).answer)).toBe('in');
    const late = await invited(server.url, '한결', token);
    expect(late.answer).toMatchObject({ error: { code: 'invitation-used', kind: 'final' } });
    // Whoever came too late is still a stranger, and may do what strangers do.
    expect(code(await late.talker.ask('join', { name: '한결', password: '마루 열쇠' }))).toBe('in');
    expect(server.status().members).toBe(4);
  });

  test('is used up by exactly as many as it says, however many come at once', async () => {
    await porch({ store });
    const { token, invitation } = await gives(await host(server), { uses: 3 });
    const comers = await Promise.all(Array.from({ length: 12 }, () => Talker.dial(server.url)));
    const answers = await Promise.all(
      comers.map((comer, at) => comer.ask('join', { name: `${at}`, invitation: token })),
    );
    expect(answers.map(code).sort()).toEqual([
      ...Array.from({ length: 3 }, () => 'in'),
      ...Array.from({ length: 9 }, () => 'invitation-used'),
    ]);
    expect(server.status().members).toBe(4);
    const again = await host(server);
    const { invitations } = await again.talker.must('invitations', {});
    expect(invitations.find(({ id }) => id === invitation.id)).toMatchObject({ usesLeft: 0 });
  });

  test('is over when its time is, by the server’s clock, and when it was taken back', async () => {
    const clock = new ShiftedClock();
    await porch({ store, clock });
    const narae = await host(server);
    const [short, taken] = [await gives(narae, { lifetime: 60_000 }), await gives(narae)];
    clock.ahead = 59_000;
    expect(code((await invited(server.url, '윤서', short.token)).answer)).toBe('in');
    clock.ahead = 61_000;
    expect((await invited(server.url, '한결', short.token)).answer).toMatchObject({
      error: { code: 'invitation-expired', kind: 'final' },
    });
    clock.ahead = 0;
    expect(await narae.talker.must('revoke', { id: taken.invitation.id })).toMatchObject({
      invitation: { revoked: true },
    });
    expect((await invited(server.url, '한결', taken.token)).answer).toMatchObject({
      error: { code: 'invitation-revoked', kind: 'final' },
    });
    expect(server.status().members).toBe(2);
  });

  test('is nobody’s to see: the token is in no file and no log', async () => {
    await porch({ store });
    const { token } = await gives(await host(server));
    await invited(server.url, '나래', token);
    await invited(server.url, '누구', `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`);
    await server.close();
    const files = (await readdir(server.folder, { withFileTypes: true })).filter((entry) => entry.isFile());
    for (const { name } of files) {
      expect((await readFile(join(server.folder, name))).includes(token), name).toBe(false);
    }
    expect(server.log()).not.toContain(token);
  });
});

test('an invitation gives no more than its giver has, and over plain HTTP nothing but a guest’s place', async () => {
  await porch({ ...behindProxy });
  const narae = await host(server, overTls());
  const moderating = await gives(narae, { role: 'moderator' });
  const yunseo = await invited(server.url, '윤서', moderating.token, overTls('192.0.2.2'));
  expect(yunseo.answer).toMatchObject({ value: { member: { role: 'moderator', private: true } } });
  const mateo = await invited(server.url, 'Mateo', moderating.token, overHttp());
  expect(mateo.answer).toMatchObject({ value: { member: { role: 'guest', private: false } } });

  const hangyeol = await person(server.url, '한결', overTls('192.0.2.3'));
  expect(hangyeol.member.role).toBe('member');
  expect((await gives(hangyeol, { role: 'moderator' })).invitation.role).toBe('member');
  // What was given while one was more is worth what one is now.
  const byModerator = await yunseo.talker.must('invite', { ...terms, role: 'moderator' });
  await narae.talker.must('appoint', {
    member: yunseo.answer.ok ? yunseo.answer.value.member.id : '',
    role: 'member',
  });
  const late = await invited(server.url, '늦은 사람', byModerator.token, overTls('192.0.2.4'));
  expect(late.answer).toMatchObject({ value: { member: { role: 'member' } } });
  expect(await narae.talker.ask('invite', { ...terms, role: 'host' })).toMatchObject({ error: { code: 'invalid' } });
});

test('a member’s token is worth a guest’s on a connection that others can read', async () => {
  await porch({ ...behindProxy });
  const narae = await host(server, overTls());
  const open = await Talker.dial(server.url, { ...overHttp(), token: narae.token });
  expect((await open.must('resume', { logs: [] })).me).toBe(narae.member.id);
  expect(await open.ask('invite', terms)).toMatchObject({ error: { code: 'not-allowed' } });
});

test('guests and strangers invite nobody', async () => {
  await porch({ ...behindProxy });
  const guest = await person(server.url, '손님', overHttp());
  const stranger = await Talker.dial(server.url, overTls());
  for (const [name, input] of [
    ['invite', terms],
    ['pair', {}],
    ['makeCode', {}],
    ['answerKnock', { id: guest.member.id, admit: true }],
  ] as const) {
    expect(await guest.talker.ask(name, input), name).toMatchObject({ error: { code: 'not-allowed', kind: 'final' } });
    expect(await stranger.ask(name, input), name).toMatchObject({ error: { code: 'not-joined', kind: 'final' } });
  }
});

test('one sees and takes back one’s own invitations; the host sees and takes back everybody’s', async () => {
  await porch();
  const [narae, yunseo, mateo] = [
    await host(server),
    await person(server.url, '윤서'),
    await person(server.url, 'Mateo'),
  ];
  const [hers, his] = [await gives(yunseo), await gives(mateo)];
  const ids = async (who: Person) => (await who.talker.must('invitations', {})).invitations.map(({ id }) => id);
  expect(await ids(yunseo)).toEqual([hers.invitation.id]);
  expect((await ids(narae)).sort()).toEqual([hers.invitation.id, his.invitation.id].sort());
  expect(await yunseo.talker.ask('revoke', { id: his.invitation.id })).toMatchObject({
    error: { code: 'invitation-unknown' },
  });
  expect(code((await invited(server.url, '한결', his.token)).answer)).toBe('in');
  await narae.talker.must('revoke', { id: his.invitation.id });
  expect(code((await invited(server.url, '누구', his.token)).answer)).toBe('invitation-revoked');
});

test('there is a last invitation for one member, and room again when one is over', async () => {
  await porch();
  const [narae, yunseo] = [await host(server), await person(server.url, '윤서')];
  const [first, ...others] = await Promise.all(Array.from({ length: limits.invitationsOfOne }, () => gives(yunseo)));
  expect(others).toHaveLength(limits.invitationsOfOne - 1);
  expect(await yunseo.talker.ask('invite', terms)).toMatchObject({ error: { code: 'too-many' } });
  expect(await narae.talker.ask('invite', terms)).toMatchObject({ ok: true });
  await yunseo.talker.must('revoke', { id: first?.invitation.id ?? '' });
  expect(await yunseo.talker.ask('invite', terms)).toMatchObject({ ok: true });
});

test('wrong tokens are counted against the address they come from, and nobody else’s', async () => {
  await porch({ ...behindProxy });
  const { token } = await gives(await host(server, overTls()));
  const wrong = async (address: string, at: number) =>
    code(
      (await invited(server.url, '도둑', `${'A'.repeat(20)}${String(at).padStart(2, '0')}`, overTls(address))).answer,
    );
  const tried: string[] = [];
  for (let at = 0; at < limits.passwordTries.burst + 2; at += 1) tried.push(await wrong('192.0.2.66', at));
  expect(tried).toEqual([
    ...Array.from({ length: limits.passwordTries.burst }, () => 'invitation-unknown'),
    ...['rate', 'rate'],
  ]);
  expect(code((await invited(server.url, '나래', token, overTls('192.0.2.5'))).answer)).toBe('in');
  // The right one costs nothing: a class comes through one router.
  for (const name of ['하나', '둘', '셋', '넷']) {
    expect(code((await invited(server.url, name, token, overTls('192.0.2.5'))).answer)).toBe('in');
  }
});

test('whoever was removed invites nobody any more', async () => {
  await porch();
  const [narae, yunseo] = [await host(server), await person(server.url, '윤서')];
  const { token } = await gives(yunseo);
  await narae.talker.must('remove', { member: yunseo.member.id, ban: false });
  expect(code((await invited(server.url, '공범', token)).answer)).toBe('invitation-revoked');
});
