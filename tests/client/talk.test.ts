/** People and what they do with messages: whole devices on a real server. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { LogView } from '../../client';
import { limits, sideLogOf, type Change, type Id } from '../../protocol';
import { value } from '../support/answers';
import type { Device } from '../support/device';
import { until } from '../support/device';
import { porchOfEach } from '../support/porch';

const porch = porchOfEach();
let narae: Device;
let yunseo: Device;
beforeEach(async () => {
  narae = await porch.joined('나래');
  yunseo = await porch.joined('윤서');
});

const view = (device: Device, log = device.commons) => device.session.log(log);
const me = (device: Device): Id => device.session.server.current.me ?? '';
const sees = (device: Device, is: (log: LogView) => boolean, log = device.commons) => until(view(device, log), is);
const settled = (device: Device, log = device.commons) => sees(device, ({ pending }) => pending.length === 0, log);
const kinds = (changes: readonly Change[] | undefined) => (changes ?? []).map(({ kind }) => kind);
const said = async (device: Device, text: string) => {
  const id = device.say(text);
  await settled(device);
  await Promise.all(
    porch.devices.map((other) => sees(other, ({ entries }) => entries.some((entry) => entry.id === id))),
  );
  return id;
};
const comeBack = async (device: Device) => {
  device.session.close();
  device.open(porch.server.url, porch.server.id);
  await until(device.session.connection, ({ phase }) => phase === 'connected');
  device.session.open(device.commons);
};

describe('what becomes of a message', () => {
  test('is seen by the other at once, and by who comes later, in the same order', async () => {
    const { talk } = yunseo.session;
    const id = await said(narae, '점심 뭐 먹을까요');
    value(talk.react(yunseo.commons, id, '👍', true));
    value(talk.pin(yunseo.commons, id, true));
    value(
      narae.session.talk.edit(narae.commons, id, '점심 뭐 먹을까요?', {
        mentions: [{ member: me(yunseo), name: '윤서' }],
      }),
    );
    await Promise.all([settled(narae), settled(yunseo)]);
    const three = ({ changes }: LogView) => changes.get(id)?.length === 3;
    const [here, there] = await Promise.all([sees(narae, three), sees(yunseo, three)]);
    expect(kinds(here.changes.get(id)).sort()).toEqual(['edit', 'pin', 'react']);
    expect(there.changes.get(id)).toEqual(here.changes.get(id));
    expect(value(await talk.pins(yunseo.commons))).toMatchObject([{ id }]);
    expect(value(await talk.versions(yunseo.commons, id))).toMatchObject([
      { kind: 'message', body: { text: '점심 뭐 먹을까요' } },
      { kind: 'edit', body: { text: '점심 뭐 먹을까요?' } },
    ]);

    value(narae.session.talk.remove(narae.commons, id));
    const gone = await sees(yunseo, ({ changes }) => kinds(changes.get(id)).includes('delete'));
    expect(gone.changes.get(id)).toHaveLength(1);
    expect(gone.entries.find((entry) => entry.id === id)).toMatchObject({ body: { text: '', deleted: true } });
    const late = value(talk.react(yunseo.commons, id, '👍', true));
    const refused = await sees(yunseo, ({ pending }) => pending.some((one) => one.refused !== null));
    expect(refused.pending).toMatchObject([{ id: late, refused: { code: 'no-such-entry' } }]);
    value(talk.react(yunseo.commons, id, '👍', false));
    await settled(yunseo);
  });

  test('is known of old messages when somebody scrolls to them, and what was looked up stays true', async () => {
    const id = await said(narae, '아주 오래된 말');
    for (let at = 0; at < limits.pageEntries; at += 1) yunseo.say(`${at}`);
    await settled(yunseo);
    value(yunseo.session.talk.react(yunseo.commons, id, '🎉', true));
    await settled(yunseo);
    const mateo = await porch.joined('Mateo');
    const first = await sees(mateo, ({ entries }) => entries.length > 0);
    expect(first.entries.some((entry) => entry.id === id)).toBe(false);

    expect(value(await mateo.session.talk.find(mateo.commons, [id]))).toMatchObject([
      { body: { text: '아주 오래된 말' } },
    ]);
    expect(kinds(view(mateo).current.changes.get(id))).toEqual(['react']);
    value(narae.session.talk.remove(narae.commons, id));
    await sees(mateo, ({ changes }) => kinds(changes.get(id)).includes('delete'));
    expect(value(await mateo.session.talk.find(mateo.commons, [id]))).toMatchObject([{ body: { deleted: true } }]);
    expect(mateo.session.talk.edit(mateo.commons, id, '남의 말')).toMatchObject({ error: { code: 'no-such-entry' } });
    expect(await mateo.session.talk.goTo(mateo.commons, '00000000-0000-7000-8000-000000000000')).toMatchObject({
      error: { code: 'no-such-entry' },
    });
    const seq = value(await mateo.session.talk.goTo(mateo.commons, id));
    expect(view(mateo).current.entries.find((entry) => entry.id === id)?.seq).toBe(seq);
  });

  test('goes along where it is passed on, with who said it first', async () => {
    const id = await said(yunseo, '회의는 세 시');
    const room = value(await narae.session.rooms.create({ kind: 'open', name: '공지' }));
    value(narae.session.talk.forward(narae.commons, id, '회의는 세 시', room.id));
    narae.session.open(room.id);
    const there = await sees(narae, ({ entries }) => entries.some(({ kind }) => kind === 'message'), room.id);
    expect(there.entries.at(-1)).toMatchObject({
      body: { text: '회의는 세 시', forwarded: { log: narae.commons, id, author: me(yunseo) } },
    });
    expect((await settled(narae, room.id)).entries.filter(({ kind }) => kind === 'message')).toHaveLength(1);
  });
});

describe('a poll', () => {
  const poll = (anonymous: boolean) => ({
    poll: { options: ['김밥', '라면'], anonymous, many: false, closesAt: null },
  });

  test('that is open is answered by entries, and closed for good', async () => {
    const id = value(narae.session.talk.send(narae.commons, '점심', poll(false)));
    await sees(yunseo, ({ entries }) => entries.some((entry) => entry.id === id));
    value(await yunseo.session.talk.vote(yunseo.commons, id, [0]));
    value(await yunseo.session.talk.vote(yunseo.commons, id, [1]));
    await settled(yunseo);
    const voted = await sees(narae, ({ changes }) => (changes.get(id) ?? []).length > 0);
    expect(voted.changes.get(id)?.at(-1)).toMatchObject({ kind: 'vote', author: me(yunseo), body: { choices: [1] } });
    value(narae.session.talk.closePoll(narae.commons, id));
    await sees(yunseo, ({ changes }) => kinds(changes.get(id)).includes('close'));
    value(await yunseo.session.talk.vote(yunseo.commons, id, [0]));
    const refused = await sees(yunseo, ({ pending }) => pending.some((one) => one.refused !== null));
    expect(refused.pending).toMatchObject([{ kind: 'vote', refused: { code: 'poll-closed' } }]);
  });

  test('that is anonymous is known by its tally alone, and one’s own vote stays one’s own', async () => {
    const id = value(narae.session.talk.send(narae.commons, '비밀 투표', poll(true)));
    await sees(yunseo, ({ entries }) => entries.some((entry) => entry.id === id));
    value(await yunseo.session.talk.vote(yunseo.commons, id, [1]));
    expect(view(yunseo).current.tallies.get(id)).toMatchObject({ votes: [0, 1], voters: 1, mine: [1] });
    const told = await sees(narae, ({ tallies }) => tallies.get(id)?.voters === 1);
    expect(told.tallies.get(id)?.mine).toBeUndefined();
    value(await narae.session.talk.vote(narae.commons, id, [0]));
    const both = await sees(yunseo, ({ tallies }) => tallies.get(id)?.voters === 2);
    expect(both.tallies.get(id)).toMatchObject({ votes: [1, 1], mine: [1] });
    expect(both.changes.get(id) ?? []).toEqual([]);
    await comeBack(yunseo);
    expect((await sees(yunseo, ({ tallies }) => tallies.has(id))).tallies.get(id)).toMatchObject({ mine: [1] });
  });
});

describe('a whisper', () => {
  const whispered = ({ asides }: LogView) => asides.flatMap(({ view: { entries } }) => entries);

  test('stands in the room of those it is for, is counted, and is read with the room', async () => {
    const mateo = await porch.joined('Mateo');
    await said(mateo, '다들 계세요?');
    value(narae.session.talk.whisper(narae.commons, [me(yunseo)], '우리끼리 얘기'));
    const there = await sees(yunseo, (log) => whispered(log).length === 1);
    const [aside] = there.asides;
    const people = [me(narae), me(yunseo)].sort();
    expect(aside).toMatchObject({ log: sideLogOf(narae.commons, people), members: people });
    expect(whispered(there)).toMatchObject([{ body: { text: '우리끼리 얘기' }, after: there.head }]);
    expect(there).toMatchObject({ mentions: 1 });
    expect(yunseo.arrivals.at(-1)).toMatchObject({ why: 'whisper', room: { id: yunseo.commons } });
    const { unread } = there;
    yunseo.session.markSeen(yunseo.commons, there.head - 1);
    expect(view(yunseo).current.mentions).toBe(1);
    yunseo.session.markSeen(yunseo.commons, there.head);
    expect(view(yunseo).current).toMatchObject({ unread: 0, mentions: 0 });
    expect(unread).toBeGreaterThan(0);

    // It is answered, changed and taken back like anything else, in its own log.
    value(yunseo.session.talk.react(aside?.log ?? '', whispered(there)[0]?.id ?? '', '🤫', true));
    await sees(narae, ({ asides }) => asides.some(({ view: log }) => log.changes.size === 1));
    await sees(narae, ({ asides }) => asides.every(({ view: log }) => log.pending.length === 0));
    expect(view(mateo).current.asides).toEqual([]);
    expect(view(mateo).current.head).toBe(view(narae).current.head);
  });

  test('waits on the device like anything else, and comes back as far as its room is held', async () => {
    await porch.server.close();
    await until(narae.session.connection, ({ phase }) => phase === 'reconnecting');
    const id = value(narae.session.talk.whisper(narae.commons, [me(yunseo)], '끊겼을 때 한 말'));
    expect(view(narae).current.asides).toMatchObject([{ view: { pending: [{ id }], entries: [] } }]);
    narae.session.close();
    porch.server = await porch.server.restart();
    narae.open(porch.server.url, porch.server.id);
    yunseo.session.connect();
    const there = await sees(yunseo, (log) => whispered(log).length === 1);
    expect(whispered(there)).toMatchObject([{ id, body: { text: '끊겼을 때 한 말' } }]);
    await sees(
      narae,
      (log) => whispered(log).length === 1 && log.asides.every((aside) => aside.view.pending.length === 0),
    );
    await comeBack(yunseo);
    expect(whispered(await sees(yunseo, (log) => whispered(log).length === 1))).toMatchObject([{ id }]);
  });

  test('of yesterday stands in the timeline before the network answers, once, and goes with the room', async () => {
    const made = value(await narae.session.rooms.create({ kind: 'private', name: '방', members: [me(yunseo)] }));
    const sides = [made.id, narae.commons];
    for (const room of sides) value(narae.session.talk.whisper(room, [me(yunseo)], '어제 한 귓속말'));
    const { session } = yunseo;
    for (const room of sides) {
      session.open(room);
      const { head } = await until(session.log(room), (log) => whispered(log).length === 1);
      session.markSeen(room, head);
    }
    const again = async () => {
      yunseo.session.close();
      await porch.server.close();
      yunseo.open(porch.server.url, porch.server.id);
      await until(yunseo.session.connection, ({ phase }) => phase === 'reconnecting');
    };
    const shown = () => sides.map((room) => whispered(yunseo.session.log(room).current).length);
    await again();
    expect(shown()).toEqual([1, 1]);
    expect(view(yunseo).current).toMatchObject({ mentions: 0, asides: [{ view: { unread: 0 } }] });
    porch.server = await porch.server.restart();
    yunseo.session.connect();
    await until(yunseo.session.connection, ({ phase }) => phase === 'connected');
    narae.session.connect();
    value(narae.session.talk.whisper(narae.commons, [me(yunseo)], '오늘 한 귓속말'));
    await sees(yunseo, (log) => whispered(log).length === 2);
    value(await yunseo.session.rooms.leave(made.id));
    await again();
    expect(shown()).toEqual([0, 2]);
  });
});

test('pins that are longer together than one answer are all there, the last pinned first', async () => {
  const long = '긴'.repeat(limits.messageText);
  const ids = Array.from({ length: 1 + limits.lookedUpBytes / (3 * limits.messageText) }, () => narae.say(long));
  for (const id of ids) value(narae.session.talk.pin(narae.commons, id, true));
  await settled(narae);
  // On a device that holds none of them.
  const mateo = await porch.joined('Mateo');
  const pinned = value(await mateo.session.talk.pins(mateo.commons));
  expect(pinned.map(({ id }) => id)).toEqual([...ids].reverse());
});

describe('a thread', () => {
  test('has its messages once, its own unread, and is kept up while the server goes away', async () => {
    const root = await said(narae, '여행 어디로 갈까요');
    const reply = (device: Device, text: string) =>
      value(device.session.talk.send(device.commons, text, { thread: root }));
    reply(yunseo, '제주도');
    const summed = await sees(narae, ({ threads }) => threads.get(root)?.count === 1);
    expect(summed.threads.get(root)).toMatchObject({ people: [me(yunseo)] });
    const thread = narae.session.talk.thread(narae.commons, root);
    expect(narae.session.talk.thread(narae.commons, root)).toBe(thread);
    narae.session.talk.openThread(narae.commons, root);
    const open = await until(thread, ({ complete, loading }) => complete && !loading);
    expect(open).toMatchObject({ root: { id: root }, entries: [{ body: { text: '제주도' } }], unread: 1 });
    narae.session.talk.markThreadSeen(narae.commons, root);
    expect(thread.current).toMatchObject({ unread: 0, seen: open.entries[0]?.seq });

    await porch.server.close();
    await until(narae.session.connection, ({ phase }) => phase === 'reconnecting');
    const id = reply(narae, '부산은 어때요');
    expect(thread.current.pending).toMatchObject([{ id }]);
    porch.server = await porch.server.restart();
    narae.session.connect();
    yunseo.session.connect();
    await until(yunseo.session.connection, ({ phase }) => phase === 'connected');
    reply(yunseo, '좋아요');
    const both = await until(thread, ({ entries, pending }) => entries.length === 3 && pending.length === 0);
    expect(both.entries.map(({ body }) => body.text)).toEqual(['제주도', '부산은 어때요', '좋아요']);
    expect((await sees(yunseo, ({ threads }) => threads.get(root)?.count === 3)).threads.get(root)?.people[0]).toBe(
      me(yunseo),
    );
    expect(value(await narae.session.talk.threads()).threads).toMatchObject([{ summary: { root, count: 3 } }]);
  });

  test('is read from its end to its beginning, also where its room is not held so far back', async () => {
    const root = await said(narae, '긴 이야기');
    const total = limits.threadPage + 30;
    for (let at = 0; at < total; at += 1) value(narae.session.talk.send(narae.commons, `${at}`, { thread: root }));
    await settled(narae);
    for (let at = 0; at < limits.pageEntries; at += 1) narae.say(`방에서 ${at}`);
    await settled(narae);
    const mateo = await porch.joined('Mateo');
    mateo.session.talk.openThread(mateo.commons, root);
    await sees(mateo, ({ entries }) => entries.length > 0);
    const thread = mateo.session.talk.thread(mateo.commons, root);
    const last = await until(thread, ({ entries, loading }) => entries.length > 0 && !loading);
    expect(last).toMatchObject({ complete: false, root: { id: root } });
    expect(last.entries).toHaveLength(limits.threadPage);
    await mateo.session.talk.olderInThread(mateo.commons, root);
    expect(thread.current.entries.map(({ body }) => body.text)).toEqual(
      Array.from({ length: total }, (_, at) => `${at}`),
    );
    expect(thread.current.complete).toBe(true);
  });
});
