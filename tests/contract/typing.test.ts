/** Who is writing: told in digests to those who read the same log, and over by itself. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limits, sideLogOf } from '../../protocol';
import { ManualClock } from '../support/ports';
import { person, startTestServer, type Person, type TestServer } from '../support/server';

let server: TestServer;
let clock: ManualClock;
let narae: Person;
let yunseo: Person;
let mateo: Person;
beforeEach(async () => {
  clock = new ManualClock();
  server = await startTestServer({ clock });
  [narae, yunseo, mateo] = [
    await person(server.url, '나래'),
    await person(server.url, '윤서'),
    await person(server.url, 'Mateo'),
  ];
});
afterEach(() => server.remove());

const writes = ({ talker, commons }: Person, more: object = {}) => talker.must('typing', { log: commons, ...more });
/** What somebody was told, push by push. */
const told = ({ talker }: Person, log = narae.commons) =>
  talker.pushes('typing').flatMap((push) => (push.log === log ? [push.writing] : []));
const isTold = (hearing: Person, count: number, log?: string) =>
  hearing.talker.until(() => told(hearing, log).length >= count && told(hearing, log).at(-1));
/** All that was said to this person before is there. */
const caughtUp = ({ talker }: Person) => talker.must('echo', {});

test('the first key is told at once, whatever follows at most once a second, and silence ends it', async () => {
  await writes(narae);
  const thread = randomUUID();
  const mine = { member: narae.member.id, thread: null };
  expect(await isTold(yunseo, 1)).toEqual([mine]);
  for (let again = 0; again < 5; again += 1) await writes(narae);
  await writes(yunseo, { thread });
  await caughtUp(mateo);
  expect(told(mateo)).toHaveLength(1);
  await clock.pass(limits.digestEvery);
  expect(await isTold(mateo, 2)).toEqual([mine, { member: yunseo.member.id, thread }]);
  await clock.pass(limits.typingFor);
  await isTold(mateo, 3);
  await clock.pass(limits.digestEvery * 2);
  await caughtUp(mateo);
  expect(told(mateo).at(-1)).toEqual([]);
  // Of a room nobody writes in nothing is told.
  const count = told(mateo).length;
  await clock.pass(limits.digestEvery * 20);
  await caughtUp(mateo);
  expect(told(mateo)).toHaveLength(count);
});

test('who says it, stops or drops is writing no more', async () => {
  for (const one of [narae, yunseo, mateo]) await writes(one);
  await clock.pass(limits.digestEvery);
  expect(await isTold(narae, 2)).toHaveLength(3);
  await yunseo.say('다 썼다');
  await writes(mateo, { stopped: true });
  await clock.pass(limits.digestEvery);
  expect(await isTold(narae, 3)).toEqual([{ member: narae.member.id, thread: null }]);
  narae.talker.close();
  await expect.poll(() => server.status().connections).toBe(2);
  await clock.pass(limits.digestEvery);
  expect(await isTold(yunseo, 4)).toEqual([]);
});

test('in a private room and among whisperers only their people hear of it; for others the place is not there', async () => {
  const { talker, commons } = narae;
  const id = randomUUID();
  await talker.must('createRoom', { id, kind: 'private', name: '셋만', members: [yunseo.member.id] });
  const side = { room: commons, members: [narae.member.id, yunseo.member.id] };
  const log = sideLogOf(commons, side.members);
  // Before the first whisper there is nothing to write in: the same answer as for what never was.
  expect(await talker.ask('typing', { log })).toMatchObject({ error: { code: 'no-such-log' } });
  const whisper = { id: randomUUID(), kind: 'message', body: { text: '우리끼리' } };
  await talker.must('append', { log, side, entries: [whisper] });
  for (const place of [id, log]) {
    await writes(narae, { log: place });
    expect(await isTold(yunseo, 1, place)).toEqual([{ member: narae.member.id, thread: null }]);
    expect(await mateo.talker.ask('typing', { log: place })).toEqual(
      await mateo.talker.ask('typing', { log: randomUUID() }),
    );
    expect(await mateo.talker.ask('typing', { log: place })).toMatchObject({ error: { code: 'no-such-log' } });
  }
  await clock.pass(limits.typingFor + limits.digestEvery);
  await caughtUp(mateo);
  expect(mateo.talker.pushes('typing')).toEqual([]);
});

test('of very many only some are told', async () => {
  const crowd = await Promise.all(
    Array.from({ length: limits.typingTold + 3 }, (_, at) => person(server.url, `${at}`)),
  );
  for (const one of crowd) await writes(one);
  await clock.pass(limits.digestEvery);
  expect(await isTold(mateo, 2)).toHaveLength(limits.typingTold);
});
