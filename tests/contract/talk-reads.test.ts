/** What comes with messages, and how they are looked up: what every store answers. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { limits, type Draft, type Entry, type Id } from '../../protocol';
import type { AppendRequest } from '../../server/store/store';
import { value } from '../support/answers';
import { close, edit, emojis, pin, react, remove, said, vote } from '../support/drafts';
import { joining, START, storeHosts, storeOfEach } from '../support/store';

const anonymous = { poll: { options: ['가', '나'], anonymous: true, many: false, closesAt: null } };
const open = { poll: { ...anonymous.poll, anonymous: false } };

describe.each(Object.keys(storeHosts))('%s', (name) => {
  const { born, people, store, reopen } = storeOfEach(storeHosts[name]!, ['나래', '윤서']);
  const [{ id: narae }, { id: yunseo }] = people;
  const commons = born.room;
  let now = START;
  beforeEach(() => void (now = START + 100));

  const says = async (author: Id, entries: Draft[], more: Partial<AppendRequest> = {}) => {
    now += 1_000;
    const { results } = value((await store().append([{ log: commons, author, entries, now, ...more }]))[0]);
    const refused = results.flatMap((result) => (result.ok ? [] : result.error.code));
    if (refused.length > 0) throw new Error(`refused: ${refused.join(', ')}`);
    return results.map((result) => (result.ok ? result.seq : 0));
  };
  const page = async (more: { after?: number; before?: number; limit?: number; first?: number }, reader = narae) => {
    const read = await store().read({ log: commons, limit: limits.pageEntries, ...more, reader });
    if (!read?.became) throw new Error('nothing was read');
    return { ...read, ...read.became };
  };
  const within = () => ({ log: commons, first: 1, member: narae });
  const brief = (entries: readonly Entry[]) =>
    entries.map(({ kind, body }) => ('text' in body ? body.text : 'emoji' in body ? `${body.emoji} ${body.on}` : kind));

  test('a page brings what became of its messages further on, each the last word', async () => {
    const [one, two] = [said('하나'), said('둘', open)];
    const [seq = 0] = await says(narae, [one, two]);
    await says(yunseo, [react(one.id, '👍'), react(one.id, '🎉'), vote(two.id, [0])]);
    await says(narae, [edit(one.id, '하나!'), edit(one.id, '하나!!')]);
    await says(yunseo, [react(one.id, '🎉', false), vote(two.id, [1])]);
    await says(narae, [react(one.id, '👍'), pin(one.id), close(two.id)]);
    const { entries, changes } = await page({ after: seq - 1, limit: 2 });
    expect(brief(entries)).toEqual(['하나', '둘']);
    expect(brief(changes)).toEqual(['👍 true', '하나!!', '🎉 false', 'vote', '👍 true', 'pin', 'close']);
    expect(changes[3]).toMatchObject({ kind: 'vote', author: yunseo, body: { choices: [1] } });
    // What stands in the page itself is not said twice; and without a reader nothing is.
    expect(brief((await page({ after: seq - 1, limit: 7 })).changes)).toEqual([
      ...['🎉 false', 'vote', '👍 true', 'pin', 'close'],
    ]);
    expect((await store().read({ log: commons, after: 0, limit: 9 }))?.became).toBeUndefined();
    expect((await page({ after: 0 })).changes).toEqual([]);
    await says(narae, [remove(one.id)]);
    expect(brief((await page({ after: seq - 1, limit: 2 })).changes)).toEqual(['vote', 'close']);
  });

  test('the newest changes, where there are too many', async () => {
    const messages = Array.from({ length: 180 }, (_, at) => said(`${at}`));
    const reactions = messages.map(({ id }) => emojis(12).map((emoji) => react(id, emoji)));
    const answers = await store().append([
      { log: commons, author: narae, entries: messages, now },
      ...reactions.map((entries) => ({ log: commons, author: yunseo, entries, now })),
    ]);
    const [seq = 0] = value(answers[0]).results.map((result) => (result.ok ? result.seq : 0));
    const { changes } = await page({ after: seq - 1, limit: 180 });
    expect(changes.map(({ id }) => id)).toEqual(
      reactions
        .flat()
        .slice(-limits.aboutChanges)
        .map(({ id }) => id),
    );
    expect(reactions.flat().length).toBeGreaterThan(limits.aboutChanges);
  });

  test('a page whose messages were edited at length is shorter, and lacks none of it', async () => {
    const messages = Array.from({ length: 60 }, (_, at) => said(`${at}`));
    const long = '긴'.repeat(limits.messageText);
    const answers = await store().append([
      { log: commons, author: narae, entries: messages, now },
      { log: commons, author: narae, entries: messages.map(({ id }) => edit(id, long)), now },
    ]);
    const [seq = 0] = value(answers[0]).results.map((result) => (result.ok ? result.seq : 0));
    for (const { entries, changes, edge } of [
      { ...(await page({ after: seq - 1, limit: 60 })), edge: 0 },
      { ...(await page({ before: seq + 60, limit: 60 })), edge: 59 },
    ]) {
      expect(entries.length).toBeGreaterThan(20);
      expect(entries.length).toBeLessThan(50);
      expect(entries.at(edge === 0 ? 0 : -1)?.id).toBe(messages[edge]!.id);
      expect(changes.map(({ body }) => 'target' in body && body.target)).toEqual(entries.map(({ id }) => id));
    }
    const found = await store().find({ ...within(), ids: messages.map(({ id }) => id) });
    expect(found.about.changes.map(({ body }) => 'target' in body && body.target)).toEqual(
      found.entries.map(({ id }) => id),
    );
    // And it says what it lacks.
    expect(found.more.length).toBeGreaterThan(0);
    expect([...found.entries.map(({ id }) => id), ...found.more]).toEqual(messages.map(({ id }) => id));
    await store().append([{ log: commons, author: narae, entries: messages.map(({ id }) => pin(id)), now }]);
    const pinned = await store().pins(within());
    expect(pinned.more.length).toBeGreaterThan(0);
    expect([...pinned.entries.map(({ id }) => id), ...pinned.more]).toEqual(messages.map(({ id }) => id).reverse());
  });

  test('threads are counted without what was deleted, and name the last who spoke', async () => {
    const root = said('점심');
    const [seq = 0] = await says(narae, [root, said('다른 말')]);
    const people = [narae];
    for (const who of ['다은', '라온', '마루']) people.push((await joining(store(), who)).member.id);
    for (const who of people) await says(who, [said('나도', { thread: root.id })]);
    const gone = said('지울 말', { thread: root.id });
    await says(narae, [gone]);
    const { threads } = await page({ after: seq - 1, limit: 2 });
    const lasts = [narae, people[3], people[2]];
    expect(threads).toMatchObject([{ root: root.id, count: 5, people: lasts }]);
    expect(threads[0]?.lastAt).toBe(now);
    await says(narae, [remove(gone.id)]);
    const [summary] = (await page({ after: seq - 1, limit: 2 })).threads;
    expect(summary).toMatchObject({ count: 4, people: [people[3], people[2], people[1]] });
    expect(summary?.last).toBe((await page({})).entries.length - 2);
    // Who came later sees what they may read.
    expect((await page({ after: seq - 1, limit: 2, first: 6 })).threads).toEqual([]);
  });

  test('a thread is read in pages, the message it hangs on first', async () => {
    const root = said('점심');
    await says(narae, [root]);
    const answers = Array.from({ length: limits.threadPage + 5 }, (_, at) => said(`${at}`, { thread: root.id }));
    for (let at = 0; at < answers.length; at += 50) await says(yunseo, answers.slice(at, at + 50));
    await says(narae, [said('방에 하는 말'), react(answers[50]!.id, '👍')]);
    const last = await store().thread({ ...within(), root: root.id });
    expect(brief(last!.entries)).toEqual(['점심', ...answers.slice(5).map(({ body }) => 'text' in body && body.text)]);
    expect(last).toMatchObject({ complete: false, about: { threads: [{ count: answers.length }] } });
    expect(brief(last!.about.changes)).toEqual(['👍 true']);
    const first = await store().thread({ ...within(), root: root.id, before: last!.entries[1]!.seq });
    expect(brief(first!.entries)).toEqual(['점심', '0', '1', '2', '3', '4']);
    expect(first?.complete).toBe(true);
    for (const none of [randomUUID(), answers[0]!.id, (await page({})).entries[0]!.id])
      expect(await store().thread({ ...within(), root: none })).toBeNull();
    expect(await store().thread({ ...within(), first: 5, root: root.id })).toBeNull();
  });

  test('one’s own threads: where one spoke, was named, or that hang on one’s own words; the last spoken in first', async () => {
    const mateo = (await joining(store(), 'Mateo')).member.id;
    const roots = ['나래의 것', '말한 것', '불린 것', '남의 것'].map((text) => said(text));
    await says(narae, [roots[0]!]);
    await says(yunseo, roots.slice(1));
    const name = { mentions: [{ member: narae, name: '나래' }] };
    await says(
      yunseo,
      roots.map(({ id }) => said('답', { thread: id })),
    );
    await says(narae, [said('나도', { thread: roots[1]!.id })]);
    await says(yunseo, [said('@나래', { thread: roots[2]!.id, ...name })]);
    await says(mateo, [said('누가', { thread: roots[3]!.id })]);
    const mine = async (member: Id, first = 1, limit = 50) =>
      (await store().threads({ member, logs: [{ log: commons, first }], limit })).map(({ root }) =>
        brief([root]).join(),
      );
    expect(await mine(narae)).toEqual(['불린 것', '말한 것', '나래의 것']);
    expect(await mine(mateo)).toEqual(['남의 것']);
    expect(await mine(narae, 1, 2)).toEqual(['불린 것', '말한 것']);
    const [top] = await store().threads({ member: narae, logs: [{ log: commons, first: 1 }], limit: 1 });
    expect(top).toMatchObject({ log: commons, summary: { root: roots[2]!.id, count: 2, people: [yunseo] } });
    expect(await store().threads({ member: narae, logs: [], limit: 50 })).toEqual([]);
    const start = (await page({})).entries.find(({ id }) => id === roots[1]!.id)!.seq;
    expect(await mine(narae, start)).toEqual(['불린 것', '말한 것']);
  });

  test('versions are the message as it was first said, and each edit; of a deleted one only that it was', async () => {
    const one = said('하나');
    const edits = ['하나!', '하나!!'].map((text) => edit(one.id, text));
    await says(narae, [one, ...edits]);
    await says(yunseo, [react(one.id, '👍')]);
    const versions = (id: Id, first = 1) => store().versions({ log: commons, first, id });
    expect(brief(await versions(one.id))).toEqual(['하나', '하나!', '하나!!']);
    for (const none of [randomUUID(), edits[0]!.id]) expect(await versions(none)).toEqual([]);
    expect(await versions(one.id, 5)).toEqual([]);
    await says(narae, [remove(one.id)]);
    expect(await versions(one.id)).toMatchObject([{ body: { text: '', deleted: true } }]);
  });

  test('what is looked up by id is there as far as it may be read', async () => {
    const [one, two] = [said('하나'), said('둘')];
    await says(narae, [one, two, edit(one.id, '하나!')]);
    const ids = [two.id, randomUUID(), one.id];
    const found = await store().find({ ...within(), ids });
    expect(brief(found.entries)).toEqual(['하나', '둘']);
    expect(brief(found.about.changes)).toEqual(['하나!']);
    expect(found.more).toEqual([]);
    expect(found.head).toBe(6);
    expect(brief((await store().find({ ...within(), first: 5, ids })).entries)).toEqual(['둘']);
    expect((await store().find({ log: randomUUID(), first: 1, member: narae, ids })).entries).toEqual([]);
  });

  test('of an anonymous poll a page tells how it stands, and each reader their own vote', async () => {
    const poll = said('반장?', anonymous);
    const [seq = 0] = await says(narae, [poll]);
    const votes = (member: Id, choices: number[]) =>
      store().vote({ log: commons, first: 1, member, poll: poll.id, choices, now });
    await votes(narae, [0]);
    await votes(yunseo, [1]);
    const tally = { poll: poll.id, votes: [1, 1], voters: 2 };
    expect((await page({ after: seq - 1 })).tallies).toEqual([{ ...tally, mine: [0] }]);
    expect((await page({ after: seq - 1 }, yunseo)).tallies).toEqual([{ ...tally, mine: [1] }]);
    const mateo = (await joining(store(), 'Mateo')).member.id;
    expect((await page({ after: seq - 1 }, mateo)).tallies).toEqual([tally]);
    await says(narae, [remove(poll.id)]);
    expect((await page({ after: seq - 1 })).tallies).toEqual([]);
  });

  test('a message in a thread stays there when it is deleted; its poll, names and reactions go', async () => {
    const root = said('점심');
    const inThread = said('@윤서 여기', {
      ...open,
      thread: root.id,
      reply: root.id,
      mentions: [{ member: yunseo, name: '윤서' }],
    });
    await says(narae, [root, inThread]);
    await says(yunseo, [react(inThread.id, '👍'), pin(inThread.id)]);
    await says(narae, [remove(inThread.id)]);
    const stub = (await store().thread({ ...within(), root: root.id }))!.entries[1]!;
    expect(stub.body).toEqual({ text: '', thread: root.id, deleted: true });
    expect((await store().pins(within())).entries).toEqual([]);
    await reopen();
    expect((await store().thread({ ...within(), root: root.id }))!.entries[1]).toEqual(stub);
  });
});
