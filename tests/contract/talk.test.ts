/** People who talk on one server, over real sockets: answers, threads, reactions, pins, polls, and what is passed on. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits, sideLogOf, type Draft, type Id } from '../../protocol';
import { host, overHttp, overTls, behindProxy } from '../support/door';
import { close, edit, emojis, pin, poll, react, remove, said, vote } from '../support/drafts';
import { hurriedClock, person, startTestServer, type Person, type StoreKind, type TestServer } from '../support/server';

let server: TestServer;
let narae: Person;
let yunseo: Person;
let epoch: Id;

/** Of each draft: `ok`, or why not. */
const tries = async (who: Person, entries: Draft[], more: object = {}) => {
  const answer = await who.talker.ask('append', { log: who.commons, entries, ...more });
  return answer.ok ? answer.value.results.map((one) => (one.ok ? 'ok' : one.error.code)) : [answer.error.code];
};
const says = async (who: Person, entry: Draft, more: object = {}): Promise<Id> => {
  expect(await tries(who, [entry], more)).toEqual(['ok']);
  return entry.id;
};
const hears = (who: Person, id: Id, log = who.commons) =>
  who.talker.until(() => who.talker.entriesOf(log).find((entry) => entry.id === id));
const look = (who: Person, more: object = {}) => ({ log: who.commons, epoch, ...more });

async function open(store: StoreKind, more: Parameters<typeof startTestServer>[0] = {}) {
  server = await startTestServer({ store, clock: hurriedClock(20), ...more });
  [narae, yunseo] = [await person(server.url, '나래'), await person(server.url, '윤서')];
  epoch = narae.resumed.logs[0]?.epoch ?? '';
}
afterEach(() => server.remove());

