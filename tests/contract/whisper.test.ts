/** Two whisper in a room. For a third, who is the host, it does not exist: every byte that reaches them is looked at. */
import { afterEach, describe, expect, test } from 'vitest';
import { sideLogOf, type Draft, type Id } from '../../protocol';
import { edit, react, remove, said } from '../support/drafts';
import { outsider, pushedUntilHeads, questions, toldApart, type Outsider } from '../support/outsider';
import { openRecorder, type Recorder } from '../support/recorder';
import {
  hurriedClock,
  person,
  startTestServer,
  Talker,
  type Person,
  type StoreKind,
  type TestServer,
} from '../support/server';

let server: TestServer;
let third: Outsider;
let theirs: Recorder;
let [narae, yunseo]: Person[] = [];

async function open(store: StoreKind, more: Parameters<typeof startTestServer>[0] = {}) {
  server = await startTestServer({ store, callRate: { burst: 10_000, perSecond: 10_000 }, ...more });
  theirs = await openRecorder(server);
  narae = await person(server.url, '나래');
  yunseo = await person(theirs.url, '윤서');
  third = await outsider(server, '집주인', server.hostKey);
}
afterEach(async () => {
  await third.close();
  await theirs.close();
  await server.remove();
});

const sideOf = (...members: Person[]) => {
  const ids = members.map(({ member }) => member.id).sort();
  const room = narae!.commons;
  return { log: sideLogOf(room, ids), side: { room, members: ids } };
};
const tries = async (who: Pick<Person, 'talker'>, more: object, ...entries: Draft[]) => {
  const answer = await who.talker.ask('append', { ...more, entries });
  return answer.ok ? answer.value.results.map((one) => (one.ok ? one.seq : one.error.code)) : answer.error.code;
};
const hears = ({ talker }: Pick<Person, 'talker'>, log: Id, id: Id) =>
  talker.until(() => talker.entriesOf(log).find((entry) => entry.id === id));
const codes = async (who: Person, more: object) => tries(who, more, said('쉿'));

