/** Many servers in one app, real ones: each by itself, opened without a word, counted, named, silent, left. */
import { createServer, type Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import type { Storage, Table, Transport } from '../../client';
import { limits, refuse, type Id } from '../../protocol';
import { SocketIoTransport } from '../../renderer/ports/socketio';
import type { App } from '../../renderer/state/app.svelte';
import type { Visit } from '../../renderer/state/visit.svelte';
import { MemorySecrets, MemoryStorage } from '../support/ports';
import { connected, decided, desktop, endings, myName, onStage, porch, screen, until } from '../support/screen';
import { person, type TestServer } from '../support/server';

onStage();

/** A device's disk on which everything can be looked for. */
class Disk implements Storage {
  readonly #inner = new MemoryStorage();
  readonly #names = new Set<string>();

  table<T>(name: string): Table<T> {
    this.#names.add(name);
    return this.#inner.table<T>(name);
  }

  /** Tables in which one of these stands. */
  async with(...what: string[]): Promise<string[]> {
    const found: string[] = [];
    for (const name of this.#names) {
      const rows = JSON.stringify(await this.#inner.table(name).all());
      if (what.some((text) => rows.includes(text))) found.push(name);
    }
    return found;
  }
}

/** A device that has been on these servers, and was closed. */
async function device(servers: readonly TestServer[]) {
  const [storage, secrets] = [new Disk(), new MemorySecrets()];
  const app = await screen({ bridge: desktop('나래').bridge, storage, secrets });
  const ids: Id[] = [];
  for (const { url } of servers) {
    const visit = app.enter(url);
    await connected(visit);
    ids.push(visit.id ?? '');
  }
  app.close();
  await decided();
  return { storage, secrets, ids };
}

/** A port on which somebody else stands now. */
async function instead(port: number, answer: (socket: Socket) => void): Promise<void> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
    answer(socket);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  endings.push(() => {
    for (const socket of open) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
}

type Seven = [TestServer, TestServer, TestServer, TestServer, TestServer, TestServer, TestServer];

const visitOn = (app: App, server: Id | undefined): Visit => {
  const visit = app.visitOf(server ?? '');
  if (!visit) throw new Error('no session is open there');
  return visit;
};
const standing = (app: App, server: Id | undefined) => {
  const on = app.servers.of(server ?? '');
  return on && app.servers.standing(on);
};
const calls = (app: App, server: Id | undefined) => {
  const on = app.servers.of(server ?? '');
  return on && app.servers.calls(on, Date.now());
};
const counted = (visit: Visit, room: Id, count: number) =>
  until(visit.session.log(room), ({ unread }) => unread === count);

test('one refuses, one hangs, one talks nonsense, one is another, one restarts: the others connect, deliver and count', async () => {
  const servers = await Promise.all(
    ['good', 'closed', 'hanging', 'nonsense', 'another', 'restarts', 'also good'].map((name) => porch({ name })),
  );
  const { storage, secrets, ids } = await device(servers);
  const [good, closed, hanging, nonsense, another, restarts, alsoGood] = servers as Seven;
  const [goodId, closedId, hangingId, nonsenseId, anotherId, restartsId, alsoGoodId] = ids;
  await Promise.all([closed, hanging, nonsense, another].map((away) => away.close()));
  await instead(hanging.address.port, () => undefined);
  await instead(nonsense.address.port, (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n{"id":7,"proto'));
  await porch({ name: 'somebody else', port: another.address.port });

  const main = desktop('나래');
  const app = await screen({ bridge: main.bridge, storage, secrets });
  expect([app.view, app.visit]).toEqual(['start', null]);
  expect(app.servers.all.map(({ id }) => id)).toEqual(ids);
  await Promise.all([goodId, restartsId, alsoGoodId].map((id) => connected(visitOn(app, id))));
  await until(visitOn(app, anotherId).session.connection, ({ phase }) => phase === 'offline');
  await until(visitOn(app, closedId).session.connection, ({ phase }) => phase === 'reconnecting');

  const mateo = await person(good.url, 'Mateo');
  const yunseo = await person(alsoGood.url, '윤서');
  endings.push(() => [mateo, yunseo].forEach(({ talker }) => talker.close()));
  await mateo.say('here');
  await main.notified();
  await counted(visitOn(app, goodId), mateo.commons, 1);
  await restarts.restart();
  await yunseo.say('and here');
  await yunseo.say('again');
  await counted(visitOn(app, alsoGoodId), yunseo.commons, 2);
  await connected(visitOn(app, restartsId));

  expect(ids.map((id) => standing(app, id))).toEqual([
    ...['connected', 'connecting', 'connecting', standing(app, nonsenseId), 'asks', 'connected', 'connected'],
  ]);
  expect(standing(app, nonsenseId)).toMatch(/^(connecting|offline)$/);
  expect(standing(app, hangingId)).toBe('connecting');
  expect([calls(app, goodId), calls(app, alsoGoodId)]).toEqual([
    { count: 0, unread: true },
    { count: 0, unread: true },
  ]);
  expect([app.unread, app.visit]).toEqual([3, null]);
  // Whoever steps up to one that waits for an answer, and back, finds it waiting.
  app.servers.enter(anotherId ?? '');
  await until(visitOn(app, anotherId).session.connection, ({ phase }) => phase === 'offline');
  expect(app.view).toBe('start');
  app.leave();
  await until(visitOn(app, anotherId).session.connection, ({ phase }) => phase === 'offline');
  expect([app.visit, standing(app, anotherId)]).toEqual([null, 'asks']);
  // What one device said on one of them goes out while the others are away.
  const said = visitOn(app, alsoGoodId).session.send(yunseo.commons, '국수집');
  expect(said.ok).toBe(true);
  await until(visitOn(app, alsoGoodId).session.log(yunseo.commons), ({ pending }) => pending.length === 0);
}, 20_000);

test('at the start no more are dialled at once than the limit; each that comes to something makes room', async () => {
  const servers = await Promise.all(Array.from({ length: limits.dialledAtStart + 2 }, () => porch()));
  const { storage, secrets } = await device(servers);
  const inner = new SocketIoTransport();
  const held: (() => void)[] = [];
  const holding: Transport = {
    hello: async (url) => {
      await new Promise<void>((resolve) => held.push(resolve));
      return inner.hello(url);
    },
    dial: (...line) => inner.dial(...line),
  };
  const app = await screen({ bridge: desktop('나래').bridge, storage, secrets, transport: holding });
  await expect.poll(() => held.length).toBe(limits.dialledAtStart);
  // Somebody looks at the window: those that wait go on waiting.
  app.look(true);
  await decided();
  expect(held.length).toBe(limits.dialledAtStart);
  held[0]?.();
  await expect.poll(() => held.length).toBe(limits.dialledAtStart + 1);
  for (let next = 1; next < servers.length; next += 1) {
    await expect.poll(() => held.length).toBeGreaterThan(next);
    held[next]?.();
  }
  await Promise.all(app.visits.map((visit) => connected(visit)));
});

test('what is opened by itself joins nowhere by itself; whoever steps up does', async () => {
  const server = await porch();
  const { storage, ids } = await device([server]);
  // The system's store for secrets has lost who this device is.
  const app = await screen({ bridge: desktop('나래').bridge, storage, secrets: new MemorySecrets() });
  const visit = visitOn(app, ids[0]);
  await until(visit.session.connection, ({ phase }) => phase === 'stranger');
  await decided();
  expect([standing(app, ids[0]), visit.connection.phase, app.view]).toEqual(['asks', 'stranger', 'start']);
  const mateo = await person(server.url, 'Mateo');
  expect(mateo.resumed.members.map(({ name }) => name).sort()).toEqual(['Mateo', '나래']);
  mateo.talker.close();
  app.servers.enter(ids[0] ?? '');
  await connected(visit);
  expect(app.view).toBe('conversation');
});

test('one has a name of its own on one of them; the usual one goes everywhere else, and comes back when it is wanted', async () => {
  const servers = await Promise.all([porch({ name: '집' }), porch({ name: '일터' })]);
  const { storage, secrets, ids } = await device(servers);
  const app = await screen({ bridge: desktop('나래').bridge, storage, secrets });
  const [home, work] = [visitOn(app, ids[0]), visitOn(app, ids[1])];
  await Promise.all([connected(home), connected(work)]);
  const named = (visit: Visit, name: string) => until(visit.session.server, () => myName(visit) === name);
  await app.servers.rename(ids[1] ?? '', '이나래 대리');
  await named(work, '이나래 대리');
  app.rename('나래 K');
  await named(home, '나래 K');
  expect(myName(work)).toBe('이나래 대리');
  app.close();

  const again = await screen({ bridge: desktop('나래 K').bridge, storage, secrets });
  await Promise.all(again.visits.map((visit) => connected(visit)));
  await decided();
  expect(again.visits.map(myName)).toEqual(['나래 K', '이나래 대리']);
  expect(await again.servers.rename(ids[1] ?? '', null)).toBeNull();
  await named(visitOn(again, ids[1]), '나래 K');
});

test('a name that its server does not take is not kept, and why is told; one that could not be asked hears it later', async () => {
  const server = await porch();
  const { storage, secrets, ids } = await device([server]);
  const app = await screen({ bridge: desktop('나래').bridge, storage, secrets });
  const [id = ''] = ids;
  const visit = visitOn(app, id);
  await connected(visit);
  const rename = vi.spyOn(visit.session, 'rename');
  rename.mockResolvedValueOnce({ ok: false, error: refuse('disk') });
  expect(await app.servers.rename(id, '이나래')).toMatchObject({ code: 'disk' });
  expect(app.servers.of(id)?.setting.name).toBeNull();
  rename.mockResolvedValueOnce({ ok: false, error: refuse('not-connected') });
  expect(await app.servers.rename(id, '이나래')).toBeNull();
  expect(app.servers.of(id)?.setting.name).toBe('이나래');
});

test('a muted server is as if each of its rooms were: only what names its person is told and counted', async () => {
  const servers = await Promise.all([porch(), porch()]);
  const { storage, secrets, ids } = await device(servers);
  const main = desktop('나래');
  const app = await screen({ bridge: main.bridge, storage, secrets });
  const visit = visitOn(app, ids[0]);
  await connected(visit);
  const mateo = await person(servers[0]?.url ?? '', 'Mateo');
  endings.push(() => mateo.talker.close());
  app.servers.mute(ids[0] ?? '', limits.lastMoment);
  const { Conversation } = await import('../../renderer/conversation/conversation.svelte');
  const conversation = Conversation.of(visit.session);
  conversation.mutedUntil = app.servers.mutedUntil(ids[0] ?? '', null);
  expect(conversation.mutedBy(mateo.commons, Date.now())).toBe('server');
  await mateo.say('quietly');
  await counted(visit, mateo.commons, 1);
  await decided();
  expect([main.notices.length, app.unread, calls(app, ids[0])]).toEqual([0, 0, { count: 0, unread: false }]);

  const mentions = [{ member: visit.server.me ?? '', name: '나래' }];
  const body = { text: '@나래 여기요', mentions };
  const entries = [{ id: crypto.randomUUID(), kind: 'message' as const, body }];
  await mateo.talker.must('append', { log: mateo.commons, entries });
  await main.notified();
  await counted(visit, mateo.commons, 2);
  expect([main.notices.length, app.unread, calls(app, ids[0])]).toEqual([1, 1, { count: 1, unread: true }]);
  app.servers.mute(ids[0] ?? '', null);
  expect([app.unread, calls(app, ids[0])]).toEqual([2, { count: 1, unread: true }]);
});

test('one that was disconnected stays in the list, and is opened only when somebody asks; the order is its person’s', async () => {
  const servers = await Promise.all(['가', '나', '다'].map((name) => porch({ name })));
  const { storage, secrets, ids } = await device(servers);
  const app = await screen({ bridge: desktop('나래').bridge, storage, secrets });
  await Promise.all(app.visits.map((visit) => connected(visit)));
  app.servers.disconnect(ids[1] ?? '');
  app.servers.move(ids[2] ?? '', ids[0] ?? '');
  expect(app.servers.all.map(({ name }) => name)).toEqual(['다', '가', '나']);
  expect([standing(app, ids[1]), app.visitOf(ids[1] ?? '')]).toEqual(['apart', undefined]);
  app.close();

  const again = await screen({ bridge: desktop('나래').bridge, storage, secrets });
  expect(again.servers.all.map(({ name }) => name)).toEqual(['다', '가', '나']);
  expect(again.visits.map(({ id }) => id)).toEqual([ids[2], ids[0]]);
  again.servers.connect(ids[1] ?? '');
  await connected(visitOn(again, ids[1]));
  expect([again.visit, standing(again, ids[1])]).toEqual([null, 'connected']);
});

test('leaving ends this device there and leaves nothing of it here; coming in again is as somebody new', async () => {
  const servers = await Promise.all([porch({ name: '떠날 마루' }), porch({ name: '남을 마루' })]);
  const { storage, secrets, ids } = await device(servers);
  const { bridge, asked } = desktop('나래');
  const app = await screen({ bridge, storage, secrets });
  const [leaving, staying] = [visitOn(app, ids[0]), visitOn(app, ids[1])];
  await Promise.all([connected(leaving), connected(staying)]);
  const token = secrets.tokens.get(ids[0] ?? '') ?? '';
  const { me, rooms } = leaving.server;
  const room = rooms[0]?.id ?? '';
  leaving.session.send(room, '안녕히 계세요');
  await until(leaving.session.log(room), ({ pending, head }) => pending.length === 0 && head > 0);
  leaving.session.markSeen(room, 1);
  leaving.session.drafts.keep({ room }, { text: '쓰던 글', reply: null, whisperTo: [], mentions: [], edit: null });
  leaving.session.drafts.flush();
  app.servers.mute(ids[0] ?? '', limits.lastMoment);
  await decided();
  expect(await app.servers.waiting(ids[0] ?? '')).toBe(1);
  expect((await storage.with(ids[0] ?? '-', room)).length).toBeGreaterThanOrEqual(5);

  expect(await app.servers.leave(ids[0] ?? '')).toEqual({ told: true, forgotten: true });
  await decided();
  expect(await storage.with(ids[0] ?? '-', room, token)).toEqual([]);
  expect([...secrets.tokens.keys()]).toEqual([ids[1]]);
  expect(asked.filter(([call]) => call === 'forgetOwnWindows')).toEqual([['forgetOwnWindows', { server: ids[0] }]]);
  expect(app.servers.all.map(({ id }) => id)).toEqual([ids[1]]);
  expect(staying.connection.phase).toBe('connected');
  const tried = new SocketIoTransport();
  const cause = await new Promise((resolve) =>
    tried.dial(servers[0]?.url ?? '', { protocol: 5, token } as never, {
      ...{ open: () => resolve('open'), carrier: () => undefined, push: () => undefined },
      closed: resolve,
    }),
  );
  expect(cause).toMatchObject({ code: 'refused', refusal: { code: 'signed-out' } });

  const anew = app.enter(servers[0]?.url ?? '');
  await connected(anew);
  expect(anew.server.me).not.toBe(me);
});

test('a server that is away is left on this device alone, and that is said', async () => {
  const servers = await Promise.all([porch(), porch()]);
  const { storage, secrets, ids } = await device(servers);
  await servers[0]?.close();
  const app = await screen({ bridge: desktop('나래').bridge, storage, secrets });
  await until(visitOn(app, ids[0]).session.connection, ({ phase }) => phase === 'reconnecting');
  const token = secrets.tokens.get(ids[0] ?? '') ?? '';
  expect(await app.servers.leave(ids[0] ?? '')).toEqual({ told: false, forgotten: true });
  await decided();
  expect(await storage.with(ids[0] ?? '-', token)).toEqual([]);
  expect(secrets.tokens.has(ids[0] ?? '')).toBe(false);
});
