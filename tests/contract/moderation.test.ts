/** A voice that is taken away for a while, and a room that asks everybody to be slow. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Draft } from '../../protocol';
import { Device, until } from '../support/device';
import { host, ShiftedClock } from '../support/door';
import { person, startTestServer, Talker, type Person, type StoreKind, type TestServer } from '../support/server';

let server: TestServer;
let clock: ShiftedClock;
afterEach(() => server.remove());

const message = (text: string, id: string = randomUUID()): Draft => ({ id, kind: 'message', body: { text } });
const says = async (asking: Person, entries: Draft[], log = asking.commons) =>
  (await asking.talker.must('append', { log, entries })).results;
/** What each came to. */
const outcomes = async (asking: Person, entries: Draft[], log = asking.commons) =>
  (await says(asking, entries, log)).map((result) => (result.ok ? 'said' : result.error.code));

describe.each<StoreKind>(['memory', 'sqlite'])('on a %s store', (store) => {
  let owner: Person;
  let mateo: Person;
  beforeEach(async () => {
    clock = new ShiftedClock();
    server = await startTestServer({ store, clock });
    [owner, mateo] = [await host(server), await person(server.url, 'Mateo')];
  });
  const slows = (seconds: number, room = owner.commons) => owner.talker.must('slow', { room, seconds });
  const passes = (ms: number) => (clock.ahead += ms);

  test('who is muted says, edits and deletes nothing until the time is over, also after a restart', async () => {
    const said = message('전에 한 말');
    await says(mateo, [said]);
    const until = clock.now() + 60_000;
    const { member } = await owner.talker.must('mute', { member: mateo.member.id, until });
    expect(member).toEqual({ ...mateo.member, mutedUntil: until });
    await mateo.talker.until(() =>
      mateo.talker.pushes('members').some(({ members }) => members.some(({ mutedUntil }) => mutedUntil === until)),
    );
    const tries: Draft[] = [
      message('들려요?'),
      { id: randomUUID(), kind: 'edit', body: { target: said.id, text: '고친 말' } },
      { id: randomUUID(), kind: 'delete', body: { target: said.id } },
    ];
    const results = await says(mateo, tries);
    for (const result of results) {
      expect(result).toMatchObject({ ok: false, error: { code: 'muted', kind: 'final' } });
      expect(!result.ok && result.error.retryAfter).toBeGreaterThan(50_000);
    }
    // What is there already is answered as it was: an acknowledgement may have been lost.
    expect(await says(mateo, [said])).toMatchObject([{ ok: true, duplicate: true }]);
    server = await server.restart();
    const again = await Talker.dial(server.url, { token: mateo.token });
    expect(await again.must('append', { log: mateo.commons, entries: [message('지금은요?')] })).toMatchObject({
      results: [{ ok: false, error: { code: 'muted' } }],
    });
    const { members } = await again.must('resume', { logs: [] });
    expect(members.find(({ id }) => id === mateo.member.id)?.mutedUntil).toBe(until);
  });

  test('a voice comes back when the time is over, or when it is given back', async () => {
    await owner.talker.must('mute', { member: mateo.member.id, until: clock.now() + 60_000 });
    expect(await outcomes(mateo, [message('하나')])).toEqual(['muted']);
    passes(60_001);
    expect(await outcomes(mateo, [message('둘')])).toEqual(['said']);
    await owner.talker.must('mute', { member: mateo.member.id, until: clock.now() + 60_000 });
    expect(await outcomes(mateo, [message('셋')])).toEqual(['muted']);
    const { member } = await owner.talker.must('mute', { member: mateo.member.id, until: null });
    expect(member.mutedUntil).toBeNull();
    expect(await outcomes(mateo, [message('넷')])).toEqual(['said']);
  });

  test('in a slow room each waits between two messages, and nobody for another', async () => {
    const narae = await person(server.url, '나래');
    const { room } = await slows(30);
    expect(room.slow).toBe(30);
    await narae.talker.until(() =>
      narae.talker.pushes('rooms').some(({ rooms }) => rooms.some(({ slow }) => slow === 30)),
    );
    expect(await outcomes(mateo, [message('하나'), message('둘'), message('셋')])).toEqual(['said', 'slow', 'slow']);
    expect(await outcomes(narae, [message('나는 처음')])).toEqual(['said']);
    passes(20_000);
    const [early] = await says(mateo, [message('아직')]);
    expect(early).toMatchObject({ ok: false, error: { code: 'slow', kind: 'retry' } });
    const left = early && !early.ok ? (early.error.retryAfter ?? 0) : 0;
    expect(left).toBeGreaterThan(5_000);
    expect(left).toBeLessThanOrEqual(10_000);
    passes(left);
    expect(await outcomes(mateo, [message('이제')])).toEqual(['said']);
  });

  test('what was said may be put right in a slow room; a message that waits keeps its changes with it', async () => {
    await slows(30);
    const [first, second] = [message('틀린 말'), message('기다리는 말')];
    expect(await outcomes(mateo, [first])).toEqual(['said']);
    const edit = (target: string): Draft => ({ id: randomUUID(), kind: 'edit', body: { target, text: '고친 말' } });
    const waits = edit(second.id);
    expect(await outcomes(mateo, [edit(first.id), second, waits])).toEqual(['said', 'slow', 'slow']);
    passes(30_000);
    expect(await outcomes(mateo, [second, waits])).toEqual(['said', 'said']);
    expect(await outcomes(mateo, [{ id: randomUUID(), kind: 'delete', body: { target: first.id } }])).toEqual(['said']);
  });

  test('who may slow a room does not wait in it; another room is as fast as ever; 0 ends it for everybody', async () => {
    const [hangyeol, room] = [await person(server.url, '한결'), randomUUID()];
    await owner.talker.must('appoint', { member: hangyeol.member.id, role: 'moderator' });
    await mateo.talker.must('createRoom', { id: room, name: '빠른 방' });
    await slows(3_600);
    for (const asking of [owner, hangyeol])
      expect(await outcomes(asking, [message('하나'), message('둘')])).toEqual(['said', 'said']);
    expect(await outcomes(mateo, [message('하나'), message('둘')])).toEqual(['said', 'slow']);
    expect(await outcomes(mateo, [message('하나'), message('둘')], room)).toEqual(['said', 'said']);
    await slows(0);
    expect(await outcomes(mateo, [message('하나'), message('둘')])).toEqual(['said', 'said']);
    expect(await owner.talker.ask('slow', { room: randomUUID(), seconds: 1 })).toMatchObject({
      ok: false,
      error: { code: 'no-such-log' },
    });
  });
});