describe.each<StoreKind>(['memory', 'sqlite'])('on a %s store', (store) => {
  test('nothing of it reaches a third, by no push and in no byte', async () => {
    await open(store, { clock: hurriedClock(40) });
    const { log, side } = sideOf(narae!, yunseo!);
    const epoch = narae!.resumed.logs[0]?.epoch ?? '';
    const words = ['우리끼리만 하는 말', '고쳐서 하는 말', '대답하는 말', '둘째 대답'];
    const [first, answer, last] = [said(words[0]!), said(words[2]!), said(words[3]!)];
    const [edited, liked, gone] = [edit(first.id, words[1]!), react(first.id, '🤫'), remove(first.id)];
    const before = await third.talker.must('read', { log: third.commons, epoch, after: 0 });

    const pushed = await pushedUntilHeads(third, async () => {
      expect(await tries(narae!, { log, side }, first)).toEqual([1]);
      await hears(yunseo!, log, first.id);
      // Whoever they are told of it by knows the log before its first entry.
      const told = yunseo!.talker.heard.filter(({ payload }) => JSON.stringify(payload).includes(log));
      expect(told.slice(0, 2).map(({ name }) => name)).toEqual(['logs', 'entries']);
      expect(told[0]?.payload).toEqual({ logs: [{ log, epoch, head: 0, first: 1, side }] });
      expect(await tries(narae!, { log }, edited)).toEqual([2]);
      expect(await tries(yunseo!, { log }, answer, liked)).toEqual([3, 4]);
      await yunseo!.talker.must('typing', { log });
      await yunseo!.talker.must('markRead', { marks: [{ log, epoch, seq: 4 }] });
      await narae!.talker.until(() => narae!.talker.pushes('typing').some((push) => push.log === log));
      await narae!.talker.until(() => narae!.talker.pushes('reads').some((push) => push.log === log));
      expect((await yunseo!.talker.must('read', { log, epoch, after: 0 })).entries).toHaveLength(4);
      expect(await tries(narae!, { log }, gone)).toEqual([5]);
      expect(await tries(yunseo!, { log, side }, last)).toEqual([6]);
      await hears(narae!, log, last.id);
      await narae!.talker.until(() =>
        narae!.talker.pushes('heads').some(({ logs }) => logs.some((one) => one.log === log && one.head === 6)),
      );
    });

    // Heads of the room they share, which has not moved: nothing else was said to them.
    const heads = JSON.stringify({ logs: [{ log: third.commons, epoch, head: before.head }] });
    expect([...new Set(pushed.map(({ name, text }) => `${name} ${text}`))]).toEqual([`heads ${heads}`]);
    const secrets = [log, ...[first, edited, liked, answer, gone, last].map(({ id }) => id), ...words, '🤫'];
    for (const { recorder } of third.lines)
      for (const bytes of [recorder.down(), recorder.up()])
        expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
    // So it would be seen: those whom it is for have it all.
    const inBytes = secrets.filter((secret) => theirs.down().includes(secret));
    expect(inBytes).toEqual(secrets);

    // Who comes back, and who reads all there is, finds the same room.
    const again = await Talker.dial(third.lines[0]!.recorder.url, { token: third.token });
    const resumed = await again.must('resume', { logs: [] });
    expect(resumed.logs.map((one) => one.log)).toEqual([third.commons]);
    expect(JSON.stringify(resumed)).not.toContain(log);
    expect(await again.must('read', { log: third.commons, epoch, after: 0 })).toEqual(before);
    again.close();
  });

  test('whatever a third asks of it is answered as for one that never was', async () => {
    await open(store);
    const { log, side } = sideOf(narae!, yunseo!);
    const never = { log: sideOf(narae!, third).log, entry: said('').id };
    const whispered = said('여기 있다');
    expect(await tries(narae!, { log, side }, whispered)).toEqual([1]);
    const epoch = narae!.resumed.logs[0]?.epoch ?? '';
    const real = { log, entry: whispered.id };
    const all = (of: Id, entry: Id) => questions(of, entry, epoch, third.commons);
    expect(await toldApart(third, real, never, all)).toEqual([]);
    // And by naming its people, those and others.
    const members = [...side.members];
    expect(
      await toldApart(third, real, never, (of) => [
        ['append', { log: of, side, entries: [said('나도')] }],
        ['append', { log: of, side: { ...side, members: [...members, third.member.id] }, entries: [said('나도')] }],
        ['createRoom', { id: of, kind: 'open', name: '엿보기' }],
        ['createRoom', { id: of, kind: 'private', name: '엿보기', members }],
        ['createRoom', { id: of, kind: 'direct', members }],
        ['append', { log: third.commons, entries: [{ ...said('자리'), id: of }] }],
      ]),
    ).toEqual([]);
  });

  test('it needs people who are in the room, one of them its author, and the log that follows from them', async () => {
    await open(store);
    const mateo = await person(server.url, 'Mateo');
    const { log, side } = sideOf(narae!, yunseo!);
    expect(await codes(mateo, { log, side })).toBe('invalid');
    expect(await codes(narae!, { log: mateo.member.id, side })).toBe('invalid');
    expect(await codes(narae!, { ...sideOf(narae!) })).toBe('invalid');
    const nobody = { room: narae!.commons, members: [narae!.member.id, mateo.device].sort() };
    expect(await codes(narae!, { log: sideLogOf(nobody.room, nobody.members), side: nobody })).toBe('not-in-room');
    // The order in which they are named makes no difference.
    expect(await codes(narae!, { log, side: { ...side, members: [...side.members].reverse() } })).toEqual([1]);
    expect(await codes(yunseo!, { log })).toEqual([2]);

    const room = said('').id;
    await narae!.talker.must('createRoom', { id: room, name: '옆방' });
    const beside = { room, members: side.members };
    const besides = sideLogOf(room, side.members);
    const regretted = said('괜한 말');
    expect(await tries(narae!, { log: besides, side: beside }, said('쉿'), regretted)).toEqual([1, 2]);
    await yunseo!.talker.must('leaveRoom', { room });
    expect(yunseo!.talker.pushes('gone')).toEqual([{ logs: [room, besides] }]);
    for (const more of [{ log: besides, side: beside }, { log: besides }])
      expect(await codes(narae!, more)).toEqual(['not-in-room']);
    // Nothing more is said to them, and what was said may still be taken back.
    const taking = [edit(regretted.id, '고친 말'), remove(regretted.id)];
    expect(await tries(narae!, { log: besides, side: beside }, ...taking)).toEqual(['not-in-room', 3]);
    expect(await codes(yunseo!, { log: besides })).toBe('no-such-log');
    // Back again, they find what was whispered to them.
    await yunseo!.talker.must('enterRoom', { room });
    const back = await yunseo!.talker.until(() => yunseo!.talker.pushes('rooms').find(({ logs }) => logs.length > 1));
    expect(back.logs.map((one) => [one.log, one.head, one.first])).toEqual([
      [room, 3, 1],
      [besides, 3, 1],
    ]);
    expect(await codes(narae!, { log: besides })).toEqual([4]);
    await yunseo!.talker.until(() => yunseo!.talker.entriesOf(besides).some(({ seq }) => seq === 4));
    await narae!.talker.must('changeRoom', { room, archived: true });
    expect(await codes(narae!, { log: besides })).toEqual(['archived']);
  });
});
