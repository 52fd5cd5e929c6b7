/** Rooms that are not everybody's, over real sockets: who hears of them, from when on, and until when. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { directOf, limits, type Answer, type Entry, type Id } from '../../protocol';
import { said } from '../support/drafts';
import { outsider, pushedUntilHeads, questions, toldApart, type Outsider } from '../support/outsider';
import {
  hurriedClock,
  person,
  startTestServer,
  Talker,
  type Person,
  type StoreKind,
  type TestServer,
} from '../support/server';

let server: TestServer;
let outside: Outsider;
let [narae, yunseo, mateo]: Person[] = [];

async function open(store: StoreKind, more: Parameters<typeof startTestServer>[0] = {}) {
  server = await startTestServer({ store, callRate: { burst: 10_000, perSecond: 10_000 }, ...more });
  [narae, yunseo, mateo] = [
    await person(server.url, '나래'),
    await person(server.url, '윤서'),
    await person(server.url, 'Mateo'),
  ];
  outside = await outsider(server, '집주인', server.hostKey);
}

const idOf = ({ member }: Person) => member.id;
const epochOf = () => narae!.resumed.logs[0]?.epoch ?? '';
const closed = async (members: Person[] = [yunseo!], name = '닫힌 방') => {
  const asked = { id: randomUUID(), kind: 'private', name, members: members.map(idOf) };
  return (await narae!.talker.must('createRoom', asked)).room;
};
const direct = (who: Person, ...others: Person[]) => {
  const id = directOf(narae!.server.id, [who, ...others].map(idOf));
  return who.talker.ask('createRoom', { id, kind: 'direct', members: others.map(idOf) });
};
const code = async (asked: Promise<Answer<unknown>>) => {
  const answer = await asked;
  return answer.ok ? 'done' : answer.error.code;
};
const heard = ({ talker }: Pick<Person, 'talker'>, log: Id, id: Id) =>
  talker.until(() => talker.entriesOf(log).find((entry) => entry.id === id));
/** Where in what was heard the first push of this name about this log stands. */
const when = ({ talker }: Pick<Person, 'talker'>, name: string, log: Id) =>
  talker.heard.findIndex((push) => push.name === name && JSON.stringify(push.payload).includes(log));
const seqsOf = (entries: readonly Entry[]) => entries.map(({ seq }) => seq);

