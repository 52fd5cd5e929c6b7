/** Somebody knocks; somebody there lets them in, or not; what holds when nobody answers, and when lines break. */
import { afterEach, describe, expect, test } from 'vitest';
import { limits, type Knock } from '../../protocol';
import { Knocks } from '../../server/joining/knocks';
import { behindProxy, host, overHttp, overTls } from '../support/door';
import { ManualClock, testId } from '../support/ports';
import {
  person,
  startTestServer,
  Talker,
  type Person,
  type TestServer,
  type TestServerOptions,
} from '../support/server';

let server: TestServer;
const porch = async (options: TestServerOptions = {}) =>
  (server = await startTestServer({ ...behindProxy, password: '마루 열쇠', ...options }));

describe('over real sockets', () => {
  afterEach(async () => {
    expect(server.log()).not.toContain('"level":"error"');
    await server.remove();
  });

  const waiting = (who: Person, is: (knocks: Knock[]) => boolean) =>
    who.talker.until(() => {
      const last = who.talker.pushes('knocks').at(-1)?.knocks;
      return last && is(last) ? last : undefined;
    });

  test('the host hears who it is, lets them in with a word, and they are in by the name they gave', async () => {
    await porch();
    const narae = await host(server, overTls());
    expect(narae.resumed.knocks).toEqual([]);
    const mateo = await Talker.dial(server.url, overTls('192.0.2.9'));
    const knocked = await mateo.must('knock', { name: 'Mateo', note: '3층 디자인팀입니다' });
    expect(knocked).toMatchObject({ state: 'waiting' });
    expect(await mateo.ask('join', { name: 'Mateo', knock: knocked.ticket })).toMatchObject({
      error: { code: 'knock-needed' },
    });
    const [knock] = await waiting(narae, (knocks) => knocks.length === 1);
    expect(knock).toMatchObject({ name: 'Mateo', note: '3층 디자인팀입니다', private: true, banned: false });
    expect(JSON.stringify(knock)).not.toContain(knocked.ticket);
    await narae.talker.must('answerKnock', { id: knock?.id, admit: true, note: '어서 오세요' });
    const answer = await mateo.until(() => mateo.pushes('knocked')[0]);
    expect(answer).toEqual({ state: 'admitted', note: '어서 오세요' });
    await waiting(narae, (knocks) => knocks.length === 0);
    const joined = await mateo.must('join', { name: '집주인', knock: knocked.ticket });
    expect(joined.member).toMatchObject({ name: 'Mateo', role: 'member', private: true });
    // One admission, one join.
    const again = await Talker.dial(server.url, overTls('192.0.2.9'));
    expect(await again.ask('join', { name: 'Mateo', knock: knocked.ticket })).toMatchObject({
      error: { code: 'knock-needed' },
    });
    const { lines } = await narae.talker.must('audit', {});
    expect(lines.map(({ act }) => act)).toEqual(['join', 'admit', 'join']);
    expect(lines[1]).toMatchObject({ act: 'admit', by: narae.member.id, detail: 'Mateo' });
  });

  test('who is turned away hears so and the note, and is not let in by trying on', async () => {
    await porch();
    const narae = await host(server, overTls());
    const mateo = await Talker.dial(server.url, overHttp());
    const { ticket } = await mateo.must('knock', { name: 'Mateo' });
    const [knock] = await waiting(narae, (knocks) => knocks.length === 1);
    expect(knock).toMatchObject({ private: false });
    await narae.talker.must('answerKnock', { id: knock?.id, admit: false, note: '누구신지 모르겠어요' });
    expect(await mateo.until(() => mateo.pushes('knocked')[0])).toEqual({
      state: 'refused',
      note: '누구신지 모르겠어요',
    });
    expect(await mateo.ask('join', { name: 'Mateo', knock: ticket })).toMatchObject({
      error: { code: 'knock-refused', kind: 'final' },
    });
    expect(await mateo.must('knock', { name: 'Mateo', ticket })).toMatchObject({ state: 'refused' });
    expect(await narae.talker.ask('answerKnock', { id: knock?.id, admit: true })).toMatchObject({ ok: false });
    for (let more = 1; more < limits.knocksPerAddress; more += 1) {
      const other = await Talker.dial(server.url, overHttp());
      expect(await other.ask('knock', { name: 'Mateo' })).toMatchObject({ ok: true });
    }
    const last = await Talker.dial(server.url, overHttp());
    expect(await last.ask('knock', { name: 'Mateo' })).toMatchObject({ error: { code: 'too-many' } });
  });

  test('an answer that was given while the line was lost is there when the ticket comes back', async () => {
    await porch();
    const narae = await host(server, overTls());
    const before = await Talker.dial(server.url, overTls('192.0.2.9'));
    const { ticket } = await before.must('knock', { name: 'Mateo' });
    const [knock] = await waiting(narae, (knocks) => knocks.length === 1);
    before.close();
    await narae.talker.must('answerKnock', { id: knock?.id, admit: true });
    const after = await Talker.dial(server.url, overTls('192.0.2.9'));
    expect(await after.must('knock', { name: 'Mateo', ticket })).toEqual({ ticket, state: 'admitted' });
    expect(await after.ask('join', { name: 'Mateo', knock: ticket })).toMatchObject({ ok: true });
  });

  test('and one that was given after it came back is told there', async () => {
    await porch();
    const narae = await host(server, overTls());
    const before = await Talker.dial(server.url, overTls('192.0.2.9'));
    const { ticket } = await before.must('knock', { name: 'Mateo' });
    before.close();
    const after = await Talker.dial(server.url, overTls('192.0.2.9'));
    expect(await after.must('knock', { name: 'Mateo', ticket })).toEqual({ ticket, state: 'waiting' });
    const [knock] = await waiting(narae, (knocks) => knocks.length === 1);
    await narae.talker.must('answerKnock', { id: knock?.id, admit: true });
    expect(await after.until(() => after.pushes('knocked')[0])).toEqual({ state: 'admitted' });
  });

  test('knocking twice on one line is one knock; whoever comes in by the password waits no more', async () => {
    await porch();
    const narae = await host(server, overTls());
    const mateo = await Talker.dial(server.url, overTls('192.0.2.9'));
    const [first, second] = [await mateo.must('knock', { name: 'Mateo' }), await mateo.must('knock', { name: '또' })];
    expect(second).toEqual(first);
    await waiting(narae, (knocks) => knocks.length === 1 && knocks[0]?.name === 'Mateo');
    await mateo.must('join', { name: 'Mateo', password: '마루 열쇠' });
    await waiting(narae, (knocks) => knocks.length === 0);
    expect(await mateo.ask('knock', { name: 'Mateo' })).toMatchObject({ error: { code: 'not-allowed' } });
  });

  test('who goes away again is asked about no more, but by nobody else, and an answer that was given stays', async () => {
    await porch();
    const narae = await host(server, overTls());
    const mateo = await Talker.dial(server.url, overTls('192.0.2.9'));
    const { ticket } = await mateo.must('knock', { name: 'Mateo' });
    const [knock] = await waiting(narae, (knocks) => knocks.length === 1);
    await mateo.must('stopKnocking', { ticket: 'x'.repeat(43) });
    expect((await mateo.must('knock', { name: 'Mateo', ticket })).state).toBe('waiting');
    await mateo.must('stopKnocking', { ticket });
    await waiting(narae, (knocks) => knocks.length === 0);
    expect(await narae.talker.ask('answerKnock', { id: knock?.id, admit: true })).toMatchObject({
      error: { code: 'no-such-member' },
    });
    const again = await mateo.must('knock', { name: 'Mateo' });
    const [second] = await waiting(narae, (knocks) => knocks.length === 1);
    await narae.talker.must('answerKnock', { id: second?.id, admit: false });
    await mateo.must('stopKnocking', { ticket: again.ticket });
    expect((await mateo.must('knock', { name: 'Mateo', ticket: again.ticket })).state).toBe('refused');
  });

  test('only those who may let people in hear of it, on all their devices', async () => {
    await porch();
    const narae = await host(server, overTls());
    const desk = await Talker.dial(server.url, { ...overTls(), token: narae.token });
    await desk.must('resume', { logs: [] });
    const yunseo = await person(server.url, '윤서', { ...overTls('192.0.2.3'), password: '마루 열쇠' });
    expect(yunseo.resumed).not.toHaveProperty('knocks');
    const mateo = await Talker.dial(server.url, overTls('192.0.2.9'));
    await mateo.must('knock', { name: 'Mateo' });
    const [knock] = await waiting(narae, (knocks) => knocks.length === 1);
    await desk.until(() => desk.pushes('knocks').at(-1)?.knocks.length === 1);
    expect(await yunseo.talker.ask('answerKnock', { id: knock?.id, admit: true })).toMatchObject({
      error: { code: 'not-allowed' },
    });
    // Somebody who comes back hears of those who wait.
    expect((await desk.must('resume', { logs: [] })).knocks).toMatchObject([{ name: 'Mateo' }]);
    // A push to everybody is behind whatever was pushed before it.
    await yunseo.talker.must('rename', { name: '윤서!' });
    await yunseo.talker.until(() =>
      yunseo.talker.pushes('members').some(({ members }) => members[0]?.name === '윤서!'),
    );
    expect(yunseo.talker.pushes('knocks')).toEqual([]);
  });

  test('after too many passwords the door is a knock away', async () => {
    await porch();
    const narae = await host(server, overTls());
    const mateo = await Talker.dial(server.url, overTls('192.0.2.9'));
    for (let at = 0; at < limits.passwordTries.burst; at += 1)
      await mateo.ask('join', { name: 'Mateo', password: '?' });
    expect(await mateo.ask('join', { name: 'Mateo', password: '마루 열쇠' })).toMatchObject({
      error: { code: 'knock-needed', kind: 'final' },
    });
    const { ticket } = await mateo.must('knock', { name: 'Mateo', note: '열쇠를 잊었어요' });
    const [knock] = await waiting(narae, (knocks) => knocks.length === 1);
    await narae.talker.must('answerKnock', { id: knock?.id, admit: true });
    expect(await mateo.ask('join', { name: 'Mateo', knock: ticket })).toMatchObject({ ok: true });
  });

  test('who was banned has to knock, is shown so, and may be let in all the same', async () => {
    await porch({ password: null });
    const narae = await host(server, overTls());
    const mateo = await person(server.url, 'Mateo', overTls('192.0.2.9'));
    await narae.talker.must('remove', { member: mateo.member.id, ban: true });
    const { token } = await narae.talker.must('invite', { role: 'member', uses: 5, lifetime: 60_000 });
    const back = await Talker.dial(server.url, overTls('192.0.2.9'));
    for (const brought of [{}, { invitation: token }]) {
      expect(await back.ask('join', { name: '딴 이름', ...brought })).toMatchObject({
        error: { code: 'knock-needed' },
      });
    }
    const { ticket } = await back.must('knock', { name: '딴 이름' });
    const [knock] = await waiting(narae, (knocks) => knocks.length === 1);
    expect(knock).toMatchObject({ banned: true });
    await narae.talker.must('answerKnock', { id: knock?.id, admit: true });
    expect(await back.ask('join', { name: '딴 이름', knock: ticket })).toMatchObject({ ok: true });
  });

  test('a server that was restarted forgets, and whoever comes with a ticket knocks anew', async () => {
    await porch();
    const narae = await host(server, overTls());
    const mateo = await Talker.dial(server.url, overTls('192.0.2.9'));
    const { ticket } = await mateo.must('knock', { name: 'Mateo' });
    server = await server.restart();
    const host2 = await Talker.dial(server.url, { ...overTls(), token: narae.token });
    expect((await host2.must('resume', { logs: [] })).knocks).toEqual([]);
    const back = await Talker.dial(server.url, overTls('192.0.2.9'));
    const again = await back.must('knock', { name: 'Mateo', ticket });
    expect(again.state).toBe('waiting');
    expect(again.ticket).not.toBe(ticket);
    const [knock] = await host2.until(() => host2.pushes('knocks').at(-1)?.knocks);
    expect(knock).toMatchObject({ name: 'Mateo' });
  });

  test('what is no knock is refused by the field that is wrong', async () => {
    await porch();
    const mateo = await Talker.dial(server.url);
    for (const [input, field] of [
      [{ name: '' }, 'name'],
      [{ name: 'Mateo', note: '가'.repeat(limits.note + 1) }, 'note'],
      [{ name: 'Mateo', ticket: 'short' }, 'ticket'],
    ] as const) {
      expect(await mateo.ask('knock', input)).toMatchObject({ error: { code: 'invalid', field } });
    }
  });
});

