/** Rooms in a list of one's own, what is unread in them, and what of them is told: whole devices on a real server. */
import { beforeEach, expect, test } from 'vitest';
import type { Arrival, Storage, Table } from '../../client';
import { limits, type Room } from '../../protocol';
import { value } from '../support/answers';
import { Device, until } from '../support/device';
import { porchOfEach } from '../support/porch';

const porch = porchOfEach();
let narae: Device;
let yunseo: Device;
beforeEach(async () => {
  narae = await porch.joined('나래');
  yunseo = await porch.joined('윤서');
});

const me = ({ session }: Device) => session.server.current.me ?? '';
const names = (rooms: readonly Room[]) => rooms.map(({ name, commons }) => (commons ? '사랑방' : name));
const list = ({ session }: Device) => names(session.server.current.rooms);
const open = async (name: string) => value(await narae.session.rooms.create({ kind: 'open', name }));
const sees = (device: Device, all: string[]) =>
  until(device.session.server, ({ rooms }) => `${names(rooms)}` === `${all}`);
const arrives = (device: Device, text: string): Promise<Arrival> =>
  new Promise((resolve) => {
    const stop = device.session.onArrival((arrival) => {
      if (arrival.entry.body.text !== text) return;
      stop();
      resolve(arrival);
    });
  });
/** The device is turned on again, with what is on its disk. */
const restart = (device: Device) => {
  const id = device.session.server.current.server?.id;
  device.session.close();
  return device.open(porch.server.url, id);
};

test('stand in one’s own order, on each of one’s runs, before the network answers', async () => {
  for (const name of ['하나', '둘', '셋']) await open(name);
  await sees(yunseo, ['사랑방', '하나', '둘', '셋']);
  const { rooms } = yunseo.session.server.current;
  value(await yunseo.session.rooms.arrange([rooms[3]?.id ?? '', rooms[1]?.id ?? '']));
  expect(list(yunseo)).toEqual(['셋', '하나', '사랑방', '둘']);
  expect(list(narae)).toEqual(['사랑방', '하나', '둘', '셋']);
  value(await yunseo.session.rooms.leave(rooms[2]?.id ?? ''));
  await sees(yunseo, ['셋', '하나', '사랑방']);
  await porch.server.close();
  const session = restart(yunseo);
  await until(session.server, ({ rooms }) => rooms.length > 0);
  expect(session.server.current).toMatchObject({ ready: false });
  expect(list(yunseo)).toEqual(['셋', '하나', '사랑방']);
  expect(names(session.server.current.others)).toEqual(['둘']);
  expect(session.server.current.preferences.size).toBeGreaterThan(1);
  porch.server = await porch.server.restart();
});

test('one that is left is among the others, and comes back; one that one is put out of is gone, with what was held', async () => {
  const { id } = await open('둘');
  await sees(yunseo, ['사랑방', '둘']);
  value(await yunseo.session.rooms.leave(id));
  expect([list(yunseo), names(yunseo.session.server.current.others)]).toEqual([['사랑방'], ['둘']]);
  value(await yunseo.session.rooms.enter(id));
  await until(yunseo.session.server, ({ rooms, others }) => rooms.length === 2 && others.length === 0);

  const secret = value(await narae.session.rooms.create({ kind: 'private', name: '비밀', members: [me(yunseo)] }));
  await sees(yunseo, ['사랑방', '둘', '비밀']);
  yunseo.session.open(secret.id);
  narae.say('우리끼리', secret.id);
  await until(yunseo.session.log(secret.id), ({ entries }) => entries.some(({ kind }) => kind === 'message'));
  value(await narae.session.rooms.putOut(secret.id, me(yunseo)));
  await sees(yunseo, ['사랑방', '둘']);
  expect(yunseo.session.log(secret.id).current.entries).toEqual([]);
  expect(yunseo.session.server.current.others).toEqual([]);

  // Put out while away: what was kept goes with the next resume, and nothing is made anew.
  value(await narae.session.rooms.add(secret.id, [me(yunseo)], true));
  await sees(yunseo, ['사랑방', '둘', '비밀']);
  yunseo.session.open(secret.id);
  await until(yunseo.session.log(secret.id), ({ entries }) => entries.some(({ kind }) => kind === 'message'));
  yunseo.session.close();
  value(await narae.session.rooms.putOut(secret.id, me(yunseo)));
  const session = restart(yunseo);
  await until(session.server, ({ ready }) => ready);
  await until(session.connection, ({ phase }) => phase === 'connected');
  expect(list(yunseo)).toEqual(['사랑방', '둘']);
  expect(session.log(secret.id).current.entries).toEqual([]);
});