describe.each<StoreKind>(['memory', 'sqlite'])('on a %s store', (store) => {
  afterEach(async () => {
    await outside.close();
    await server.remove();
  });

  test('of a private room and of a conversation nothing reaches who is not in it, were they the host', async () => {
    await open(store, { clock: hurriedClock(40) });
    const secrets = ['닫힌 방의 이름', '닫힌 방의 말', '둘이 하는 말', '닫힌 주제'];
    const ids: Id[] = [];
    const pushed = await pushedUntilHeads(outside, async () => {
      const room = await closed([yunseo!], secrets[0]!);
      const pair = await direct(yunseo!, mateo!);
      const talk = pair.ok ? pair.value.room.id : '';
      const one = await narae!.say(secrets[1]!, room.id);
      const two = await mateo!.say(secrets[2]!, talk);
      await heard(yunseo!, room.id, one.id);
      await heard(yunseo!, talk, two.id);
      await yunseo!.talker.must('typing', { log: room.id });
      await yunseo!.talker.must('markRead', { marks: [{ log: room.id, epoch: epochOf(), seq: 2 }] });
      await narae!.talker.until(() => narae!.talker.pushes('reads').some(({ log }) => log === room.id));
      await narae!.talker.must('changeRoom', { room: room.id, topic: secrets[3]! });
      await narae!.talker.must('addToRoom', { room: room.id, members: [idOf(mateo!)], share: true });
      await yunseo!.talker.must('leaveRoom', { room: room.id });
      await yunseo!.talker.until(() => yunseo!.talker.pushes('heads').length > 2);
      ids.push(room.id, talk, one.id, two.id);
    });
    expect([...new Set(pushed.map(({ name }) => name))]).toEqual(['heads']);
    for (const { recorder } of outside.lines)
      for (const bytes of [recorder.down(), recorder.up()])
        expect([...secrets, ...ids].filter((secret) => bytes.includes(secret))).toEqual([]);
    expect((await outside.talker.must('resume', { logs: [] })).rooms).toHaveLength(1);
    expect(server.status().rooms).toBe(1);
  });

  test('whatever the host asks of them is answered as for what never was', async () => {
    await open(store);
    const room = await closed();
    const { id } = await narae!.say('여기 있다', room.id);
    const all = (log: Id, entry: Id) => questions(log, entry, epochOf(), outside.commons);
    const never = { log: randomUUID(), entry: randomUUID() };
    expect(await toldApart(outside, { log: room.id, entry: id }, never, all)).toEqual([]);
    const pair = await direct(narae!, yunseo!);
    const talk = pair.ok ? pair.value.room.id : '';
    const word = await narae!.say('둘이서', talk);
    const nobody = { log: directOf(narae!.server.id, [idOf(mateo!), idOf(yunseo!)]), entry: randomUUID() };
    expect(await toldApart(outside, { log: talk, entry: word.id }, nobody, all)).toEqual([]);
  });

  test('who is let in hears of the room first, and of what is said only what is theirs', async () => {
    await open(store);
    const room = await closed();
    // In the middle of a conversation, so that lines before and after are on their way together.
    const saying = Array.from({ length: 40 }, (_, at) => yunseo!.say(`${at}`, room.id));
    await saying[0];
    const adding = narae!.talker.must('addToRoom', { room: room.id, members: [idOf(mateo!)], share: false });
    const more = Array.from({ length: 40 }, (_, at) => yunseo!.say(`뒤 ${at}`, room.id));
    await Promise.all([adding, ...saying, ...more]);
    const last = await yunseo!.say('끝', room.id);
    await heard(mateo!, room.id, last.id);
    const told = mateo!.talker.pushes('rooms').find(({ rooms }) => rooms[0]?.id === room.id);
    expect(told?.rooms[0]?.members).toEqual([narae!, yunseo!, mateo!].map(idOf));
    const first = told?.logs[0]?.first ?? 0;
    const entries = mateo!.talker.entriesOf(room.id);
    expect(seqsOf(entries)).toEqual(entries.map((_, at) => first + at));
    expect(first).toBeGreaterThan(2);
    expect(entries[0]).toMatchObject({ kind: 'entered', body: { members: [idOf(mateo!)] } });
    expect(when(mateo!, 'rooms', room.id)).toBeLessThan(when(mateo!, 'entries', room.id));

    const read = async (range: object) =>
      seqsOf((await mateo!.talker.must('read', { log: room.id, epoch: epochOf(), limit: 3, ...range })).entries);
    expect([
      await read({ after: 0 }),
      await read({}),
      await read({ before: first + 1 }),
      await read({ before: 2 }),
    ]).toEqual([[first, first + 1, first + 2], [first, first + 1, first + 2], [first], []]);
    const earlier = (await narae!.talker.must('read', { log: room.id, epoch: epochOf(), after: 1, limit: 1 }))
      .entries[0];
    const found = await mateo!.talker.must('find', { log: room.id, epoch: epochOf(), ids: [earlier?.id ?? ''] });
    expect(found.entries).toEqual([]);
    // On a device that comes later, too, and nobody shares more than they have.
    const resumed = await mateo!.talker.must('resume', { logs: [] });
    expect(resumed.logs.find(({ log }) => log === room.id)).toMatchObject({ first, lineage: 'new' });
    await mateo!.talker.must('addToRoom', { room: room.id, members: [idOf(outside)], share: true });
    const shared = await outside.talker.until(() => outside.talker.pushes('rooms').find(({ logs }) => logs.length > 0));
    expect(shared.logs).toMatchObject([{ log: room.id, first }]);
  });

  test('who is put out hears that, and not one line more; what they say comes too late', async () => {
    await open(store);
    const room = await closed([yunseo!, mateo!]);
    const saying = Array.from({ length: 40 }, (_, at) => yunseo!.say(`${at}`, room.id));
    await saying[0];
    const putting = narae!.talker.must('putOut', { room: room.id, member: idOf(mateo!) });
    const more = Array.from({ length: 40 }, (_, at) => yunseo!.say(`뒤 ${at}`, room.id));
    await Promise.all([putting, ...saying, ...more]);
    const last = await yunseo!.say('끝', room.id);
    await heard(narae!, room.id, last.id);
    await mateo!.talker.must('echo', {});
    const left = narae!.talker.entriesOf(room.id).find(({ kind }) => kind === 'left');
    expect(left).toMatchObject({ author: idOf(narae!), body: { member: idOf(mateo!) } });
    expect(mateo!.talker.pushes('gone')).toEqual([{ logs: [room.id] }]);
    const theirs = mateo!.talker.entriesOf(room.id);
    expect(Math.max(0, ...seqsOf(theirs))).toBeLessThan(left?.seq ?? 0);
    // Nothing of it after they heard that it is gone.
    const goneAt = when(mateo!, 'gone', room.id);
    expect(
      mateo!.talker.heard.slice(goneAt + 1).filter(({ payload }) => JSON.stringify(payload).includes(room.id)),
    ).toEqual([]);
    const late = { log: room.id, entries: [said('아직?')] };
    expect(await code(mateo!.talker.ask('append', late))).toBe('no-such-log');
    expect((await mateo!.talker.must('resume', { logs: [] })).rooms.map(({ id }) => id)).toEqual([mateo!.commons]);
    // Made once more by who made it: the same room. By who is out: somebody else's.
    const asked = { id: room.id, kind: 'private', name: '닫힌 방', members: [] };
    expect((await narae!.talker.must('createRoom', asked)).room.members).toEqual([narae!, yunseo!].map(idOf));
    expect(await code(mateo!.talker.ask('createRoom', asked))).toBe('id-conflict');
  });

  test('an open room is left and entered again, the first one never; it stays on the list', async () => {
    await open(store);
    const { room } = await narae!.talker.must('createRoom', { id: randomUUID(), name: '옆방' });
    await mateo!.talker.must('leaveRoom', { room: room.id });
    expect(mateo!.talker.pushes('gone')).toEqual([{ logs: [room.id] }]);
    await narae!.talker.until(() =>
      narae!.talker.pushes('rooms').some(({ rooms }) => rooms[0]?.left[0] === idOf(mateo!)),
    );
    const unheard = await narae!.say('없는 사이', room.id);
    await heard(yunseo!, room.id, unheard.id);
    const away = await mateo!.talker.must('resume', { logs: [] });
    expect([away.rooms.map(({ id }) => id), away.logs.map(({ log }) => log)]).toEqual([
      [mateo!.commons, room.id],
      [mateo!.commons],
    ]);
    expect(await code(mateo!.talker.ask('read', { log: room.id, epoch: epochOf() }))).toBe('no-such-log');
    await mateo!.talker.must('enterRoom', { room: room.id });
    const after = await narae!.say('돌아왔다', room.id);
    await heard(mateo!, room.id, after.id);
    expect(mateo!.talker.entriesOf(room.id).map(({ kind }) => kind)).toEqual(['entered', 'message']);
    expect((await mateo!.talker.must('read', { log: room.id, epoch: epochOf(), after: 0 })).entries).toHaveLength(5);
    expect(await code(mateo!.talker.ask('leaveRoom', { room: mateo!.commons }))).toBe('not-allowed');
  });

  test('a conversation is one for the same people, of two or a few, and goes on as a room without its past', async () => {
    await open(store);
    const [one, other] = [await direct(narae!, yunseo!), await direct(yunseo!, narae!)];
    expect(one).toEqual(other);
    const pair = one.ok ? one.value.room.id : '';
    expect(yunseo!.talker.pushes('rooms')).toHaveLength(1);
    expect(await code(narae!.talker.ask('leaveRoom', { room: pair }))).toBe('not-allowed');
    expect(await code(narae!.talker.ask('changeRoom', { room: pair, name: '우리' }))).toBe('not-allowed');
    expect(await code(narae!.talker.ask('addToRoom', { room: pair, members: [idOf(mateo!)], share: true }))).toBe(
      'not-allowed',
    );
    expect(await code(direct(narae!))).toBe('invalid');
    const many = Array.from({ length: limits.directPeople }, () => randomUUID());
    const crowd = { id: directOf(narae!.server.id, [idOf(narae!), ...many]), kind: 'direct', members: many };
    expect(await narae!.talker.ask('createRoom', crowd)).toMatchObject({ error: { code: 'invalid', limit: 10 } });

    await narae!.say('둘이서만', pair);
    const asked = {
      id: randomUUID(),
      kind: 'private',
      name: '셋이서',
      members: [yunseo!, mateo!].map(idOf),
      from: pair,
    };
    const { room } = await narae!.talker.must('createRoom', asked);
    await narae!.talker.must('createRoom', asked);
    const promoted = await yunseo!.talker.until(() =>
      yunseo!.talker.entriesOf(pair).find(({ kind }) => kind === 'promoted'),
    );
    expect(promoted).toMatchObject({ seq: 3, body: { room: room.id } });
    expect((await mateo!.talker.must('resume', { logs: [] })).logs.map(({ log }) => log)).toEqual([
      mateo!.commons,
      room.id,
    ]);
    expect(await code(mateo!.talker.ask('createRoom', { ...asked, id: randomUUID() }))).toBe('no-such-log');

    const few = await direct(mateo!, narae!, yunseo!);
    const three = few.ok ? few.value.room.id : '';
    await yunseo!.talker.must('leaveRoom', { room: three });
    const late = await mateo!.say('둘만 남았네', three);
    const back = await direct(yunseo!, narae!, mateo!);
    expect(back).toMatchObject({
      ok: true,
      value: { room: { id: three, members: [mateo!, narae!, yunseo!].map(idOf) } },
    });
    const read = await yunseo!.talker.must('read', { log: three, epoch: epochOf(), after: 0 });
    expect(read.entries.map(({ kind }) => kind)).toEqual(['entered']);
    expect(read.entries.map(({ id }) => id)).not.toContain(late.id);
  });

  test('who is removed from the server is in no room’s list; their words stay theirs', async () => {
    await open(store);
    const room = await closed([yunseo!, mateo!]);
    const { id } = await mateo!.say('남는 말', room.id);
    await outside.talker.must('remove', { member: idOf(mateo!), ban: false });
    const put = await yunseo!.talker.until(() =>
      yunseo!.talker.pushes('rooms').find(({ rooms }) => rooms[0]?.members?.length === 2),
    );
    expect(put.rooms[0]?.members).toEqual([narae!, yunseo!].map(idOf));
    server = await server.restart();
    const again = await Talker.dial(server.url, { token: yunseo!.token });
    const { rooms } = await again.must('resume', { logs: [] });
    expect(rooms.find((one) => one.id === room.id)?.members).toEqual([narae!, yunseo!].map(idOf));
    const { entries } = await again.must('read', { log: room.id, epoch: epochOf(), after: 0 });
    expect(entries.find((entry) => entry.id === id)?.author).toBe(idOf(mateo!));
    again.close();
  });

  test('what one sets for rooms is told to one’s own devices alone', async () => {
    await open(store);
    const room = await closed();
    const second = await Talker.dial(server.url, { token: narae!.token });
    await second.must('resume', { logs: [] });
    const { preference } = await narae!.talker.must('prefer', { room: room.id, mutedUntil: limits.lastMoment });
    expect(preference).toMatchObject({ room: room.id, mutedUntil: limits.lastMoment, position: null });
    await second.until(() => second.pushes('preferences').length === 1);
    const { preferences } = await second.must('arrange', { rooms: [room.id, randomUUID(), narae!.commons] });
    expect(preferences.map((one) => [one.room, one.position])).toEqual([
      [room.id, 0],
      [narae!.commons, 1],
    ]);
    expect((await narae!.talker.must('resume', { logs: [] })).preferences).toEqual(preferences);
    expect((await yunseo!.talker.must('resume', { logs: [] })).preferences).toEqual([]);
    expect(yunseo!.talker.pushes('preferences')).toEqual([]);
    second.close();
  });
});
