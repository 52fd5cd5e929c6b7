/** Who may do what to a room: every part one can have in it, by every role, held against one table. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { directOf, type Id, type NetworkCalls } from '../../protocol';
import { said } from '../support/drafts';
import { behindProxy, host, overHttp, overTls } from '../support/door';
import { person, startTestServer, type Person, type TestServer } from '../support/server';

const who = ['host', 'moderator', 'second', 'maker', 'member', 'guest'] as const;
type Who = (typeof who)[number];

let server: TestServer;
let people: Record<Who | 'newcomer', Person>;
beforeEach(async () => {
  server = await startTestServer({ ...behindProxy, callRate: { burst: 10_000, perSecond: 10_000 } });
  const comes = (name: string, way = overTls()) => person(server.url, name, way);
  people = {
    ...{ host: await host(server, overTls()), moderator: await comes('한결'), second: await comes('둘째') },
    ...{ maker: await comes('나래'), member: await comes('윤서'), guest: await comes('손님', overHttp()) },
    newcomer: await comes('새 사람'),
  };
  for (const one of [people.moderator, people.second])
    await people.host.talker.must('appoint', { member: one.member.id, role: 'moderator' });
});
afterEach(() => server.remove());

const idOf = (one: keyof typeof people): Id => people[one].member.id;
const make = async (kind: 'open' | 'private' | 'direct', inside: readonly Who[]): Promise<Id> => {
  const members = kind === 'open' ? [] : inside.map(idOf);
  const all = directOf(people.maker.server.id, [idOf('maker'), ...members]);
  const asked = { id: kind === 'direct' ? all : randomUUID(), kind, name: '방', members };
  return (await people.maker.talker.must('createRoom', asked)).room.id;
};

type Ask = [keyof NetworkCalls, (room: Id) => object];
const asks: Record<string, Ask> = {
  read: ['read', (log) => ({ log, epoch: people.host.resumed.logs[0]?.epoch })],
  append: ['append', (log) => ({ log, entries: [said('말')] })],
  topic: ['changeRoom', (room) => ({ room, topic: '오늘' })],
  rename: ['changeRoom', (room) => ({ room, name: '새 이름' })],
  archive: ['changeRoom', (room) => ({ room, archived: true })],
  add: ['addToRoom', (room) => ({ room, members: [idOf('newcomer')], share: false })],
  'put out a guest': ['putOut', (room) => ({ room, member: idOf('guest') })],
  'put out a moderator': ['putOut', (room) => ({ room, member: idOf('second') })],
  'put out the maker': ['putOut', (room) => ({ room, member: idOf('maker') })],
  leave: ['leaveRoom', (room) => ({ room })],
  enter: ['enterRoom', (room) => ({ room })],
  slow: ['slow', (room) => ({ room, seconds: 0 })],
};
type Table = Record<string, readonly Who[] | 'nobody'>;

/** Each cell in a room of its own. @param refused what it is for whom it is not, by who they are */
async function holds(
  fresh: () => Promise<Id>,
  table: Table,
  refused: (one: Who) => string = () => 'not-allowed',
): Promise<void> {
  const cells: Record<string, string> = {};
  const expected: Record<string, string> = {};
  for (const [what, may] of Object.entries(table))
    for (const one of who) {
      const [name, input] = asks[what] ?? ['echo', () => ({})];
      const answer = await people[one].talker.ask(name, input(await fresh()));
      cells[`${one}: ${what}`] = answer.ok ? 'may' : answer.error.code;
      expected[`${one}: ${what}`] = may !== 'nobody' && may.includes(one) ? 'may' : refused(one);
    }
  expect(cells).toEqual(expected);
}

test('in an open room', () =>
  holds(() => make('open', []), {
    ...{ read: who, append: who, topic: who, leave: who, enter: who },
    ...{ rename: ['maker', 'host', 'moderator', 'second'], archive: ['maker', 'host', 'moderator', 'second'] },
    ...{ add: 'nobody', 'put out a guest': 'nobody', 'put out the maker': 'nobody' },
    slow: ['host', 'moderator', 'second'],
  }));

test('in the first room', () =>
  holds(() => Promise.resolve(people.host.commons), {
    ...{ read: who, append: who, topic: who, enter: who },
    ...{ rename: 'nobody', archive: 'nobody', leave: 'nobody', add: 'nobody', 'put out a guest': 'nobody' },
  }));

const allIn = () => make('private', ['host', 'moderator', 'second', 'member', 'guest']);

test('in a private room, by those who are in it', () =>
  holds(allIn, {
    ...{ read: who, append: who, topic: who, add: who, leave: who },
    ...{ rename: ['maker', 'host', 'moderator', 'second'], archive: ['maker', 'host', 'moderator', 'second'] },
    'put out a guest': ['maker', 'host', 'moderator', 'second'],
    // Nobody who stands no higher, unless they made the room; and nobody themselves.
    'put out a moderator': ['maker', 'host'],
    'put out the maker': ['host', 'moderator', 'second'],
    slow: ['host', 'moderator', 'second'],
  }));

test('in a private room, by those who are not in it: it is not there for them', async () => {
  const inside: readonly Who[] = ['maker', 'second'];
  const may = {
    read: inside,
    append: inside,
    topic: inside,
    rename: inside,
    archive: inside,
    add: inside,
    leave: inside,
  };
  await holds(
    () => make('private', ['second']),
    may,
    () => 'no-such-log',
  );
  for (const one of ['host', 'moderator', 'member', 'guest'] as const)
    for (const [name, input] of Object.values(asks)) {
      if (name === 'slow' && (one === 'member' || one === 'guest')) continue;
      const answer = await people[one].talker.ask(name, input(await make('private', ['second'])));
      expect([one, name, answer.ok ? 'may' : answer.error.code]).toEqual([one, name, 'no-such-log']);
    }
});

test('in a conversation of a few, who stay the same', () =>
  holds(() => make('direct', ['host', 'moderator', 'second', 'member', 'guest']), {
    ...{ read: who, append: who, topic: who },
    ...{
      rename: 'nobody',
      archive: 'nobody',
      add: 'nobody',
      'put out a guest': 'nobody',
      'put out the maker': 'nobody',
    },
  }));

test('of an open room one has left nothing is left but its name: those who keep rooms may still do that', async () => {
  const fresh = async () => {
    const room = await make('open', []);
    for (const one of who) await people[one].talker.must('leaveRoom', { room });
    return room;
  };
  const keepers: readonly Who[] = ['maker', 'host', 'moderator', 'second'];
  await holds(fresh, { enter: who, rename: keepers, archive: keepers, topic: 'nobody', add: 'nobody' });
  await holds(fresh, { read: 'nobody', append: 'nobody', leave: 'nobody' }, () => 'no-such-log');
});
