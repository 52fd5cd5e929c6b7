/** One read state: what one device has read is read on the others. The server's side of it. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { invited } from '../support/door';
import { person, startTestServer, Talker, type Person, type StoreKind, type TestServer } from '../support/server';

let server: TestServer;
afterEach(() => server.remove());

const epochOf = ({ resumed }: Person) => resumed.logs[0]?.epoch ?? '';
const tell = (asking: Person, seq: number, more: object = {}) =>
  asking.talker.must('markRead', { marks: [{ log: asking.commons, epoch: epochOf(asking), seq, ...more }] });
const marksOf = async (talker: Talker) => (await talker.must('resume', { logs: [] })).marks;

/** Another device of the same person, which hears everything. */
async function another(first: Person): Promise<Talker> {
  const { token } = await first.talker.must('pair', {});
  const { talker } = await invited(server.url, '둘째 기기', token);
  await talker.must('resume', { logs: [] });
  return talker;
}

describe.each<StoreKind>(['memory', 'sqlite'])('on a %s store', (store) => {
  test('a mark goes to the member’s own devices, rises only, and is there after a restart', async () => {
    server = await startTestServer({ store });
    const [narae, yunseo] = [await person(server.url, '나래'), await person(server.url, '윤서')];
    for (const at of [1, 2, 3, 4]) await yunseo.say(`${at}`);
    expect(narae.resumed.marks).toEqual([]);
    const second = await another(narae);
    const mark = (seq: number) => ({ log: narae.commons, epoch: epochOf(narae), seq });
    expect((await tell(narae, 5)).marks).toEqual([mark(5)]);
    expect(await second.until(() => second.pushes('marks')[0])).toEqual({ marks: [mark(5)] });
    // Lower, or the same: nothing rises, and nobody is told.
    expect((await tell(narae, 3)).marks).toEqual([mark(5)]);
    expect((await tell(narae, 5)).marks).toEqual([mark(5)]);
    // Nobody has read what nobody has said.
    expect((await tell(narae, 900)).marks).toEqual([mark(7)]);
    await second.until(() => second.pushes('marks').length === 2);
    expect(second.pushes('marks').map(({ marks }) => marks)).toEqual([[mark(5)], [mark(7)]]);
    expect(yunseo.talker.pushes('marks')).toEqual([]);
    expect(await marksOf(yunseo.talker)).toEqual([]);
    server = await server.restart();
    expect(await marksOf(await Talker.dial(server.url, { token: narae.token }))).toEqual([mark(7)]);
  });

  test('another lineage and another log are left out; the rest of the same digest counts', async () => {
    server = await startTestServer({ store });
    const narae = await person(server.url, '나래');
    const room = randomUUID();
    await narae.talker.must('createRoom', { id: room, name: '옆방' });
    const good = { log: room, epoch: epochOf(narae), seq: 1 };
    const { marks } = await narae.talker.must('markRead', {
      marks: [
        { log: narae.commons, epoch: randomUUID(), seq: 1 },
        { log: randomUUID(), epoch: epochOf(narae), seq: 1 },
        good,
      ],
    });
    expect(marks).toEqual([good]);
    expect(await marksOf(narae.talker)).toEqual([good]);
  });

  test('many who read at one time are written down together', async () => {
    server = await startTestServer({ store });
    const people = await Promise.all(Array.from({ length: 12 }, (_, at) => person(server.url, `${at}`)));
    const { sync } = server.disk;
    let commits = 0;
    server.disk.sync = () => {
      commits += 1;
      return sync();
    };
    await Promise.all(people.map((reader, at) => tell(reader, at + 1)));
    for (const [at, reader] of people.entries()) expect(await marksOf(reader.talker)).toMatchObject([{ seq: at + 1 }]);
    // One for the first and those of the same moment, few more for who came later.
    if (store === 'memory') expect(commits).toBeLessThan(6);
  });
});
