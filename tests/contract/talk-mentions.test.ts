/** Whom a message names, as every store keeps it: seen by what is counted for each. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { limits, sideLogOf, type Draft } from '../../protocol';
import { value } from '../support/answers';
import { edit, said } from '../support/drafts';
import { hurriedClock, person, startTestServer, Talker } from '../support/server';
import type { AppendRequest } from '../../server/store/store';
import { making, START, storeHosts, storeOfEach, type Someone } from '../support/store';

const naming = (...members: Someone[]) => ({
  mentions: members.map(({ id, name }) => ({ member: id, name })),
});

describe.each(Object.keys(storeHosts))('%s', (name) => {
  const { born, people, store } = storeOfEach(storeHosts[name]!, ['나래', '윤서', 'Mateo']);
  const { room: commons, epoch } = born;
  const [narae, yunseo, mateo] = people;
  beforeEach(async () => {
    const marks = [{ log: commons, epoch, seq: 4 }];
    await store().mark(people.map(({ id }) => ({ member: id, marks })));
  });

  const says = async (author: Someone, entry: Draft, more: Partial<AppendRequest> = {}) => {
    const request = { log: commons, author: author.id, entries: [entry], now: START + 1_000, ...more };
    expect(value((await store().append([request]))[0]).results).toMatchObject([{ ok: true }]);
    return entry.id;
  };
  /** How many messages name each of them. */
  const called = async (log = commons) => {
    const counts = async ({ id }: Someone) => {
      const all = await store().counts({ member: id, logs: [{ log, first: 1 }] });
      return all.reduce((sum, { mentions }) => sum + mentions, 0);
    };
    return Promise.all([narae, yunseo, mateo].map(counts));
  };

  test('an edit names anew: who is not in it any more is not called, who came into it is', async () => {
    const call = await says(narae, said('@윤서', naming(yunseo)));
    expect(await called()).toEqual([0, 1, 0]);
    const other = { ...edit(call, '@Mateo'), body: { target: call, text: '@Mateo', ...naming(mateo) } } as Draft;
    await says(narae, other);
    expect(await called()).toEqual([0, 0, 1]);
    await says(narae, edit(call, '아무도'));
    expect(await called()).toEqual([0, 0, 0]);
  });

  test('`here` names who is connected; of too many, everybody', async () => {
    await says(narae, said('@here', { everybody: 'here' }), { here: [narae.id, yunseo.id] });
    expect(await called()).toEqual([0, 1, 0]);
    const many = [yunseo.id, ...Array.from({ length: limits.hereNamed }, () => randomUUID())];
    await says(narae, said('@here', { everybody: 'here' }), { here: many });
    expect(await called()).toEqual([0, 2, 1]);
    await says(narae, said('@here', { everybody: 'here' }));
    expect(await called()).toEqual([0, 3, 2]);
  });

  test('nobody is called who does not read it: not on the server, not in the room, not whispered to', async () => {
    const { room } = value(
      await store().createRoom(making(narae.id, { kind: 'private', members: [narae.id, yunseo.id], now: START + 500 })),
    );
    await says(narae, said('@윤서 @Mateo @아무도', naming(yunseo, mateo, { id: randomUUID(), name: '아무도' })), {
      log: room.id,
    });
    expect(await called(room.id)).toEqual([0, 1, 0]);
    value(
      await store().addToRoom({
        room: room.id,
        by: narae.id,
        members: [mateo.id],
        first: 1,
        entry: randomUUID(),
        now: START + 2_000,
      }),
    );
    // It was not said to them.
    expect(await called(room.id)).toEqual([0, 1, 0]);
    const members = [narae.id, yunseo.id].sort();
    const log = sideLogOf(commons, members);
    await says(narae, said('@윤서 @Mateo', naming(yunseo, mateo)), { log, side: { room: commons, members } });
    expect(await called(log)).toEqual([0, 1, 0]);
    value(
      await store().leaveRoom({
        room: room.id,
        by: yunseo.id,
        member: yunseo.id,
        entry: randomUUID(),
        now: START + 3_000,
      }),
    );
    await says(narae, said('@윤서', naming(yunseo)), { log: room.id });
    expect(await called(room.id)).toEqual([0, 1, 0]);
  });
});

test('who is not connected is not called by `here`, and finds it unread all the same', async () => {
  const server = await startTestServer({ clock: hurriedClock(20) });
  const [narae, yunseo, mateo] = [
    await person(server.url, '나래'),
    await person(server.url, '윤서'),
    await person(server.url, 'Mateo'),
  ];
  const marks = [{ log: narae.commons, epoch: narae.resumed.logs[0]?.epoch, seq: 4 }];
  for (const { talker } of [yunseo, mateo]) await talker.must('markRead', { marks });
  mateo.talker.close();
  await narae.talker.until(() => narae.talker.pushes('presence').some(({ gone }) => gone.includes(mateo.member.id)));
  const entry = said('@here 모여요', { everybody: 'here' });
  await narae.talker.must('append', { log: narae.commons, entries: [entry] });
  const told = async (talker: Talker) => (await talker.must('resume', { logs: [] })).counts;
  expect(await told(yunseo.talker)).toMatchObject([{ mentions: 1 }]);
  const again = await Talker.dial(server.url, { token: mateo.token });
  expect(await told(again)).toMatchObject([{ unread: 1, mentions: 0 }]);
  await server.remove();
});