describe.each<StoreKind>(['memory', 'sqlite'])('on a %s store', (store) => {
  beforeEach(() => open(store));

  test('an answer, a thread, an edit and its history', async () => {
    const root = await says(narae, said('점심 뭐 먹지'));
    const answer = await says(
      yunseo,
      said('국밥', { reply: root, mentions: [{ member: narae.member.id, name: '나래' }] }),
    );
    expect(await hears(narae, answer)).toMatchObject({ body: { reply: root } });
    const inThread = await says(yunseo, said('어디서?', { thread: root }));
    const corrected = await says(narae, edit(root, '점심 뭐 먹을까'));
    expect(await hears(yunseo, corrected)).toMatchObject({ body: { text: '점심 뭐 먹을까' } });
    const versions = await yunseo.talker.must('versions', look(yunseo, { id: root }));
    expect(versions.entries.map(({ body }) => 'text' in body && body.text)).toEqual(['점심 뭐 먹지', '점심 뭐 먹을까']);
    const thread = await narae.talker.must('thread', look(narae, { root }));
    expect(thread).toMatchObject({ complete: true, entries: [{ id: root }, { id: inThread }] });
    expect(thread.about.changes).toMatchObject([{ kind: 'edit', id: corrected }]);
    for (const { talker } of [narae, yunseo])
      expect(await talker.must('threads', {})).toMatchObject({
        threads: [{ root: { id: root }, summary: { count: 1, people: [yunseo.member.id] } }],
      });
    const read = await yunseo.talker.must('read', look(yunseo, { after: 0, limit: 4 }));
    expect(read.about).toMatchObject({ changes: [{ id: corrected }], threads: [{ root, count: 1 }] });
    // A member id that is not there names nobody, and stops nothing.
    await says(narae, said('@아무도', { mentions: [{ member: randomUUID(), name: '아무도' }] }));
  });

  test('five hundred reactions: as many as there can be, and everything else goes on', async () => {
    const target = await says(narae, said('좋은 소식'));
    const many = emojis(500);
    const results: string[] = [];
    for (let at = 0; at < many.length; at += 50)
      results.push(
        ...(await tries(
          yunseo,
          many.slice(at, at + 50).map((emoji) => react(target, emoji)),
        )),
      );
    expect(results.filter((result) => result === 'ok').length).toBe(limits.reactionsOfOne * 4);
    expect(new Set(results)).toEqual(new Set(['ok', 'too-many']));
    const last = await says(yunseo, said('많이 눌렀다'));
    await hears(narae, last);
    const { about } = await narae.talker.must('find', look(narae, { ids: [target] }));
    expect(about.changes).toHaveLength(limits.reactionsOfOne);
    expect(await tries(narae, [react(target, many[0]!), react(target, many[0]!, false)])).toEqual(['ok', 'ok']);
  });

  test('what was pinned is found, the last first, and a page tells of it', async () => {
    const [one, two] = [await says(narae, said('규칙')), await says(narae, said('약도'))];
    await says(yunseo, pin(one));
    await says(narae, pin(two));
    const pinned = async () => (await yunseo.talker.must('pins', look(yunseo))).entries.map(({ id }) => id);
    expect(await pinned()).toEqual([two, one]);
    await says(yunseo, pin(two, false));
    expect(await pinned()).toEqual([one]);
    const { about } = await narae.talker.must('read', look(narae, { after: 3, limit: 2 }));
    expect(about.changes.map(({ kind, body }) => [kind, 'on' in body && body.on])).toEqual([
      ['pin', true],
      ['pin', false],
    ]);
  });

  test('a poll is voted in, and closed while somebody votes: their vote is refused, and no other', async () => {
    const question = await says(narae, said('점심?', { poll: poll() }));
    await says(yunseo, vote(question, [0]));
    const [closed, late] = await Promise.all([tries(narae, [close(question)]), tries(yunseo, [vote(question, [1])])]);
    expect(closed).toEqual(['ok']);
    expect(['ok', 'poll-closed']).toContain(late[0]);
    expect(await tries(yunseo, [vote(question, [1]), said('늦었네')])).toEqual(['poll-closed', 'ok']);
    const { about } = await narae.talker.must('find', look(narae, { ids: [question] }));
    expect(about.changes.map(({ kind }) => kind).sort()).toEqual(['close', 'vote']);
  });

  test('a message is passed on as it reads, and a whisper is not', async () => {
    const next = randomUUID();
    await narae.talker.must('createRoom', { id: next, name: '옆방' });
    const first = await says(narae, said('세 시에'), { log: next });
    const forward = { log: next, id: first };
    expect(await tries(yunseo, [said('네 시에', { forward })])).toEqual(['not-the-same']);
    const passed = await says(yunseo, said('세 시에', { forward }));
    expect(await hears(narae, passed)).toMatchObject({ body: { forwarded: { ...forward, author: narae.member.id } } });
    expect(await tries(yunseo, [edit(passed, '다섯 시에')])).toEqual(['not-allowed']);
    const members = [narae.member.id, yunseo.member.id].sort();
    const side = sideLogOf(narae.commons, members);
    const whisper = await says(narae, said('비밀'), { log: side, side: { room: narae.commons, members } });
    expect(await tries(yunseo, [said('비밀', { forward: { log: side, id: whisper } })])).toEqual(['not-allowed']);
    // For somebody else there is no such log, whatever is asked of it.
    const mateo = await person(server.url, 'Mateo');
    expect(await tries(mateo, [said('비밀', { forward: { log: side, id: whisper } })])).toEqual(['no-such-log']);
    for (const log of [side, randomUUID()]) {
      const asked = { log, epoch };
      for (const answer of [
        await mateo.talker.ask('find', { ...asked, ids: [whisper] }),
        await mateo.talker.ask('thread', { ...asked, root: whisper }),
        await mateo.talker.ask('versions', { ...asked, id: whisper }),
        await mateo.talker.ask('pins', asked),
        await mateo.talker.ask('vote', { log, poll: whisper, choices: [0] }),
      ])
        expect(answer).toMatchObject({ ok: false, error: { code: 'no-such-log' } });
    }
    // Nothing of another room is found here.
    const found = await mateo.talker.must('find', look(mateo, { ids: [whisper, first, passed] }));
    expect(found.entries.map(({ id }) => id)).toEqual([passed]);
  });

  test('of another lineage nothing is answered', async () => {
    const root = await says(narae, said('말'));
    const other = { log: narae.commons, epoch: randomUUID() };
    for (const answer of [
      await narae.talker.ask('find', { ...other, ids: [root] }),
      await narae.talker.ask('thread', { ...other, root }),
      await narae.talker.ask('versions', { ...other, id: root }),
      await narae.talker.ask('pins', other),
    ])
      expect(answer).toMatchObject({ ok: false, error: { code: 'epoch-changed' } });
    for (const answer of [
      await narae.talker.ask('thread', look(narae, { root: randomUUID() })),
      await narae.talker.ask('versions', look(narae, { id: randomUUID() })),
    ])
      expect(answer).toMatchObject({ ok: false, error: { code: 'no-such-entry' } });
  });
});

