/** What is unread: what every store counts, for one person, log by log and thread by thread. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { limits, type Count, type Draft, type Id } from '../../protocol';
import { value } from '../support/answers';
import { edit, react, remove, said } from '../support/drafts';
import { joining, making, message, START, storeHosts, storeOfEach, type Someone } from '../support/store';

describe.each(Object.keys(storeHosts))('%s', (name) => {
  const { born, people, store, reopen } = storeOfEach(storeHosts[name]!, ['나래', '윤서']);
  const { room: commons, epoch } = born;
  const [narae, yunseo] = people;
  let now = START;
  beforeEach(() => void (now = START + 100));

  /** @returns the seqs */
  const says = async (author: Someone, entries: Draft[], log = commons): Promise<number[]> => {
    now += 1_000;
    const { results } = value((await store().append([{ log, author: author.id, entries, now }]))[0]);
    return results.map((result) => {
      if (!result.ok) throw new Error(`refused: ${result.error.code}`);
      return result.seq;
    });
  };
  const reads = async (member: Someone, seq: number, thread?: Id, log = commons) => {
    const mark = { log, epoch, seq, ...(thread ? { thread } : {}) };
    const [marked] = await store().mark([{ member: member.id, marks: [mark] }]);
    return marked;
  };
  const counts = (member = narae, logs: readonly Id[] = [commons], first = 1) =>
    store().counts({ member: member.id, logs: logs.map((log) => ({ log, first })) });
  const brief = (all: Count[]) => all.map(({ thread, unread, mentions }) => ({ thread, unread, mentions }));
  const course = async (member = narae) => brief(await counts(member)).find(({ thread }) => thread === null) ?? null;
  const naming = (...members: Someone[]) => ({ mentions: members.map(({ id, name }) => ({ member: id, name })) });

  test('messages of others above the mark, not edits, reactions, joins, one’s own, nor what was deleted', async () => {
    const [one, two] = [message('하나'), message('둘')];
    const [first = 0] = await says(yunseo, [one]);
    await reads(narae, first - 1);
    await says(yunseo, [two, edit(one.id, '하나!'), react(one.id, '👍')]);
    await says(narae, [message('내 말')]);
    await joining(store(), 'Mateo');
    const { head } = (await store().heads())[0] ?? { head: 0 };
    expect(await counts()).toEqual([
      { log: commons, thread: null, above: first - 1, upTo: head, unread: 2, mentions: 0 },
    ]);
    await says(yunseo, [remove(two.id)]);
    expect(await course()).toEqual({ thread: null, unread: 1, mentions: 0 });
    await reads(narae, head);
    expect(await counts()).toEqual([]);
  });

  test('those that name one, or everybody, are told apart; of everybody its author is none', async () => {
    await reads(narae, 2);
    await reads(yunseo, 2);
    await says(yunseo, [said('@나래', naming(narae)), said('@room', { everybody: 'room' }), message('그냥')]);
    await says(narae, [said('@윤서', naming(yunseo)), said('@room', { everybody: 'room' })]);
    expect(await course(narae)).toEqual({ thread: null, unread: 3, mentions: 2 });
    expect(await course(yunseo)).toEqual({ thread: null, unread: 2, mentions: 2 });
    // Both at once is one.
    await says(yunseo, [said('@나래 @room', { ...naming(narae), everybody: 'room' })]);
    expect(await course(narae)).toEqual({ thread: null, unread: 4, mentions: 3 });
  });

  test('a mention that is gone with its message counts no more', async () => {
    await reads(narae, 2);
    const call = said('@나래', naming(narae));
    await says(yunseo, [call, message('그냥')]);
    expect(await course()).toMatchObject({ unread: 2, mentions: 1 });
    await says(yunseo, [remove(call.id)]);
    expect(await course()).toMatchObject({ unread: 1, mentions: 0 });
  });

  test('with no mark: nothing of an open room that was there before one came, all of one that was not', async () => {
    await says(yunseo, [message('아무도 없던 때')]);
    const mateo = (await joining(store(), 'Mateo')).member;
    expect(await counts(mateo)).toEqual([]);
    const { room } = value(await store().createRoom(making(yunseo.id, { now: START + 5_000 })));
    await says(yunseo, [message('새 방')], room.id);
    expect(brief(await counts(mateo, [room.id]))).toEqual([{ thread: null, unread: 1, mentions: 0 }]);
    const people = { kind: 'private' as const, members: [yunseo.id, mateo.id], now: START };
    const { room: inside } = value(await store().createRoom(making(yunseo.id, people)));
    await says(yunseo, [message('하나'), message('둘'), message('셋')], inside.id);
    expect(brief(await counts(mateo, [inside.id]))).toMatchObject([{ unread: 3 }]);
    // Who came later reads, and counts, from their coming on.
    expect(await counts(mateo, [inside.id], 4)).toMatchObject([{ above: 3, unread: 1 }]);
  });

  test('who is let in to all that was said finds unread what comes after them, and their name in it', async () => {
    const people = { kind: 'private' as const, members: [yunseo.id], now: START };
    const { id: room } = value(await store().createRoom(making(yunseo.id, people))).room;
    await says(yunseo, [message('옛말'), said('@room', { everybody: 'room' })], room);
    const deed = { room, by: yunseo.id, now: START + 5_000, entry: randomUUID(), members: [narae.id], first: 1 };
    const coming = value(await store().addToRoom(deed)).changed.head.head;
    expect(await counts(narae, [room])).toEqual([]);
    expect(await store().marks(narae.id)).toEqual([{ log: room, epoch, seq: coming }]);
    await says(yunseo, [said('@나래 어서 와요', naming(narae)), message('앉아요')], room);
    expect(await counts(narae, [room])).toMatchObject([{ above: coming, unread: 2, mentions: 1 }]);
    // Out and in again: as it stands then.
    await store().leaveRoom({ room, by: yunseo.id, member: narae.id, now: START + 6_000, entry: randomUUID() });
    await says(yunseo, [message('없는 동안')], room);
    value(await store().addToRoom({ ...deed, entry: randomUUID() }));
    expect(await counts(narae, [room])).toEqual([]);
  });

  test('marked as unread from somewhere on, a log counts from there, whatever was read', async () => {
    const seqs = await says(yunseo, [message('하나'), message('둘'), message('셋')]);
    await reads(narae, 9);
    expect(await counts()).toEqual([]);
    value(await store().prefer(narae.id, { room: commons, unreadFrom: seqs[1] ?? 0 }));
    expect(await counts()).toMatchObject([{ above: (seqs[1] ?? 0) - 1, unread: 2 }]);
  });

  test('a thread has its own mark, and counts for those who have a part in it, from where that begins', async () => {
    const root = message('국밥집 어디로 할까요?');
    await says(narae, [root]);
    const mateo = (await joining(store(), 'Mateo')).member;
    for (const member of [narae, yunseo, mateo]) await reads(member, 4);
    await says(yunseo, [said('시장 옆이요', { thread: root.id }), said('새로 생겼대요', { thread: root.id })]);
    // The course of the room has nothing of it; who said the root has a part in it, who only reads has none.
    expect(brief(await counts(narae))).toEqual([{ thread: root.id, unread: 2, mentions: 0 }]);
    expect(await counts(yunseo)).toEqual([]);
    expect(await counts(mateo)).toEqual([]);
    const [named = 0] = await says(yunseo, [said('@Mateo 가죠', { thread: root.id, ...naming(mateo) })]);
    expect(await counts(mateo)).toMatchObject([{ thread: root.id, above: named - 1, unread: 1, mentions: 1 }]);
    // Everybody is named, and nobody gets a part in it by that.
    await says(mateo, [said('@room 가요!', { thread: root.id, everybody: 'room' })]);
    expect(brief(await counts(yunseo))).toEqual([{ thread: root.id, unread: 1, mentions: 1 }]);
    expect(await reads(narae, named, root.id)).toMatchObject({ now: [{ seq: named, thread: root.id }] });
    expect(brief(await counts(narae))).toEqual([{ thread: root.id, unread: 1, mentions: 1 }]);
    // Reading on in the room changes nothing in the thread.
    await reads(narae, 99);
    expect(brief(await counts(narae))).toEqual([{ thread: root.id, unread: 1, mentions: 1 }]);
  });

  test('a thread’s mark rises only, hangs on a message of its log, and is told with the others', async () => {
    const root = message('뿌리');
    await says(narae, [root]);
    await says(yunseo, [said('하나', { thread: root.id }), said('둘', { thread: root.id })]);
    await reads(narae, 4, root.id);
    expect(await reads(narae, 2, root.id)).toMatchObject({ now: [{ seq: 4 }], risen: [] });
    expect(await reads(narae, 1, randomUUID())).toEqual({ now: [], risen: [] });
    const { room } = value(await store().createRoom(making(yunseo.id)));
    expect(await reads(narae, 1, root.id, room.id)).toEqual({ now: [], risen: [] });
    await reads(narae, 3);
    expect(await store().marks(narae.id)).toEqual([
      { log: commons, epoch, seq: 3 },
      { log: commons, epoch, seq: 4, thread: root.id },
    ]);
  });

  test('many are that many or more', async () => {
    await reads(narae, 2);
    for (let page = 0; page < limits.counted / 50 + 1; page += 1)
      await says(
        yunseo,
        Array.from({ length: 50 }, (_, at) => said(`${at}`, { everybody: 'room' })),
      );
    expect(await counts()).toMatchObject([{ unread: limits.counted, mentions: limits.counted }]);
  });

  test('who has read how far, and when somebody was seen last', async () => {
    await says(yunseo, [message('하나')]);
    await reads(narae, 2);
    await reads(yunseo, 3);
    await reads(narae, 3);
    const readers = (await store().readers(commons)).sort((a, b) => (a.member < b.member ? -1 : 1));
    expect(readers).toEqual(
      [narae, yunseo].map(({ id }) => ({ member: id, seq: 3 })).sort((a, b) => (a.member < b.member ? -1 : 1)),
    );
    const { member: mateo, device } = await joiningWith('Mateo');
    await store().seen({ device, now: START + 77 });
    expect(await store().lastSeen([mateo.id, randomUUID()])).toEqual([{ member: mateo.id, at: START + 77 }]);
  });

  const joiningWith = async (who: string) => {
    const token = randomUUID();
    const { member } = await joining(store(), who, token);
    const device = await store().deviceByToken(token);
    if (!device) throw new Error('no device');
    return { member, device: device.device };
  };

  test('what somebody says of themselves stays where nothing else is said, and after a restart', async () => {
    const said = { status: { text: '점심', until: START + 5 }, quietUntil: START + 9 };
    expect(await store().setStatus({ member: narae.id, ...said })).toMatchObject(said);
    expect(await store().setStatus({ member: narae.id, quietUntil: null })).toMatchObject({
      ...said,
      quietUntil: null,
    });
    expect(await store().setStatus({ member: narae.id })).toMatchObject({ ...said, quietUntil: null });
    expect(await store().setStatus({ member: randomUUID(), status: null })).toBeNull();
    await reopen();
    expect((await store().members()).find(({ id }) => id === narae.id)).toMatchObject({ ...said, quietUntil: null });
    expect(await store().setStatus({ member: narae.id, status: null })).toMatchObject({ status: null });
  });
});