test('what is unread is the server’s count where it is not held, and falls as one reads', async () => {
  const { id } = await open('긴 방');
  await sees(yunseo, ['사랑방', '긴 방']);
  yunseo.session.close();
  const total = limits.pageEntries + 60;
  for (let at = 0; at < total; at += 1) narae.say(`${at}`, id);
  await until(narae.session.log(id), ({ pending }) => pending.length === 0);
  const session = restart(yunseo);
  const log = await until(session.log(id), ({ entries, unread }) => entries.length > 1 && unread === total);
  expect(log.entries.length).toBe(limits.pageEntries);
  session.markSeen(id, log.head - 10);
  expect((await until(session.log(id), ({ unread }) => unread < 20)).unread).toBe(10);
});

test('marked as unread from somewhere on, it counts from there, on the other device too', async () => {
  for (const text of ['하나', '둘', '셋']) narae.say(text);
  await until(yunseo.session.log(yunseo.commons), ({ unread }) => unread === 3);
  const { head, entries } = yunseo.session.log(yunseo.commons).current;
  yunseo.session.markSeen(yunseo.commons, head);
  await until(yunseo.session.log(yunseo.commons), ({ unread }) => unread === 0);
  value(await yunseo.session.rooms.prefer(yunseo.commons, { unreadFrom: entries.at(-2)?.seq ?? 0 }));
  expect(yunseo.session.log(yunseo.commons).current).toMatchObject({ unread: 2, seen: head });
  const session = restart(yunseo);
  await until(session.connection, ({ phase }) => phase === 'connected');
  await until(session.log(yunseo.commons), ({ unread }) => unread === 2);
});

test('an arrival says why it is told: to all, by name, as an answer, to one alone, whispered; and what was set for its room', async () => {
  const told = (text: string) => arrives(yunseo, text);
  const plain = told('모두에게');
  narae.say('모두에게');
  expect(await plain).toMatchObject({ why: 'ordinary', level: null, mutedUntil: null });
  value(await yunseo.session.rooms.prefer(yunseo.commons, { mutedUntil: limits.lastMoment, level: 'mentions' }));
  const named = told('@윤서');
  narae.session.talk.send(narae.commons, '@윤서', { mentions: [{ member: me(yunseo), name: '윤서' }] });
  expect(await named).toMatchObject({ why: 'mention', mutedUntil: limits.lastMoment, level: 'mentions' });
  const asked = yunseo.say('몇 시에 볼까요?');
  await until(narae.session.log(narae.commons), ({ entries }) => entries.some(({ id }) => id === asked));
  const answered = told('세 시');
  narae.session.talk.send(narae.commons, '세 시', { reply: asked });
  expect(await answered).toMatchObject({ why: 'reply' });
  const whispered = told('우리끼리');
  narae.session.talk.whisper(narae.commons, [me(yunseo)], '우리끼리');
  expect(await whispered).toMatchObject({ why: 'whisper', room: { commons: true } });
  const direct = told('둘이');
  const { id } = value(await narae.session.rooms.direct([me(yunseo)]));
  narae.say('둘이', id);
  expect(await direct).toMatchObject({ why: 'direct', room: { kind: 'direct' }, mutedUntil: null });
});

test('a disk that takes its time hides no first word of a new conversation', async () => {
  const { storage } = yunseo;
  const slow: Storage = {
    table: <T>(name: string): Table<T> => {
      const table = storage.table<T>(name);
      const get = async (key: string) => {
        await new Promise((resolve) => setTimeout(resolve, 150));
        return table.get(key);
      };
      return name === 'marks' ? { ...table, get } : table;
    },
  };
  const late = new Device();
  Object.assign(late, { storage: slow });
  porch.devices.push(await late.join(porch.server.url, '한결'));
  await until(narae.session.server, ({ members }) => members.has(me(late)));
  for (const text of ['첫 말', '둘째 말']) {
    const heard = arrives(late, text);
    const { id } = value(await narae.session.rooms.direct([me(late)]));
    narae.say(text, id);
    expect(await heard).toMatchObject({ why: 'direct' });
  }
});