test('a device waits in a slow room by itself, and meanwhile speaks in another and corrects itself here', async () => {
  server = await startTestServer();
  const owner = await host(server);
  const mateo = await new Device().join(server.url, 'Mateo');
  const made = await mateo.session.rooms.create({ kind: 'open', name: '옆방' });
  const room = made.ok ? made.value.id : '';
  mateo.session.open(mateo.commons);
  await owner.talker.must('slow', { room: owner.commons, seconds: 3 });
  const first = mateo.say('하나');
  await until(mateo.session.log(mateo.commons), ({ entries }) => entries.some(({ id }) => id === first));
  const second = mateo.say('둘');
  await until(mateo.session.log(mateo.commons), ({ pending }) =>
    pending.some(({ id, tried }) => id === second && tried),
  );
  mateo.say('옆에서는 바로', room);
  mateo.session.edit(mateo.commons, first, '하나 (고침)');
  await mateo.holds(['옆에서는 바로'], room);
  const corrected = await until(mateo.session.log(mateo.commons), ({ entries }) =>
    entries.some(({ kind }) => kind === 'edit'),
  );
  expect(corrected.pending.map(({ id, refused }) => [id, refused])).toEqual([[second, null]]);
  const said = await until(mateo.session.log(mateo.commons), ({ pending }) => pending.length === 0);
  expect(said.entries.flatMap(({ kind }) => (kind === 'message' || kind === 'edit' ? kind : []))).toEqual([
    'message',
    'edit',
    'message',
  ]);
  const times = said.entries.flatMap(({ kind, at }) => (kind === 'message' ? at : []));
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(3_000);
  mateo.session.close();
});