describe('an anonymous poll', () => {
  test('tells the tally to everybody, at most once in a while, and to nobody who voted what', async () => {
    await open('sqlite');
    const voters: Person[] = [];
    for (let at = 0; at < 6; at += 1) voters.push(await person(server.url, `${at}`));
    const question = await says(narae, said('반장?', { poll: poll({ anonymous: true, many: true }) }));
    await hears(yunseo, question);
    // That they came is told, too, a moment later.
    const lastToCome = voters.at(-1)?.member.id;
    const cameIn = ({ readers }: { readers: { member: Id }[] }) => readers.some(({ member }) => member === lastToCome);
    await yunseo.talker.until(() => yunseo.talker.pushes('reads').some(cameIn));
    const before = yunseo.talker.heard.length;
    // What goes to somebody who only watches: every byte, of every connection that is not the voter's own.
    const frames: string[] = [];
    const engine = yunseo.talker.socket.io.engine as unknown as {
      on(name: string, hear: (data: unknown) => void): void;
    };
    engine.on('data', (data) => frames.push(String(data)));
    for (const [at, voter] of voters.entries())
      expect(await voter.talker.must('vote', { log: voter.commons, poll: question, choices: [at % 2] })).toMatchObject({
        tally: { mine: [at % 2] },
      });
    const last = { poll: question, votes: [3, 3, 0], voters: 6 };
    await yunseo.talker.until(() =>
      yunseo.talker.pushes('tallies').some(({ tallies }) => tallies.some(({ voters: count }) => count === 6)),
    );
    const heard = yunseo.talker.heard.slice(before);
    expect(heard.at(-1)?.payload).toEqual({ log: narae.commons, tallies: [last] });
    expect(heard.filter(({ name }) => name === 'tallies').length).toBeLessThan(voters.length);
    expect(heard.filter(({ name }) => name === 'entries')).toEqual([]);
    const bytes = frames.join('\n');
    expect(bytes).toContain('"votes":[3,3,0]');
    expect(bytes).not.toContain('mine');
    for (const { member } of voters) expect(bytes).not.toContain(member.id);
    // Nor in what is read, found or said by the server's own log.
    const read = await yunseo.talker.must('read', look(yunseo, { after: 0, limit: 200 }));
    expect(read.entries.some(({ kind }) => kind === 'vote')).toBe(false);
    expect(read.about).toMatchObject({ changes: [], tallies: [last] });
    expect(JSON.stringify(read.about)).not.toContain('mine');
    expect((await voters[1]!.talker.must('find', look(yunseo, { ids: [question] }))).about.tallies).toEqual([
      { ...last, mine: [1] },
    ]);
    expect(server.log()).not.toContain('choices');
    expect(server.log()).not.toContain(question);
    expect(await tries(voters[0]!, [vote(question, [0])])).toEqual(['no-such-entry']);
  });

  test('does not count once it is closed, nor while its room is put away or the voter is muted', async () => {
    await open('memory', behindProxy);
    const owner = await host(server, overTls());
    const question = await says(narae, said('반장?', { poll: poll({ anonymous: true }) }));
    const votes = () => yunseo.talker.ask('vote', { log: yunseo.commons, poll: question, choices: [0] });
    await owner.talker.must('mute', { member: yunseo.member.id, until: Date.now() + 60_000 });
    expect(await votes()).toMatchObject({ ok: false, error: { code: 'muted' } });
    await owner.talker.must('mute', { member: yunseo.member.id, until: null });
    expect(await votes()).toMatchObject({ ok: true });
    await says(narae, close(question));
    expect(await votes()).toMatchObject({ ok: false, error: { code: 'poll-closed' } });
    const room = randomUUID();
    await narae.talker.must('createRoom', { id: room, name: '옆방' });
    const there = await says(narae, said('여기서는?', { poll: poll({ anonymous: true }) }), { log: room });
    await narae.talker.must('changeRoom', { room, archived: true });
    const late = await yunseo.talker.ask('vote', { log: room, poll: there, choices: [0] });
    expect(late).toMatchObject({ ok: false, error: { code: 'archived' } });
  });
});

test('a message is deleted by its author, and by who keeps the house, but for those above them', async () => {
  await open('memory', behindProxy);
  const owner = await host(server, overTls());
  const keeper = await person(server.url, '한결', overTls());
  await owner.talker.must('appoint', { member: keeper.member.id, role: 'moderator' });
  const [mine, theirs, kept, hosts] = [
    await says(narae, said('내 말')),
    await says(narae, said('나쁜 말')),
    await says(keeper, said('규칙')),
    await says(owner, said('집주인의 말')),
  ];
  expect(await tries(yunseo, [remove(mine), edit(mine, '남의 말')])).toEqual([...['not-allowed', 'not-allowed']]);
  expect(await tries(narae, [remove(mine)])).toEqual(['ok']);
  expect(await tries(keeper, [remove(theirs), remove(hosts)])).toEqual(['ok', 'not-allowed']);
  expect(await tries(owner, [remove(kept)])).toEqual(['ok']);
  const { entries } = await yunseo.talker.must('find', look(yunseo, { ids: [mine, theirs, kept, hosts] }));
  expect(entries.map(({ body }) => body)).toEqual([
    ...[
      { text: '', deleted: true },
      { text: '', deleted: true },
      { text: '', deleted: true },
    ],
    { text: '집주인의 말' },
  ]);
  // On a line that others can read along a moderator does what a guest does.
  const inTheOpen = await person(server.url, '열린 선', overHttp());
  expect(await tries(inTheOpen, [remove(hosts)])).toEqual(['not-allowed']);
});
