/** Who is writing, who has read, who is idle: as a device tells it and hears it. */
import { describe, expect, test } from 'vitest';
import type { Writing } from '../../client';
import { Companions } from '../../client/companions';
import { limits, refuse, type CallFunction, type NetworkCalls, type Reader } from '../../protocol';
import { type Device, until } from '../support/device';
import { ManualClock, settled, testId } from '../support/ports';
import { porchOfEach } from '../support/porch';

const [ME, YUNSEO, MATEO, ROOM, ROOT] = [1, 2, 3, 4, 5].map((number) => testId(number)) as [
  string,
  string,
  string,
  string,
  string,
];

describe('one device', () => {
  function device() {
    const clock = new ManualClock();
    const calls: { name: string; input: unknown }[] = [];
    const scene = {
      ...{ clock, calls, connected: true, readers: [] as Reader[] },
      within: new Set([ME, YUNSEO, MATEO]),
    };
    const call = ((name: string, input: unknown) => {
      calls.push({ name, input });
      const value = name === 'readers' ? { readers: scene.readers } : {};
      return Promise.resolve({ ok: true, value });
    }) as unknown as CallFunction<NetworkCalls>;
    const company = new Companions(clock, {
      call,
      connected: () => scene.connected,
      me: () => ME,
      within: (_log, member) => scene.within.has(member),
      setStatus: () => Promise.resolve({ ok: false, error: refuse('not-connected') }),
    });
    return Object.assign(scene, { company, said: () => calls.splice(0).map(({ input }) => input) });
  }

  test('tells of a hundred keys once in a while, and that it stopped only while that is news', async () => {
    const { company, clock, said } = device();
    for (let key = 0; key < 100; key += 1) {
      company.writes(ROOM);
      await clock.pass(100);
    }
    // Ten seconds: at the start, and every three seconds.
    expect(said()).toEqual([{ log: ROOM }, { log: ROOM }, { log: ROOM }, { log: ROOM }]);
    company.stopsWriting(ROOM);
    company.stopsWriting(ROOM);
    expect(said()).toEqual([{ log: ROOM, stopped: true }]);
    company.writes(ROOM, ROOT);
    company.stopsWriting(ROOM);
    await clock.pass(limits.typingFor);
    company.stopsWriting(ROOM, ROOT);
    expect(said()).toEqual([{ log: ROOM, thread: ROOT }]);
  });

  test('says nothing without a connection, nor what was lost with it', () => {
    const scene = device();
    scene.company.writes(ROOM);
    scene.connected = false;
    scene.company.lost();
    scene.company.writes(ROOM);
    scene.company.stopsWriting(ROOM);
    scene.company.setIdle(true);
    expect(scene.said()).toEqual([{ log: ROOM }]);
    scene.connected = true;
    scene.company.cameIn();
    expect(scene.said()).toEqual([{ idle: true }]);
    scene.company.setIdle(true);
    scene.company.setIdle(false);
    expect(scene.said()).toEqual([{ idle: false }]);
    scene.company.cameIn();
    expect(scene.said()).toEqual([]);
  });

  test('shows others alone, until they say it, or nobody speaks of them any more', async () => {
    const { company, clock } = device();
    const shown: (readonly Writing[])[] = [];
    company.writing(ROOM).subscribe((writing) => shown.push(writing));
    const writer = (member: string, thread: string | null = null) => ({ member, thread });
    company.typing({ log: ROOM, writing: [writer(ME), writer(YUNSEO), writer(MATEO, ROOT)] });
    company.said(ROOM, YUNSEO);
    expect(shown).toEqual([[], [writer(YUNSEO), writer(MATEO, ROOT)], [writer(MATEO, ROOT)]]);
    await clock.pass(limits.typingFor);
    expect(company.writing(ROOM).current).toHaveLength(1);
    await clock.pass(limits.digestEvery);
    expect(company.writing(ROOM).current).toEqual([]);
    company.typing({ log: ROOM, writing: [writer(YUNSEO)] });
    company.lost();
    expect(company.writing(ROOM).current).toEqual([]);
    expect(clock.waiting).toEqual([]);
  });

  test('asks how far others have read when somebody looks, keeps it up while they do, and not longer', async () => {
    const scene = device();
    const { company } = scene;
    const reader = (member: string, seq: number, since = 0) => ({ member, seq, since });
    scene.readers = [reader(ME, 9), reader(YUNSEO, 3)];
    company.reads({ log: ROOM, readers: [{ member: YUNSEO, seq: 1 }] });
    const readers = company.readers(ROOM);
    expect(scene.said()).toEqual([]);
    const stop = readers.subscribe(() => undefined);
    // What rises while the answer is on its way is newer than it.
    company.reads({ log: ROOM, readers: [{ member: YUNSEO, seq: 5 }] });
    await settled();
    expect(readers.current).toEqual([reader(ME, 9), reader(YUNSEO, 5)]);
    company.reads({ log: ROOM, readers: [{ member: YUNSEO, seq: 4 }] });
    company.reads({ log: ROOM, readers: [{ member: MATEO, seq: 2, since: 7 }] });
    expect(readers.current).toEqual([reader(ME, 9), reader(YUNSEO, 5), reader(MATEO, 2, 7)]);
    scene.within.delete(YUNSEO);
    company.changed();
    expect(readers.current).toEqual([reader(ME, 9), reader(MATEO, 2, 7)]);
    expect(scene.said()).toEqual([{ log: ROOM }]);
    company.cameIn();
    expect(scene.said()).toEqual([{ log: ROOM }]);
    stop();
    company.cameIn();
    expect(scene.said()).toEqual([]);
    // The same one for the same log.
    expect(company.readers(ROOM)).toBe(readers);
  });

  test('asks again in an hour, when guests may have been gone for too long, and when one of them is back', async () => {
    const scene = device();
    const { company, clock, said } = scene;
    scene.readers = [YUNSEO, MATEO].map((member) => ({ member, seq: 1, since: 0 }));
    const readers = company.readers(ROOM);
    const stop = readers.subscribe(() => undefined);
    await settled();
    const [yunseo] = scene.readers;
    scene.readers = [yunseo!];
    await clock.pass(limits.readersEvery);
    await settled();
    expect(readers.current).toEqual([yunseo]);
    scene.readers = [yunseo!, { member: MATEO, seq: 2, since: 0 }];
    company.reads({ log: ROOM, readers: [{ member: MATEO, seq: 2 }] });
    await settled();
    expect(readers.current).toEqual(scene.readers);
    expect(said()).toEqual([{ log: ROOM }, { log: ROOM }, { log: ROOM }]);
    stop();
    expect(clock.waiting).toEqual([]);
  });
});

