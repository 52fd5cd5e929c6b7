/** A person with two devices: what was read on one is read on the other. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { Marks, type KeptMark } from '../../client/marks';
import { refuse, type Answer, type CallFunction, type Mark, type NetworkCalls } from '../../protocol';
import { MemoryDisk } from '../../server/store/memory';
import { Device, until } from '../support/device';
import { ManualClock, MemoryStorage, testId } from '../support/ports';
import { porchOfEach } from '../support/porch';
import { person, Talker, type Person } from '../support/server';

const porch = porchOfEach();
let yunseo: Person;
beforeEach(async () => {
  yunseo = await person(porch.server.url, '윤서');
});

const first = () => porch.joined('나래');

/** The second device of whoever has the first. */
async function second(of: Device): Promise<Device> {
  const pairing = await of.session.pair();
  const device = new Device();
  porch.devices.push(device);
  const session = device.open(porch.server.url);
  await until(session.connection, ({ phase }) => phase === 'stranger');
  const joined = await session.join({ name: '나래', invitation: pairing.ok ? pairing.value.token : '' });
  expect(joined.ok).toBe(true);
  await until(session.connection, ({ phase }) => phase === 'connected');
  device.session.open(device.commons);
  return device;
}

const view = ({ session, commons }: Device) => session.log(commons);
const seen = (device: Device, seq: number) => until(view(device), (log) => log.seen >= seq);
const holds = (device: Device, head: number) => until(view(device), ({ entries }) => entries.at(-1)?.seq === head);

/** Waits until the server has heard that this person has read so far. */
async function toldServer({ secrets, commons }: Device, seq: number): Promise<void> {
  const ear = await Talker.dial(porch.server.url, { token: [...secrets.tokens.values()][0] ?? '' });
  const { marks } = await ear.must('resume', { logs: [] });
  await ear.until(() =>
    [...marks, ...ear.pushes('marks').flatMap((push) => push.marks)].some(
      (mark) => mark.log === commons && mark.seq >= seq,
    ),
  );
  ear.close();
}

describe('two devices of one person', () => {
  test('what is read on one is read on the other, at once and after it was away', async () => {
    const phone = await first();
    const laptop = await second(phone);
    for (const at of [1, 2, 3]) await yunseo.say(`${at}`);
    const head = 6;
    await Promise.all([holds(phone, head), holds(laptop, head)]);
    expect(view(laptop).current.unread).toBe(3);
    phone.session.markSeen(phone.commons, head - 1);
    expect((await seen(laptop, head - 1)).unread).toBe(1);
    laptop.session.markSeen(laptop.commons, head);
    expect((await seen(phone, head)).unread).toBe(0);

    phone.session.close();
    await yunseo.say('폰이 꺼진 동안');
    await holds(laptop, head + 1);
    laptop.session.markSeen(laptop.commons, head + 1);
    phone.open(porch.server.url, laptop.session.server.current.server?.id);
    await until(phone.session.connection, ({ phase }) => phase === 'connected');
    phone.session.open(phone.commons);
    expect((await seen(phone, head + 1)).unread).toBe(0);
  });

  test('what a device read without a connection it tells when there is one; nothing ever falls', async () => {
    const phone = await first();
    const laptop = await second(phone);
    await yunseo.say('하나');
    await yunseo.say('둘');
    await Promise.all([holds(phone, 5), holds(laptop, 5)]);
    laptop.session.markSeen(laptop.commons, 4);
    await seen(phone, 4);
    await porch.server.close();
    await until(phone.session.connection, ({ phase }) => phase === 'reconnecting');
    phone.session.markSeen(phone.commons, 5);
    laptop.session.markSeen(laptop.commons, 3);
    expect([view(phone).current.seen, view(laptop).current.seen]).toEqual([5, 4]);
    porch.server = await porch.server.restart();
    phone.session.connect();
    laptop.session.connect();
    expect((await seen(laptop, 5)).seen).toBe(5);
  });

  test('a fresh device begins where its person is, not where the room is', async () => {
    const phone = await first();
    for (const at of [1, 2, 3]) await yunseo.say(`${at}`);
    await holds(phone, 6);
    phone.session.markSeen(phone.commons, 4);
    await toldServer(phone, 4);
    const laptop = await second(phone);
    await holds(laptop, 6);
    expect(view(laptop).current).toMatchObject({ seen: 4, unread: 2 });
  });

  test('what was said before somebody came is not new to them, on no device', async () => {
    for (const at of [1, 2, 3]) await yunseo.say(`${at}`);
    const phone = await first();
    await yunseo.say('이제 왔네요');
    await holds(phone, 7);
    expect(view(phone).current.unread).toBe(1);
    await toldServer(phone, 6);
    const laptop = await second(phone);
    await holds(laptop, 7);
    expect(view(laptop).current).toMatchObject({ seen: view(phone).current.seen, unread: 1 });
  });

  test('a restored backup begins anew: nobody has read anything in it, and both agree again', async () => {
    const phone = await first();
    const laptop = await second(phone);
    await yunseo.say('하나');
    await Promise.all([holds(phone, 4), holds(laptop, 4)]);
    const backup = new MemoryDisk();
    backup.kept = structuredClone(porch.server.disk.kept);
    await yunseo.say('백업 뒤');
    await holds(phone, 5);
    phone.session.markSeen(phone.commons, 5);
    await seen(laptop, 5);
    const epoch = randomUUID();
    if (backup.kept) {
      backup.kept.about.epoch = epoch;
      for (const log of backup.kept.logs.values()) log.state = { ...log.state, epoch };
    }
    porch.server = await porch.server.restart({ disk: backup });
    for (const { session } of [phone, laptop]) session.connect();
    // Shorter than what was read before: a mark of the other history is none of this one.
    await Promise.all(
      [phone, laptop].map((device) => until(view(device), ({ head, rewound }) => head === 4 && !!rewound)),
    );
    const again = await Talker.dial(porch.server.url, { token: yunseo.token });
    const text = { id: randomUUID(), kind: 'message', body: { text: '새 역사' } };
    await again.must('append', { log: phone.commons, entries: [text] });
    await Promise.all([holds(phone, 5), holds(laptop, 5)]);
    expect([view(phone).current.unread, view(laptop).current.unread]).toEqual([1, 1]);
    laptop.session.markSeen(laptop.commons, 5);
    expect((await seen(phone, 5)).unread).toBe(0);
  });
});

