/** Whole devices (client/ with real sockets) on a real server: what two people would notice. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Carrier } from '../../client';
import { Device, until } from '../support/device';
import { testId } from '../support/ports';
import { hurriedClock, startTestServer, type StoreKind, type TestServer } from '../support/server';

let server: TestServer;
const devices: Device[] = [];
const device = (...carriers: Carrier[]) => {
  const made = new Device(carriers.length > 0 ? carriers : undefined);
  devices.push(made);
  return made;
};

afterEach(async () => {
  for (const { session } of devices.splice(0)) session.close();
  await server.remove();
});

describe.each<StoreKind>(['memory', 'sqlite'])('people on a server with a %s store', (store) => {
  it('talk both ways, one of them over long-polling', async () => {
    server = await startTestServer({ store });
    const narae = await device().join(server.url, '나래');
    const yunseo = await device('polling').join(server.url, '윤서');
    expect(yunseo.session.connection.current).toMatchObject({ carrier: 'polling' });
    narae.session.open(narae.commons);
    narae.say('안녕하세요');
    await yunseo.holds(['안녕하세요']);
    yunseo.say('반가워요 🎉');
    await narae.holds(['안녕하세요', '반가워요 🎉']);
    yunseo.session.open(yunseo.commons);
    await until(yunseo.session.log(yunseo.commons), ({ entries }) => entries.length >= 5);
    expect(narae.arrivals.map(({ entry, author, room }) => [author?.name, entry.body.text, room.commons])).toEqual([
      ['윤서', '반가워요 🎉', true],
    ]);
    const seqs = narae.session.log(narae.commons).current.entries.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  });

  it('come back as the same member on the same device, with what they had', async () => {
    server = await startTestServer({ store });
    const mateo = await device().join(server.url, 'Mateo');
    const { me } = mateo.session.server.current;
    mateo.say('before');
    await mateo.holds(['before']);
    mateo.session.close();
    mateo.open(server.url, server.id);
    await until(mateo.session.connection, ({ phase }) => phase === 'connected');
    expect(mateo.session.server.current.me).toBe(me);
    expect(mateo.session.server.current.members.size).toBe(1);
    await mateo.holds(['before']);
  });

  it('keep their order, and miss or double nothing, while the server goes away and comes back', async () => {
    server = await startTestServer({ store });
    const narae = await device().join(server.url, '나래');
    const yunseo = await device().join(server.url, '윤서');
    for (const who of [narae, yunseo]) who.session.open(who.commons);
    const said: string[] = [];
    const say = (who: Device, text: string) => {
      who.say(text);
      said.push(text);
    };
    for (let count = 0; count < 30; count += 1) say(narae, `끊기기 전 ${count}`);
    const restarting = server.restart();
    await until(narae.session.connection, ({ phase }) => phase === 'reconnecting');
    for (let count = 0; count < 30; count += 1) say(narae, `끊긴 동안 ${count}`);
    server = await restarting;
    for (const who of [narae, yunseo]) {
      who.session.connect();
      await who.holds(said);
    }
  });

  it('see a new room, count what is new in it, and stop counting once it was seen', async () => {
    server = await startTestServer({ store });
    const narae = await device().join(server.url, '나래');
    const hangyeol = await device().join(server.url, '한결');
    const made = await narae.session.rooms.create({ kind: 'open', name: '시안-리뷰' });
    if (!made.ok) throw new Error(made.error.message);
    await until(hangyeol.session.server, ({ rooms }) => rooms.some(({ id }) => id === made.value.id));
    for (const text of ['하나', '둘', '셋']) narae.say(text, made.value.id);
    const log = hangyeol.session.log(made.value.id);
    const view = await until(log, ({ unread }) => unread === 3);
    hangyeol.session.markSeen(made.value.id, view.entries.at(-1)?.seq ?? 0);
    expect(log.current.unread).toBe(0);
    expect(narae.session.log(made.value.id).current.unread).toBe(0);
    hangyeol.session.close();
    narae.say('나간 뒤', made.value.id);
    await narae.holds(['하나', '둘', '셋', '나간 뒤'], made.value.id);
    hangyeol.open(server.url, server.id);
    await until(hangyeol.session.connection, ({ phase }) => phase === 'connected');
    await until(hangyeol.session.log(made.value.id), ({ unread }) => unread === 1);
  });

  it('who is let in to all of a private room reads it, and finds unread what comes after', async () => {
    server = await startTestServer({ store });
    const narae = await device().join(server.url, '나래');
    const yunseo = await device().join(server.url, '윤서');
    const made = await narae.session.rooms.create({ kind: 'private', name: '닫힌 방' });
    if (!made.ok) throw new Error(made.error.message);
    const { id } = made.value;
    for (const text of ['하나', '둘']) narae.say(text, id);
    await narae.holds(['하나', '둘'], id);
    await narae.session.rooms.add(id, [yunseo.session.server.current.me ?? ''], true);
    await until(yunseo.session.server, ({ rooms }) => rooms.some((room) => room.id === id));
    narae.say('어서 와요', id);
    await yunseo.holds(['하나', '둘', '어서 와요'], id);
    expect(yunseo.session.log(id).current.unread).toBe(1);
    yunseo.session.close();
    yunseo.open(server.url, server.id);
    await until(yunseo.session.log(id), ({ unread }) => unread === 1);
  });

  it('do not take history for news', async () => {
    server = await startTestServer({ store });
    const narae = await device().join(server.url, '나래');
    narae.session.open(narae.commons);
    for (let count = 0; count < 5; count += 1) narae.say(`옛말 ${count}`);
    await until(
      narae.session.log(narae.commons),
      ({ pending, entries }) => pending.length === 0 && entries.length >= 5,
    );
    const yunseo = await device().join(server.url, '윤서');
    yunseo.session.open(yunseo.commons);
    const { unread } = await until(yunseo.session.log(yunseo.commons), ({ entries }) => entries.length >= 6);
    expect(unread).toBe(0);
    expect(yunseo.arrivals).toEqual([]);
  });

  it('read yesterday’s words and write new ones while the host is away', async () => {
    server = await startTestServer({ store });
    const narae = await device().join(server.url, '나래');
    narae.session.open(narae.commons);
    for (const text of ['어제 한 말', '또 한 말']) narae.say(text);
    await narae.holds(['어제 한 말', '또 한 말']);
    narae.session.close();
    await server.close();

    const session = narae.open(server.url, server.id);
    await until(session.connection, ({ phase }) => phase === 'reconnecting');
    expect(session.server.current).toMatchObject({ ready: false, server: { id: server.id } });
    expect(narae.texts()).toEqual(['어제 한 말', '또 한 말']);
    narae.say('꺼진 동안 쓴 말');
    expect(session.log(narae.commons).current.pending).toMatchObject([{ text: '꺼진 동안 쓴 말', refused: null }]);

    server = await server.restart();
    session.connect();
    await narae.holds(['어제 한 말', '또 한 말', '꺼진 동안 쓴 말']);
    expect(narae.arrivals).toEqual([]);
  });

  it('drop what they kept where the server has another history now', async () => {
    server = await startTestServer({ store });
    const narae = await device().join(server.url, '나래');
    narae.session.open(narae.commons);
    narae.say('옛 역사');
    await narae.holds(['옛 역사']);
    narae.session.close();
    // As if this device had kept the entries of a lineage that is no more.
    const logs = narae.storage.table<{ epoch: string; entries: { id: string }[] }>('logs');
    const key = `${server.id}/${narae.commons}`;
    const kept = await logs.get(key);
    if (!kept) throw new Error('nothing was kept');
    await logs.put(key, { ...kept, entries: kept.entries.map((entry, index) => ({ ...entry, id: testId(index, 7) })) });
    narae.open(server.url, server.id);
    await until(narae.session.connection, ({ phase }) => phase === 'connected');
    await narae.holds(['옛 역사']);
    const ids = narae.session.log(narae.commons).current.entries.map(({ id }) => id);
    expect(ids).not.toContain(testId(0, 7));
  });

  it('are told that another server stands at a remembered address', async () => {
    server = await startTestServer({ store });
    const narae = await device().join(server.url, '나래');
    narae.session.close();
    const { port } = server.address;
    await server.remove();
    server = await startTestServer({ store, port });
    narae.open(server.url, [...narae.secrets.tokens.keys()][0]);
    await until(narae.session.connection, ({ phase }) => phase === 'offline');
    expect(narae.session.connection.current).toEqual({ phase: 'offline', cause: { code: 'other-server' } });
  });
});

describe('people in a room', () => {
  it('see each other come, change names, and go', async () => {
    server = await startTestServer({ clock: hurriedClock(50) });
    const narae = await device().join(server.url, '나래');
    const mateo = await device().join(server.url, 'Mateo');
    const me = mateo.session.server.current.me ?? '';
    await until(narae.session.server, ({ here }) => here.has(me));
    await mateo.session.rename('마테오');
    await until(narae.session.server, ({ members }) => members.get(me)?.name === '마테오');
    mateo.session.close();
    await until(narae.session.server, ({ here }) => !here.has(me));
  }, 20_000);
});

it('the first page a device ever loads is there at its next start, though nothing new came after it', async () => {
  server = await startTestServer();
  const narae = await device().join(server.url, '나래');
  narae.say('먼저 한 말');
  await narae.holds(['먼저 한 말']);
  const yunseo = await device().join(server.url, '윤서');
  await yunseo.holds(['먼저 한 말']);
  const { id } = server;
  const room = yunseo.commons;
  yunseo.session.close();
  await server.close();
  yunseo.open(server.url, id);
  await until(yunseo.session.log(room), ({ entries }) => entries.length > 0);
  expect(yunseo.texts(room)).toEqual(['먼저 한 말']);
});

it('what had arrived before a crash, and came back with the first page, does not wait for ever', async () => {
  server = await startTestServer();
  const narae = await device().join(server.url, '나래');
  const id = narae.say('답을 못 들은 말');
  await narae.holds(['답을 못 들은 말']);
  const log = narae.commons;
  narae.session.close();
  // As a crash leaves it: tried, and nothing heard.
  const row = { id, server: server.id, log, text: '답을 못 들은 말', at: Date.now(), tried: true, refused: null };
  await narae.storage.table('outbox').put(id, row);
  narae.open(server.url);
  await until(narae.session.server, ({ ready }) => ready);
  await narae.holds(['답을 못 들은 말']);
  await until(narae.session.log(log), ({ pending }) => pending.length === 0);
});
