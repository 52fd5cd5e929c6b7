/** What every store promises of whispers (server/store/gate.ts): a log of their own in a room, there with the first one. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limits, sideLogOf, type Id } from '../../protocol';
import { code, value } from '../support/answers';
import { remove } from '../support/drafts';
import { inRooms } from '../support/in-rooms';
import { joining, message, START, storeHosts } from '../support/store';

describe.each(Object.keys(storeHosts))('a whisper, on %s', (name) => {
  const { born, store, reopen, narae, yunseo, mateo, hangyeol, deed, closed, says, said, lines, logsOf } =
    inRooms(name);

  const whisper = async (author: Id, members: Id[], room = born.room, now = START + 300) => {
    const side = { room, members: [...members].sort() };
    const log = sideLogOf(room, members);
    const [answer] = await store().append([{ log, side, author, entries: [message('귓속말')], now }]);
    return { log, side, answer };
  };

  test('is a log of its own, made with its first entry, each anchored at the room’s head of that moment', async () => {
    const head = async () => (await store().heads())[0]?.head;
    const before = await head();
    const { log, side, answer } = await whisper(narae, [narae, yunseo]);
    expect(value(answer)).toMatchObject({ head: { log, head: 1 }, opened: side, added: [{ seq: 1, after: before }] });
    expect(await head()).toBe(before);
    await says(mateo, born.room);
    // In one commit: what is said in the room before it counts.
    const [loud, quiet] = await store().append([
      { log: born.room, author: mateo, entries: [message('크게')], now: START + 310 },
      { log, author: yunseo, entries: [message('작게')], now: START + 310 },
    ]);
    expect(value(quiet).added).toMatchObject([{ seq: 2, after: value(loud).head.head }]);
    expect(value(quiet)).not.toHaveProperty('opened');
    await reopen();
    expect(await store().sides()).toEqual([{ log, ...side }]);
    expect((await store().read({ log, after: 0, limit: 9 }))?.entries.map(({ after }) => after)).toEqual([
      before,
      before! + 2,
    ]);
    for (const [who, there] of [
      [narae, 1],
      [yunseo, 1],
      [mateo, 0],
    ] as const)
      expect((await store().openLogs(who!)).filter((one) => one.log === log)).toHaveLength(there);
    expect((await store().openLogs(yunseo)).at(-1)).toEqual({ log, epoch: born.epoch, head: 2, first: 1, side });
  });

  test('that two begin at once is one log; one that is refused begins none', async () => {
    const side = { room: born.room, members: [narae, yunseo].sort() };
    const log = sideLogOf(born.room, side.members);
    const begin = (author: Id, text: string) => ({ log, side, author, entries: [message(text)], now: START + 300 });
    const answers = await store().append([begin(narae, '하나'), begin(yunseo, '둘'), begin(mateo, '셋')]);
    expect(answers.map((answer) => (answer.ok ? answer.value.opened !== undefined : answer.error.code))).toEqual([
      true,
      false,
      'no-such-log',
    ]);
    expect(await lines(log)).toHaveLength(2);
    value(await store().mute({ member: mateo, until: START + 9_000, by: narae, now: START }));
    const muted = await whisper(mateo, [mateo, hangyeol]);
    expect(said(muted.answer)).toBe('muted');
    expect((await store().sides()).map((one) => one.log)).toEqual([log]);
    expect(await store().read({ log: muted.log, after: 0, limit: 1 })).toBeNull();
  });

  test('waits where the room is slow, together with what is said aloud', async () => {
    value(await store().slow({ room: born.room, seconds: 60, by: narae, now: START }));
    expect(said(await says(mateo, born.room, '크게', START + 1_000))).toBe(6);
    const early = await whisper(mateo, [mateo, yunseo], born.room, START + 2_000);
    expect(said(early.answer)).toBe('slow');
    const { answer } = await whisper(mateo, [mateo, yunseo], born.room, START + 62_000);
    expect(said(answer)).toBe(1);
    expect(said(await says(mateo, born.room, '크게', START + 63_000))).toBe('slow');
    expect(said(await says(yunseo, early.log, '답', START + 63_000))).toBe(2);
  });

  test('reaches nobody who has left the room or the server, nor one that was put away', async () => {
    const room = await closed([yunseo, mateo]);
    const { log } = await whisper(narae, [narae, yunseo], room.id);
    expect(said((await whisper(narae, [narae, hangyeol], room.id)).answer)).toBe('not-in-room');
    value(await store().leaveRoom({ ...deed(room.id, yunseo), member: yunseo }));
    expect([said(await says(narae, log)), code(await says(yunseo, log))]).toEqual(['not-in-room', 'no-such-log']);
    // But it may be taken back.
    const [{ id = '' } = {}] = (await store().read({ log, after: 0, limit: 1 }))?.entries ?? [];
    const taking = await store().append([{ log, author: narae, entries: [remove(id)], now: START + 400 }]);
    expect(said(taking[0])).toBe(2);
    expect((await store().read({ log, after: 0, limit: 1 }))?.entries).toMatchObject([{ body: { deleted: true } }]);
    expect((await logsOf(yunseo)).map(([one]) => one)).toEqual([born.room]);
    value(await store().addToRoom({ ...deed(room.id, narae), members: [yunseo], first: null }));
    expect(said(await says(yunseo, log))).toBe(3);
    value(await store().changeRoom({ room: room.id, by: narae, now: START, archived: true, entries: [randomUUID()] }));
    expect(said(await says(yunseo, log))).toBe('archived');
    const other = await whisper(narae, [narae, mateo]);
    const removal = { by: narae, entry: randomUUID(), ban: null, spared: [], reason: '', now: START };
    value(await store().remove({ member: mateo, ...removal }));
    expect(said(await says(narae, other.log))).toBe('not-in-room');
  });

  test('finds an end, of one’s own making alone', async () => {
    const others = Array.from({ length: limits.whisperPeople + 3 }, (_, at) => `${at}`);
    const people = await Promise.all(others.map(async (who) => (await joining(store(), who)).member.id));
    // As many sets of people as there may be: the numbers up to the limit, in bits.
    const sets = Array.from({ length: limits.sideLogs }, (_, at) =>
      people.filter((_one, bit) => ((at + 1) >> bit) & 1),
    );
    const requests = sets.map((some) => {
      const members = [narae, ...some].sort();
      const log = sideLogOf(born.room, members);
      return { log, side: { room: born.room, members }, author: narae, entries: [message('ㅅ')], now: START + 300 };
    });
    expect((await store().append(requests)).map(said)).toEqual(requests.map(() => 1));
    expect(said((await whisper(narae, [narae, yunseo])).answer)).toBe('too-many');
    expect(said((await whisper(yunseo, [narae, yunseo])).answer)).toBe(1);
    expect(said(await says(narae, sideLogOf(born.room, [narae, yunseo])))).toBe(2);
  });
});
