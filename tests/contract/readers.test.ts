/** Who has read how far: asked for once, then told in digests, to those who read the same log. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limits, sideLogOf, type Mark } from '../../protocol';
import { ManualClock } from '../support/ports';
import { person, startTestServer, Talker, type Person, type TestServer } from '../support/server';

let server: TestServer;
let clock: ManualClock;
let narae: Person;
let yunseo: Person;
beforeEach(async () => {
  clock = new ManualClock();
  server = await startTestServer({ clock });
  [narae, yunseo] = [await person(server.url, '나래'), await person(server.url, '윤서')];
  await quiet();
});
/** What is under way has been told, and the next thing is told at once. */
async function quiet() {
  for (let digest = 0; digest < 2; digest += 1) await clock.pass(limits.digestEvery);
}
afterEach(() => server.remove());

const epochOf = ({ resumed }: Person) => resumed.logs[0]?.epoch ?? '';
/** Says how far this person has read; marks are written down together, a moment later. */
const reads = (asking: Person, seq: number, log = asking.commons) =>
  tells(asking, { log, epoch: epochOf(asking), seq });
async function tells({ talker }: Person, mark: Mark) {
  const windows = () => clock.waiting.filter((wait) => wait === limits.markWindow).length;
  const before = windows();
  const answer = talker.must('markRead', { marks: [mark] });
  await expect.poll(windows).toBe(before + 1);
  await clock.pass(limits.markWindow);
  return answer;
}
const readers = async ({ talker, commons }: Person, log = commons) => (await talker.must('readers', { log })).readers;
const heard = ({ talker }: Person) => talker.pushes('reads');
/** Of those who were there already. */
const told = (asking: Person) =>
  heard(asking).flatMap(({ log, readers: all }) => {
    const risen = all.filter(({ since }) => since === undefined);
    return risen.length > 0 ? [{ log, readers: risen }] : [];
  });

test('everybody in the room, with how far they are and since when; newcomers are those who came later', async () => {
  await narae.say('하나');
  await reads(yunseo, 4);
  await clock.pass(60_000);
  const mateo = await person(server.url, 'Mateo');
  const all = await readers(narae);
  expect(all.map(({ member, seq }) => [member, seq])).toEqual([
    [narae.member.id, 0],
    [yunseo.member.id, 4],
    [mateo.member.id, 0],
  ]);
  const since = new Map(all.map((reader) => [reader.member, reader.since]));
  expect(since.get(mateo.member.id)).toBe(mateo.member.joinedAt);
  expect(since.get(mateo.member.id)).toBeGreaterThan(since.get(yunseo.member.id) ?? Infinity);
  // A room that is made later: since it is there.
  const id = randomUUID();
  await clock.pass(1_000);
  const { room } = await narae.talker.must('createRoom', { id, kind: 'open', name: '옆방' });
  expect((await readers(mateo, id)).every((reader) => reader.since === room.createdAt)).toBe(true);
  await mateo.talker.must('leaveRoom', { room: id });
  expect((await readers(narae, id)).map(({ member }) => member)).not.toContain(mateo.member.id);
  expect(await mateo.talker.ask('readers', { log: id })).toMatchObject({ error: { code: 'no-such-log' } });
});

test('who comes is told as a reader from their coming on: to the server, into a private room, back into an open one', async () => {
  const news = (log: string, { member }: Person) =>
    narae.talker.until(() =>
      heard(narae)
        .filter((push) => push.log === log)
        .flatMap((push) => push.readers)
        .filter((reader) => reader.member === member.id && reader.since !== undefined)
        .at(-1),
    );
  const mateo = await person(server.url, 'Mateo');
  await quiet();
  const newcomer = { member: mateo.member.id, seq: 0, since: mateo.member.joinedAt };
  expect(await news(narae.commons, mateo)).toEqual(newcomer);

  const room = randomUUID();
  await narae.talker.must('createRoom', { id: room, kind: 'private', name: '둘만', members: [yunseo.member.id] });
  await clock.pass(60_000);
  await narae.talker.must('addToRoom', { room, members: [mateo.member.id], share: true });
  const letIn = { member: mateo.member.id, seq: 2, since: clock.now() };
  expect(await news(room, mateo)).toEqual(letIn);
  expect(await readers(narae, room)).toContainEqual(letIn);

  const open = randomUUID();
  await narae.talker.must('createRoom', { id: open, kind: 'open', name: '옆방' });
  await yunseo.talker.must('leaveRoom', { room: open });
  await clock.pass(60_000);
  await yunseo.talker.must('enterRoom', { room: open });
  const back = { member: yunseo.member.id, seq: 0, since: clock.now() };
  expect(await news(open, yunseo)).toEqual(back);
  expect(await readers(narae, open)).toContainEqual(back);
  // As it is after a restart, which reads it from the disk.
  server = await server.restart({ clock });
  const again = { ...narae, talker: await Talker.dial(server.url, { token: narae.token }) };
  for (const [log, reader] of [[open, back] as const, [room, letIn] as const])
    expect(await readers(again, log)).toContainEqual(reader);
});