describe('two people', () => {
  const porch = porchOfEach();
  const me = ({ session }: Device) => session.server.current.me ?? '';

  test('see each other write, read, rest, and what each says of themselves', async () => {
    const [narae, yunseo] = [await porch.joined('나래'), await porch.joined('윤서')];
    const { company } = narae.session;
    yunseo.session.company.writes(yunseo.commons);
    await until(company.writing(narae.commons), ([one]) => one?.member === me(yunseo));
    expect(yunseo.session.company.writing(yunseo.commons).current).toEqual([]);

    const readers = company.readers(narae.commons);
    const stop = readers.subscribe(() => undefined);
    yunseo.say('다 썼다');
    await until(company.writing(narae.commons), (writing) => writing.length === 0);
    await until(narae.session.log(narae.commons), ({ entries }) => entries.at(-1)?.kind === 'message');
    const { head } = narae.session.log(narae.commons).current;
    await until(yunseo.session.log(yunseo.commons), ({ entries }) => entries.at(-1)?.seq === head);
    yunseo.session.markSeen(yunseo.commons, head);
    await until(readers, (all) => all.some(({ member, seq }) => member === me(yunseo) && seq === head));
    stop();

    yunseo.session.company.setIdle(true);
    await until(narae.session.server, ({ idle }) => idle.has(me(yunseo)));
    const status = { text: '점심', until: null };
    expect(await yunseo.session.company.setStatus({ status })).toMatchObject({ ok: true, value: { status } });
    await until(narae.session.server, ({ members }) => members.get(me(yunseo))?.status?.text === '점심');

    // Idle is said again after each reconnect.
    porch.server = await porch.server.restart();
    for (const { session } of [narae, yunseo]) session.connect();
    await until(narae.session.server, ({ here, idle }) => here.has(me(yunseo)) && idle.has(me(yunseo)));
  });
});