describe('what a device tells', () => {
  const [room, other, epoch] = [testId(1), testId(2), testId(3)];
  const mark = (seq: number, log = room) => ({ log, epoch, seq });

  /** A server that answers, or does not, and what it was told. */
  function told(
    answers: () => Answer<{ marks: Mark[]; counts: [] }> | null = () => ({
      ok: true,
      value: { marks: [], counts: [] },
    }),
  ) {
    const calls: Mark[][] = [];
    const clock = new ManualClock();
    const call = ((_name: string, { marks }: { marks: Mark[] }) => {
      const answer = answers();
      calls.push(marks);
      return answer ? Promise.resolve(answer) : Promise.reject(new Error('not connected'));
    }) as CallFunction<NetworkCalls>;
    const marks = new Marks(new MemoryStorage().table<KeptMark>('marks'), clock, call);
    marks.of(testId(4));
    marks.resumed([], []);
    return { calls, clock, marks };
  }

  test('is at most one digest a second, of all logs together, with the highest of each', async () => {
    const { calls, clock, marks } = told();
    for (let seq = 1; seq <= 30; seq += 1) {
      marks.put(mark(seq));
      marks.put(mark(seq * 2, other));
      await clock.pass(100);
    }
    await clock.pass(5_000);
    const byLog = (one: Mark, two: Mark) => (one.log < two.log ? -1 : 1);
    expect(calls.map((marks) => marks.sort(byLog))).toEqual([
      [mark(1)],
      [mark(10), mark(20, other)],
      [mark(20), mark(40, other)],
      [mark(30), mark(60, other)],
    ]);
    expect(clock.waiting).toEqual([]);
  });

  test('is nothing that the server has heard already', async () => {
    const { calls, clock, marks } = told();
    marks.hear(mark(7));
    marks.put(mark(7));
    marks.put(mark(5));
    await clock.pass(2_000);
    expect(calls).toEqual([]);
  });

  test('is told again after a refusal that passes, and after a connection that was lost, with the next one', async () => {
    const answers: (Answer<{ marks: Mark[]; counts: [] }> | null)[] = [{ ok: false, error: refuse('busy') }, null];
    const well: Answer<{ marks: Mark[]; counts: [] }> = { ok: true, value: { marks: [mark(3)], counts: [] } };
    const { calls, clock, marks } = told(() => (answers.length > 0 ? (answers.shift() ?? null) : well));
    marks.put(mark(3));
    await clock.pass(10_000);
    expect(calls).toEqual([[mark(3)], [mark(3)]]);
    expect(clock.waiting).toEqual([]);
    marks.resumed([], []);
    marks.tell();
    await clock.pass(10_000);
    expect(calls).toEqual([[mark(3)], [mark(3)], [mark(3)]]);
  });
});