describe('who stands at the door', () => {
  const make = () => {
    const clock = new ManualClock();
    const told: Knock[][] = [];
    let count = 0;
    const knocks = new Knocks(
      clock,
      () => testId((count += 1)),
      (now) => told.push(now),
    );
    const knock = (name: string, at = count) =>
      knocks.knock({
        ...{ session: `session ${name}`, address: `192.0.2.${at}`, name, note: '' },
        ...{ via: 'app', private: true, banned: false },
      });
    return { clock, told, knocks, knock };
  };

  test('is forgotten when nobody answers in time', async () => {
    const { clock, told, knocks, knock } = make();
    const answer = knock('나래');
    await clock.pass(limits.knockLife - 1);
    expect(knocks.waiting).toHaveLength(1);
    await clock.pass(1);
    expect(knocks.waiting).toEqual([]);
    expect(told.map((now) => now.length)).toEqual([1, 0]);
    expect(answer.ok && knocks.again(answer.value.ticket, 'later')).toBeNull();
    expect(clock.waiting).toEqual([]);
  });

  test('an admission that nobody uses in time is worth nothing', async () => {
    const { clock, knocks, knock } = make();
    const answer = knock('나래');
    const ticket = answer.ok ? answer.value.ticket : '';
    await clock.pass(limits.knockLife - 1);
    knocks.answer(knocks.waiting[0]?.id ?? '', true, '');
    await clock.pass(limits.knockLife - 1);
    expect(knocks.again(ticket, 'x')).toMatchObject({ state: 'admitted' });
    await clock.pass(1);
    expect(await knocks.use(ticket, async () => ({ ok: true, value: 1 }))).toMatchObject({
      error: { code: 'knock-needed' },
    });
  });

  test('is used once, also by two at the same time, and not by a join that failed', async () => {
    const { knocks, knock } = make();
    const answer = knock('나래');
    const ticket = answer.ok ? answer.value.ticket : '';
    knocks.answer(knocks.waiting[0]?.id ?? '', true, '');
    const full = { ok: false, error: { code: 'server-full', kind: 'retry', message: '' } } as const;
    expect(await knocks.use(ticket, async () => full)).toEqual(full);
    const join = async () => ({ ok: true, value: 'in' }) as const;
    const both = await Promise.all([knocks.use(ticket, join), knocks.use(ticket, join)]);
    expect(both.map((one) => (one.ok ? 'in' : one.error.code))).toEqual(['in', 'busy']);
    expect(await knocks.use(ticket, join)).toMatchObject({ error: { code: 'knock-needed' } });
  });

  test('there is a last place, and it is free again when somebody was answered', () => {
    const { knocks, knock } = make();
    for (let at = 0; at < limits.knocks; at += 1) expect(knock(`${at}`, at).ok).toBe(true);
    expect(knock('늦은 사람', 999)).toMatchObject({ error: { code: 'too-many' } });
    knocks.answer(knocks.waiting[0]?.id ?? '', false, '');
    expect(knock('늦은 사람', 999).ok).toBe(true);
    knocks.close();
  });
});
