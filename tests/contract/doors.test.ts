/** Every door leads to the same logs: one story for each of them, and one in which all are used at once. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits, sideLogOf, type Draft, type Entry, type Id } from '../../protocol';
import { Reading, Refused, type Door, type Place, type Visitor } from '../support/doors/door';
import { requestDoors } from '../support/doors/requests';
import { socketDoors } from '../support/doors/sockets';
import { said } from '../support/drafts';
import { person, startTestServer, type Person, type StoreKind, type TestServer } from '../support/server';

const doors: readonly Door[] = [...requestDoors, ...socketDoors];

let server: TestServer;
let narae: Person;
let place: Place;

async function open(store: StoreKind = 'memory') {
  server = await startTestServer({ store });
  narae = await person(server.url, '나래');
  place = { log: narae.commons, epoch: narae.resumed.logs[0]?.epoch ?? '', after: 0 };
}
const stored = async (): Promise<readonly Entry[]> => {
  const answer = await narae.talker.must('read', { log: place.log, epoch: place.epoch, after: 0, limit: 200 });
  return answer.entries;
};
const says = async (who: Visitor, count: number, log = place.log): Promise<Id[]> => {
  const ids: Id[] = [];
  for (let at = 0; at < count; at += 1) {
    const draft = said(`${at}번째 말`);
    expect(await who.append(log, draft)).toMatchObject({ ok: true, duplicate: false });
    ids.push(draft.id);
  }
  return ids;
};
const refusal = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => 'ok',
    (error: unknown) => (error instanceof Refused ? error.code : String(error)),
  );

afterEach(() => server.remove());

describe.each(doors)('through $name', (door) => {
  let yunseo: Visitor;
  beforeEach(async () => {
    await open();
    yunseo = await door.join(server.url, '윤서');
  });
  afterEach(() => yunseo.leave());

  test('what is said comes in order, once, also past a cut wire', async () => {
    const reading = new Reading(place);
    const first = reading.go(yunseo);
    const ids = await says(yunseo, 3);
    await reading.has(ids);
    reading.cut();
    await first;
    const missed = [(await narae.say('끊긴 동안')).id, ...(await says(yunseo, 2))];
    const second = reading.go(yunseo);
    await reading.has(missed);
    await reading.has([(await narae.say('이어서')).id]);
    reading.cut();
    await second;
    expect(reading.entries).toEqual(await stored());
  });

  test('the same entry twice is one, and its id is nothing else’s', async () => {
    const draft = said('한 번만');
    const once = await yunseo.append(place.log, draft);
    expect(once).toMatchObject({ ok: true, duplicate: false });
    expect(await yunseo.append(place.log, draft)).toEqual({ ...once, duplicate: true });
    const other: Draft = { ...said('다른 말'), id: draft.id };
    expect(await yunseo.append(place.log, other)).toEqual({ ok: false, code: 'id-conflict' });
    expect((await stored()).filter(({ id }) => id === draft.id)).toHaveLength(1);
  });

  test('another lineage, a log of others, a token of nobody: named, and nothing is told', async () => {
    const follow = (where: Partial<Place>, who = yunseo) =>
      refusal(who.follow({ ...place, ...where }, () => expect.unreachable(), new AbortController().signal));
    expect(await follow({ epoch: randomUUID() })).toBe('epoch-changed');
    expect(await follow({ log: randomUUID() })).toBe('no-such-log');
    const hidden = await narae.talker.must('createRoom', {
      id: randomUUID(),
      kind: 'private',
      name: '비밀',
      members: [],
    });
    expect(await follow({ log: hidden.room.id })).toBe('no-such-log');
    expect(await yunseo.append(hidden.room.id, said('들려요?'))).toEqual({ ok: false, code: 'no-such-log' });
    expect((await yunseo.logs()).map(({ log }) => log)).toEqual([place.log]);
    const nobody = 'A'.repeat(43);
    const stranger = await door.back(server.url, randomUUID(), nobody);
    expect(await follow({}, stranger)).toBe('token-unknown');
    stranger.leave();
  });

  test('what does not fit is refused by name; the door stays open', async () => {
    expect(await yunseo.append(place.log, said('가'.repeat(limits.messageText + 1)))).toEqual({
      ok: false,
      code: 'invalid',
    });
    expect(await yunseo.append(place.log, { ...said('x'), id: 'nonsense' })).toEqual({ ok: false, code: 'invalid' });
    await says(yunseo, 1);
  });

  test('a whisper of others is nowhere: no entry, no gap, no byte', async () => {
    const mina = await person(server.url, '민아');
    const members = [narae.member.id, mina.member.id].sort();
    const side = sideLogOf(place.log, members);
    const reading = new Reading(place);
    const going = reading.go(yunseo);
    const secret = said('둘만 아는 이야기');
    await narae.talker.must('append', { log: side, side: { room: place.log, members }, entries: [secret] });
    await mina.talker.until(() => mina.talker.entriesOf(side).find(({ id }) => id === secret.id));
    await reading.has([(await narae.say('모두에게')).id]);
    expect((await yunseo.logs()).map(({ log }) => log)).toEqual([place.log]);
    reading.cut();
    await going;
    expect(yunseo.heard()).toContain('모두에게');
    for (const trace of ['둘만', side, secret.id]) expect(yunseo.heard()).not.toContain(trace);
    expect(
      await refusal(yunseo.follow({ ...place, log: side }, () => expect.unreachable(), new AbortController().signal)),
    ).toBe('no-such-log');
    expect(reading.entries.map(({ seq }) => seq)).toEqual(reading.entries.map((_, at) => at + 1));
  });

  test('who is removed hears nothing from that line on', async () => {
    const host = await person(server.url, '한결', { hostKey: server.hostKey });
    const reading = new Reading(place);
    const going = reading.go(yunseo).catch(() => 'lost');
    await reading.has([(await narae.say('아직 여기')).id]);
    await host.talker.must('remove', { member: yunseo.member, ban: false, reason: '' });
    await narae.say('이제 없어요');
    expect(await going).not.toBeNull();
    expect(yunseo.heard()).not.toContain('이제 없어요');
    expect(await refusal(yunseo.follow(reading.place, () => expect.unreachable(), new AbortController().signal))).toBe(
      'removed',
    );
  });
});

test('fifty through all doors at once, half of them cut again and again: one order for everybody', async () => {
  await open('sqlite');
  const random = dice(20_261_121);
  const people = await Promise.all(
    Array.from({ length: 49 }, async (_, at) => {
      const door = doors[at % doors.length]!;
      return { visitor: await door.join(server.url, `사람 ${at}`), reading: new Reading(place), cut: at % 2 === 0 };
    }),
  );
  let done = false;
  const readers = people.map(async ({ visitor, reading }) => {
    while (!done) await reading.go(visitor).catch(() => undefined);
  });
  const ids: Id[] = [];
  for (let round = 0; round < 8; round += 1) {
    const authors = people.filter(() => random() < 0.3);
    const drafts = authors.map(({ visitor }) => ({ visitor, draft: said(`${round} ${visitor.member}`) }));
    const outcomes = Promise.all(drafts.map(({ visitor, draft }) => visitor.append(place.log, draft)));
    for (const { reading, cut } of people) if (cut && random() < 0.5) reading.cut();
    expect((await outcomes).every(({ ok }) => ok)).toBe(true);
    ids.push(...drafts.map(({ draft }) => draft.id));
  }
  await Promise.all(people.map(({ reading }) => reading.has(ids)));
  done = true;
  for (const { reading } of people) reading.cut();
  await Promise.all(readers);
  const order = await stored();
  for (const { reading } of people) expect(reading.entries).toEqual(order.slice(0, reading.entries.length));
  for (const { visitor } of people) visitor.leave();
});

/** The same numbers for the same seed (Mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