test('marks that rise are told at most once a second, the last of each', async () => {
  for (const at of [1, 2, 3, 4]) await narae.say(`${at}`);
  await reads(yunseo, 4);
  expect(await narae.talker.until(() => told(narae)[0])).toEqual({
    log: narae.commons,
    readers: [{ member: yunseo.member.id, seq: 4 }],
  });
  await reads(yunseo, 5);
  await reads(narae, 6);
  await reads(yunseo, 6);
  // A mark that does not rise is nothing to tell.
  await reads(yunseo, 2);
  await clock.pass(limits.digestEvery);
  const last = await narae.talker.until(() => told(narae).length > 1 && told(narae).slice(1));
  expect(
    last
      .flatMap((push) => push.readers)
      .filter(({ member }) => member === yunseo.member.id)
      .at(-1)?.seq,
  ).toBe(6);
  expect(last.length).toBeLessThanOrEqual(2);
});

test('a thread’s mark is nobody else’s matter', async () => {
  const { id: root } = await narae.say('뿌리');
  const mark = { log: narae.commons, epoch: epochOf(yunseo), seq: 4, thread: root };
  expect((await tells(yunseo, mark)).marks).toEqual([mark]);
  await clock.pass(limits.digestEvery);
  await narae.talker.must('echo', {});
  expect(told(narae)).toEqual([]);
  expect((await readers(narae)).find(({ member }) => member === yunseo.member.id)?.seq).toBe(0);
});

test('of a private room and of whispers nobody outside hears anything', async () => {
  const mateo = await person(server.url, 'Mateo');
  const id = randomUUID();
  await narae.talker.must('createRoom', { id, kind: 'private', name: '둘만', members: [yunseo.member.id] });
  const side = { room: narae.commons, members: [narae.member.id, yunseo.member.id] };
  const log = sideLogOf(side.room, side.members);
  const whisper = { id: randomUUID(), kind: 'message', body: { text: '우리끼리' } };
  await narae.talker.must('append', { log, side, entries: [whisper] });
  for (const place of [id, log]) {
    expect((await reads(yunseo, 1, place)).marks).toHaveLength(1);
    await narae.talker.until(() => told(narae).some((push) => push.log === place));
    const people = await readers(yunseo, place);
    expect(people.map(({ member }) => member).sort()).toEqual([narae.member.id, yunseo.member.id].sort());
    expect(await mateo.talker.ask('readers', { log: place })).toMatchObject({ error: { code: 'no-such-log' } });
    // A mark of it is left out, as one of no log.
    const mark = { log: place, epoch: epochOf(mateo), seq: 1 };
    expect(await mateo.talker.must('markRead', { marks: [mark] })).toEqual({ marks: [], counts: [] });
  }
  await clock.pass(limits.digestEvery);
  await mateo.talker.must('echo', {});
  expect(heard(mateo).filter((push) => push.log !== mateo.commons)).toEqual([]);
  expect(told(mateo)).toEqual([]);
});

test('guests who are gone for a day are not waited for; whoever is here is, and so are members', async () => {
  const { talker: host } = await person(server.url, '주인', { hostKey: server.hostKey });
  const mateo = await person(server.url, 'Mateo');
  await host.must('appoint', { member: yunseo.member.id, role: 'member' });
  await host.must('appoint', { member: mateo.member.id, role: 'guest' });
  for (const { talker } of [yunseo, mateo]) talker.close();
  await expect.poll(() => clock.waiting.filter((wait) => wait === limits.presenceGrace).length).toBe(2);
  await clock.pass(limits.presenceGrace);
  const names = async () => {
    const ids = new Set((await readers(narae)).map(({ member }) => member));
    return [narae, yunseo, mateo].filter(({ member }) => ids.has(member.id)).map(({ member }) => member.name);
  };
  await clock.pass(limits.guestGone - 1_000);
  expect(await names()).toEqual(['나래', '윤서', 'Mateo']);
  await clock.pass(1_000);
  expect(await names()).toEqual(['나래', '윤서']);
  const back = await Talker.dial(server.url, { token: mateo.token });
  expect(await names()).toEqual(['나래', '윤서', 'Mateo']);
  back.close();
});
