/** What every store promises of rooms (server/store/rooms.ts): who is in them, and from where on they read. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limits, OpenLog, parse, Preference, Room, type Id } from '../../protocol';
import { code, value } from '../support/answers';
import { inRooms } from '../support/in-rooms';
import { making, START, storeHosts } from '../support/store';

describe.each(Object.keys(storeHosts))('rooms, on %s', (name) => {
  const { born, store, reopen, narae, yunseo, mateo, hangyeol, deed, made, closed, says, said, lines, logsOf } =
    inRooms(name);
  const roomOf = async (id: Id) => (await store().rooms()).find((room) => room.id === id);

  test('a private room has its people, who alone may read it and speak in it, also after a restart', async () => {
    const room = await closed();
    expect(room).toMatchObject({ kind: 'private', members: [narae, yunseo], left: [], archived: false });
    const look = async () => ({
      rooms: await store().rooms(),
      memberships: await store().memberships(),
      logs: [await store().openLogs(yunseo), await store().openLogs(mateo)],
    });
    const before = await look();
    expect(before.memberships).toEqual(
      [narae, yunseo].map((member) => ({ room: room.id, member, first: 1, since: START + 50 })),
    );
    expect(before.logs.map((logs) => logs.map(({ log }) => log))).toEqual([[born.room, room.id], [born.room]]);
    await reopen();
    expect(await look()).toEqual(before);
    expect(said(await says(yunseo, room.id))).toBe(2);
    expect(code(await says(mateo, room.id))).toBe('no-such-log');
    for (const one of await store().rooms()) expect(parse(Room, one)).toStrictEqual({ ok: true, value: one });
    for (const log of before.logs.flat()) expect(parse(OpenLog, log)).toStrictEqual({ ok: true, value: log });
  });

  test('who is let in reads from the line that says so, or from where the other one reads', async () => {
    const room = await closed();
    await says(narae, room.id);
    const entered = value(await store().addToRoom({ ...deed(room.id, yunseo), members: [mateo, narae], first: null }));
    expect(entered.room.members).toEqual([narae, yunseo, mateo]);
    expect(entered.changed).toMatchObject({ head: { head: 3 }, added: [{ seq: 3, author: yunseo, kind: 'entered' }] });
    value(await store().addToRoom({ ...deed(room.id, narae), members: [hangyeol], first: 1 }));
    expect(await lines(room.id)).toMatchObject([
      ['created', narae, {}],
      ['message', narae, {}],
      ['entered', yunseo, { members: [mateo], names: ['Mateo'] }],
      ['entered', narae, { members: [hangyeol], names: ['한결'] }],
    ]);
    expect(await logsOf(mateo)).toEqual([
      [born.room, 1],
      [room.id, 3],
    ]);
    expect(await logsOf(hangyeol)).toEqual([
      [born.room, 1],
      [room.id, 1],
    ]);
    const page = async (range: object) =>
      (await store().read({ log: room.id, first: 3, limit: 10, ...range }))?.entries.map(({ seq }) => seq);
    expect([await page({ after: 0 }), await page({}), await page({ before: 100 }), await page({ before: 3 })]).toEqual([
      [3, 4],
      [3, 4],
      [3, 4],
      [],
    ]);
    // Nothing more to do, and so nothing is said.
    const again = value(await store().addToRoom({ ...deed(room.id, narae), members: [mateo], first: 1 }));
    expect([again.changed.added, await logsOf(mateo)]).toEqual([
      [],
      [
        [born.room, 1],
        [room.id, 3],
      ],
    ]);
    expect(code(await store().addToRoom({ ...deed(room.id, narae), members: [randomUUID()], first: 1 }))).toBe(
      'no-such-member',
    );
  });

  test('who leaves is out in the same moment; who comes back to an open room reads all of it', async () => {
    const [room, open] = [await closed([yunseo, mateo]), await made({ name: '열린 방' })];
    const left = value(await store().leaveRoom({ ...deed(room.id, narae), member: yunseo }));
    expect(left.room.members).toEqual([narae, mateo]);
    expect(left.changed.added).toMatchObject([{ kind: 'left', author: narae, body: { member: yunseo, name: '윤서' } }]);
    value(await store().leaveRoom({ ...deed(open.id, yunseo), member: yunseo }));
    await reopen();
    expect(await logsOf(yunseo)).toEqual([[born.room, 1]]);
    expect((await roomOf(open.id))?.left).toEqual([yunseo]);
    // What was on its way comes too late.
    for (const log of [room.id, open.id]) expect(code(await says(yunseo, log))).toBe('no-such-log');
    expect(code(await store().leaveRoom({ ...deed(open.id, yunseo), member: yunseo }))).toBe('not-in-room');
    expect(code(await store().enterRoom(deed(room.id, yunseo)))).toBe('no-such-log');
    const back = value(await store().enterRoom(deed(open.id, yunseo)));
    expect([back.room.left, back.changed.added[0]?.kind]).toEqual([[], 'entered']);
    expect(value(await store().enterRoom(deed(open.id, yunseo))).changed.added).toEqual([]);
    expect(await logsOf(yunseo)).toEqual([
      [born.room, 1],
      [open.id, 1],
    ]);
  });

  test('the first room and a conversation of two are not left; the last one out of a private room puts it away', async () => {
    const [alone, pair] = [await closed([]), await made({ kind: 'direct', name: '', members: [narae, mateo] })];
    const leave = async (room: Id) => store().leaveRoom({ ...deed(room, narae), member: narae });
    expect([code(await leave(born.room)), code(await leave(pair.id))]).toEqual(['not-allowed', 'not-allowed']);
    expect(value(await leave(alone.id)).room).toMatchObject({ members: [], archived: true });
  });

  test('a direct conversation is there once, whoever asks; of a few, one may go and come back', async () => {
    const few = { id: randomUUID(), kind: 'direct' as const, name: '', members: [narae, yunseo, mateo] };
    const first = await made(few);
    expect(first).toMatchObject({ name: '', members: [narae, yunseo, mateo], createdBy: narae });
    const again = value(await store().createRoom(making(mateo, few)));
    expect(again).toMatchObject({ created: false, room: first });
    value(await store().leaveRoom({ ...deed(few.id, mateo), member: mateo }));
    expect(value(await store().createRoom(making(narae, few))).room.members).toEqual([narae, yunseo]);
    const back = value(await store().enterRoom(deed(few.id, mateo)));
    expect(back.room.members).toEqual([narae, yunseo, mateo]);
    expect(await logsOf(mateo)).toEqual([
      [born.room, 1],
      [few.id, back.changed.head.head],
    ]);
  });

  test('a conversation goes on as a room, once, and its own log stays its own', async () => {
    const pair = await made({ kind: 'direct', name: '', members: [narae, mateo] });
    const asked = making(narae, {
      ...{ kind: 'private' as const, members: [narae, mateo, yunseo] },
      from: { room: pair.id, entry: randomUUID() },
    });
    const { room, promoted } = value(await store().createRoom(asked));
    expect(promoted?.added).toMatchObject([{ kind: 'promoted', author: narae, body: { room: room.id } }]);
    expect(value(await store().createRoom(asked))).toMatchObject({ created: false, promoted: null });
    expect((await lines(pair.id)).map(([kind]) => kind)).toEqual(['created', 'promoted']);
    expect(await logsOf(yunseo)).toEqual([
      [born.room, 1],
      [room.id, 1],
    ]);
    expect(said(await says(mateo, pair.id))).toBe(3);
    for (const from of [pair.id, born.room, randomUUID()])
      expect(
        code(await store().createRoom(making(yunseo, { name: '엿보기', from: { room: from, entry: randomUUID() } }))),
      ).toBe('no-such-log');
  });

  test('a room is renamed, described and put away, with one line for each; put away, nothing is added but its end', async () => {
    const room = await made({ name: '시안' });
    const change = (more: object, by = narae) =>
      store().changeRoom({
        ...{ room: room.id, by, now: START + 400, entries: [randomUUID(), randomUUID(), randomUUID()] },
        ...more,
      });
    const all = value(await change({ name: '시안 리뷰', topic: '금요일까지', archived: true }));
    expect(all.room).toMatchObject({ name: '시안 리뷰', topic: '금요일까지', archived: true });
    expect(all.changed.added.map(({ kind, body }) => [kind, body])).toEqual([
      ['renamed', { name: '시안 리뷰' }],
      ['topic', { topic: '금요일까지' }],
      ['archived', { archived: true }],
    ]);
    await reopen();
    expect(await roomOf(room.id)).toEqual(all.room);
    expect(said(await says(narae, room.id))).toBe('archived');
    expect(code(await change({ name: '다른 이름' }))).toBe('archived');
    expect(value(await change({ archived: true })).changed).toEqual({ head: all.changed.head, results: [], added: [] });
    const back = value(await change({ archived: false, topic: '' }));
    expect(back.changed.added.map(({ kind }) => kind)).toEqual(['archived', 'topic']);
    expect(said(await says(narae, room.id))).toBe(back.changed.head.head + 1);
    // Asked again under the name it was made with: it is the same room.
    expect(value(await store().createRoom(making(narae, { id: room.id, name: '시안' })))).toMatchObject({
      created: false,
      room: { name: '시안 리뷰' },
    });
    // Who may is asked before; the store lets everybody who is there.
    expect(code(await change({ name: '새 이름' }, yunseo))).toBe('done');
    const secret = await closed();
    expect(code(await store().changeRoom({ ...deed(secret.id, mateo), name: '몰래', entries: [randomUUID()] }))).toBe(
      'no-such-log',
    );
  });

  test('who is taken off the server is in no private room any more, and is still named in a conversation', async () => {
    const [room, pair] = [await closed(), await made({ kind: 'direct', name: '', members: [narae, yunseo] })];
    value(
      await store().remove({
        ...{ member: yunseo, by: narae, entry: randomUUID(), ban: null, spared: [], reason: '', now: START + 500 },
      }),
    );
    expect([(await roomOf(room.id))?.members, (await roomOf(pair.id))?.members]).toEqual([[narae], [narae, yunseo]]);
    expect((await store().memberships()).map((one) => [one.room, one.member])).toEqual([
      [room.id, narae],
      [pair.id, narae],
      [pair.id, yunseo],
    ]);
    expect(code(await store().addToRoom({ ...deed(room.id, narae), members: [yunseo], first: 1 }))).toBe(
      'no-such-member',
    );
    expect(code(await store().createRoom(making(narae, { kind: 'private', members: [narae, yunseo] })))).toBe(
      'no-such-member',
    );
  });

  test('direct conversations take nobody else’s place', async () => {
    const pair = () => store().createRoom(making(narae, { kind: 'direct', name: '', members: [narae, mateo] }));
    for (let at = 0; at < limits.rooms; at += 1) value(await pair());
    expect(code(await pair())).toBe('too-many-rooms');
    expect(code(await store().createRoom(making(mateo, { kind: 'direct', name: '', members: [mateo, yunseo] })))).toBe(
      'done',
    );
    expect(code(await store().createRoom(making(narae)))).toBe('done');
  });

  test('what one sets for a room is one’s own, and what is left out stays', async () => {
    const [one, other] = [await made({ name: '하나' }), await made({ name: '둘' })];
    const empty = { position: null, mutedUntil: null, level: null, hiddenAt: null, unreadFrom: null };
    expect(value(await store().prefer(narae, { room: one.id, mutedUntil: START, unreadFrom: 7 }))).toEqual({
      ...{ ...empty, room: one.id, mutedUntil: START, unreadFrom: 7 },
    });
    expect(value(await store().prefer(narae, { room: one.id, unreadFrom: null, hiddenAt: 3 }))).toEqual({
      ...{ ...empty, room: one.id, mutedUntil: START, hiddenAt: 3 },
    });
    expect(value(await store().prefer(narae, { room: one.id, level: 'mentions' }))).toMatchObject({
      level: 'mentions',
    });
    expect(value(await store().prefer(narae, { room: one.id, mutedUntil: null }))).toEqual({
      ...{ ...empty, room: one.id, level: 'mentions', hiddenAt: 3 },
    });
    expect((await store().preferences(narae)).map(({ level }) => level)).toEqual(['mentions']);
    expect(code(await store().prefer(narae, { room: randomUUID(), mutedUntil: null }))).toBe('no-such-log');
    const positions = async () => (await store().preferences(narae)).map(({ room, position }) => [room, position]);
    await store().arrange(narae, [other.id, born.room, randomUUID()]);
    expect(await positions()).toEqual([
      [one.id, null],
      [other.id, 0],
      [born.room, 1],
    ]);
    // Those that are named come first, and push back the others.
    const arranged = await store().arrange(narae, [one.id, one.id]);
    await reopen();
    expect(await store().preferences(narae)).toEqual(arranged);
    expect(await positions()).toEqual([
      [one.id, 0],
      [other.id, 1],
      [born.room, 2],
    ]);
    for (const preference of arranged)
      expect(parse(Preference, preference)).toStrictEqual({ ok: true, value: preference });
    expect(await store().preferences(yunseo)).toEqual([]);
  });
});
