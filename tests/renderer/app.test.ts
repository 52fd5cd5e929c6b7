/** The screen's state with no screen: the way in, who one is, and what is told while nobody looks. Real server, real sockets. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { HostStatus } from '../../protocol';
import { SocketIoTransport } from '../../renderer/ports/socketio';
import { MemorySecrets, MemoryStorage } from '../support/ports';
import {
  connected,
  current,
  decided,
  desktop,
  endings,
  myName,
  onStage,
  porch,
  screen,
  until,
} from '../support/screen';
import { person, Talker } from '../support/server';
import { openSwitch } from '../support/switch';

onStage();

/** Which windows were to call for attention. */
const calling = ({ asked }: ReturnType<typeof desktop>) =>
  asked.flatMap(([call, input]) => (call === 'flash' ? [input] : []));

test('the first start asks for a name and takes none that nobody could see', async () => {
  const app = await screen({ bridge: desktop(undefined).bridge });
  expect(app.view).toBe('naming');
  expect(app.rename('\u3164')).toMatchObject({ ok: false, error: { field: 'name', rule: 'characters' } });
  expect(app.rename('x'.repeat(10_000))).toMatchObject({ ok: false, error: { rule: 'long', limit: 40 } });
  expect(app.rename(' 나래 ')).toEqual({ ok: true, value: '나래' });
  expect([app.view, app.profile.name]).toEqual(['start', '나래']);
});

test('Narae joins by address with the name she has, finds the porch again, and her new name follows her', async () => {
  const server = await porch();
  const app = await screen({ bridge: desktop('나래').bridge });
  const visit = app.enter(server.url);
  await connected(visit);
  expect(app.view).toBe('conversation');
  expect(app.porches.all).toMatchObject([{ name: '디자인실 마루', url: server.url, as: '나래' }]);
  app.leave();
  expect([app.view, visit.connection.phase]).toEqual(['start', 'connected']);
  app.rename('나래 K');
  await until(visit.session.server, ({ me, members }) => members.get(me ?? '')?.name === '나래 K');
  expect(app.enter(server.url)).toBe(visit);
});

test('a password is asked for; a wrong one leaves Narae at the door with the reason', async () => {
  const server = await porch({ password: '마루 열쇠' });
  const app = await screen({ bridge: desktop('나래').bridge });
  const visit = app.enter(server.url);
  await until(visit.session.connection, ({ phase }) => phase === 'stranger');
  expect([visit.step, visit.asksPassword, visit.name]).toEqual(['door', true, '디자인실 마루']);
  await visit.join('나래', '아닌 열쇠');
  expect([visit.step, visit.refusal?.code]).toEqual(['door', 'password-wrong']);
  await visit.join('나래', '마루 열쇠');
  await connected(visit);
  expect(app.view).toBe('conversation');
});

test('a browser guest is asked once; a reload is the same member', async () => {
  const server = await porch();
  const [storage, secrets] = [new MemoryStorage(), new MemorySecrets()];
  const first = await screen({ home: server.url, storage, secrets });
  const visit = current(first);
  await until(visit.session.connection, ({ phase }) => phase === 'stranger');
  expect([first.view, visit.step]).toEqual(['start', 'door']);
  await visit.join('윤서');
  await connected(visit);
  const { me } = visit.server;
  visit.close();

  const again = current(await screen({ home: server.url, storage, secrets }));
  await connected(again);
  expect([again.server.me, myName(again)]).toEqual([me, '윤서']);
});

test('Narae’s own porch knows her as its host, and is not listed among those of others', async () => {
  const server = await porch();
  const hello = await new SocketIoTransport().hello(server.url);
  if (!hello.ok) throw new Error('no hello');
  const status: HostStatus = {
    ...{
      state: 'running',
      id: hello.hello.id,
      name: '디자인실 마루',
      port: server.address.port,
      password: false,
      url: server.url,
    },
    ...{ guests: true, announce: true, fingerprint: server.fingerprint },
    ...{ addresses: [], hostKey: server.hostKey, pid: 1, restarts: 0 },
  };
  const app = await screen({ bridge: desktop('나래', status).bridge });
  await app.openPorch({ name: '디자인실 마루', port: 7420, password: null });
  const visit = current(app);
  await connected(visit);
  expect(visit.server.members.get(visit.server.me ?? '')?.role).toBe('host');
  expect(app.ownAddresses).toEqual([]);
  expect(app.porches.all).toEqual([]);
});

test('what arrives out of view is told; in view it is not; a click leads to it', async () => {
  const server = await porch();
  const main = desktop('나래');
  const app = await screen({ bridge: main.bridge });
  const visit = app.enter(server.url);
  await connected(visit);
  const mateo = await person(server.url, 'Mateo');
  endings.push(() => mateo.talker.close());

  const room = mateo.commons;
  const arrived = () => new Promise<void>((resolve) => void visit.session.onArrival(() => resolve()));
  app.look(true);
  visit.see(room);
  let next = arrived();
  await mateo.say('in view');
  await next;
  await decided();
  // It is seen as soon as it is drawn: no number goes up for it, unless the person says that it is unread.
  expect([main.notices, app.unread]).toEqual([[], 0]);
  await visit.session.rooms.prefer(room, { unreadFrom: 1 });
  expect(app.unread).toBe(1);
  await visit.session.rooms.prefer(room, { unreadFrom: null });

  // Further up in the room it is not seen: it counts, and nothing else.
  visit.see(room, { atEnd: false, thread: null });
  next = arrived();
  await mateo.say('below what is read');
  await next;
  await decided();
  expect([main.notices.length, app.unread]).toEqual([0, 2]);
  visit.session.markSeen(room, visit.session.log(room).current.head);
  await until(visit.session.log(room), ({ unread }) => unread === 0);
  expect(main.cleared).toContainEqual({ server: visit.id, room });

  app.look(false);
  const { id } = await mateo.say(`**hello** ${'x'.repeat(300)}`);
  await main.notified();
  const [notice] = main.notices;
  expect(notice).toMatchObject({ title: 'Mateo · # Commons', target: { server: visit.id, room, entry: id } });
  expect(notice?.body.length).toBe(200);

  app.leave();
  if (notice) main.click(notice.target);
  expect([app.visit, visit.target]).toEqual([visit, { room, entry: id }]);
  next = arrived();
  app.look(true);
  visit.see(room);
  await mateo.say('in view again');
  await next;
  await decided();
  expect(main.notices).toHaveLength(1);
});

test('what is written into a notification is posted once, however often it is told, and with its server away it waits', async () => {
  const server = await porch();
  const main = desktop('나래');
  const app = await screen({ bridge: main.bridge });
  const visit = app.enter(server.url);
  await connected(visit);
  const mateo = await person(server.url, 'Mateo');
  endings.push(() => mateo.talker.close());
  const { id } = await mateo.say('점심 어디로 갈까요?');
  await main.notified();
  const target = { server: visit.id ?? '', room: mateo.commons, entry: id };
  const log = visit.session.log(mateo.commons);
  const own = () =>
    [...log.current.entries, ...log.current.pending].flatMap((one) =>
      'text' in one ? one.text : one.author === visit.server.me && one.kind === 'message' ? one.body.text : [],
    );
  for (let told = 0; told < 3; told += 1) main.answer({ id: 'one', target, text: '국수집' });
  await until(log, ({ pending }) => own().length > 0 && pending.length === 0);
  expect(own()).toEqual(['국수집']);

  await server.close();
  await until(visit.session.connection, ({ phase }) => phase === 'reconnecting');
  main.answer({ id: 'two', target, text: '늦은 답' });
  const { pending } = await until(visit.session.log(mateo.commons), ({ pending }) => pending.length > 0);
  expect(pending.map(({ text }) => text)).toEqual(['늦은 답']);
});

test('what was missed is told in one notification, of the message that is for this person', async () => {
  const server = await porch();
  const main = desktop('나래');
  const app = await screen({ bridge: main.bridge });
  const line = await openSwitch(server.address.port, 1);
  endings.push(() => line.close());
  const visit = app.enter(`http://${line.place}/`);
  await connected(visit);
  const mateo = await person(server.url, 'Mateo');
  endings.push(() => mateo.talker.close());

  line.tell(() => false);
  await until(visit.session.connection, ({ phase }) => phase === 'reconnecting');
  for (let said = 0; said < 30; said += 1) await mateo.say(`${said}`);
  const mentions = [{ member: visit.server.me ?? '', name: '나래' }];
  const id = randomUUID();
  await mateo.talker.must('append', {
    log: mateo.commons,
    entries: [{ id, kind: 'message', body: { text: '@나래 오늘 와요?', mentions } }],
  });
  await mateo.say('끝');
  line.tell(() => true);
  visit.hurry();
  await main.notified();
  await connected(visit);
  expect(main.notices).toMatchObject([
    {
      title: 'While you were away · 디자인실 마루',
      body: '32 new messages in one room, one of them for you',
      target: { room: mateo.commons, entry: id },
    },
  ]);
  // The window of that room calls, wherever it is.
  expect(calling(main)).toEqual([{ at: { server: visit.id, room: mateo.commons } }]);
  const [digest] = main.notices.splice(0);
  await mateo.say('그 뒤에');
  await main.notified();
  expect([digest?.sound, main.notices.map(({ body }) => body)]).toEqual([true, ['그 뒤에']]);
});

test('who knocks out of view is told once; a click leads to the porch', async () => {
  const server = await porch({ password: '마루 열쇠' });
  const main = desktop('나래');
  const app = await screen({ bridge: main.bridge });
  const visit = app.enter(server.url, { hostKey: server.hostKey });
  await connected(visit);
  app.look(true);
  visit.see(visit.server.rooms[0]?.id ?? null);
  const heard = (count: number) => until(visit.session.knocks, (knocks) => knocks.length === count);

  const inView = await Talker.dial(server.url);
  endings.push(() => inView.close());
  await inView.must('knock', { name: '한결' });
  await heard(1);
  await decided();
  expect(main.notices).toEqual([]);

  app.look(false);
  const subin = await Talker.dial(server.url);
  endings.push(() => subin.close());
  await subin.must('knock', { name: '수빈', note: '3층 디자인팀' });
  await heard(2);
  await main.notified();
  expect(main.notices).toEqual([
    {
      title: '수빈 is knocking · 디자인실 마루',
      body: '3층 디자인팀',
      target: { server: visit.id, room: visit.server.rooms[0]?.id },
      ...{ sound: true, reply: null },
    },
  ]);
  expect(calling(main)).toEqual([{}]);
  app.leave();
  if (main.notices[0]) main.click(main.notices[0].target);
  expect(app.visit).toBe(visit);
});

test('another porch at a known address is not joined silently, and can be joined as somebody new', async () => {
  const storage = new MemoryStorage();
  const first = await porch();
  const app = await screen({ bridge: desktop('나래').bridge, storage });
  const visit = app.enter(first.url);
  await connected(visit);
  visit.close();
  await first.close();
  const second = await porch({ port: first.address.port, name: '다른 마루' });
  expect(second.url).toBe(first.url);

  const fresh = await screen({ bridge: desktop('나래').bridge, storage });
  const back = fresh.enter(second.url);
  await until(back.session.connection, ({ phase }) => phase === 'offline');
  expect([back.step, back.connection]).toEqual(['trouble', { phase: 'offline', cause: { code: 'other-server' } }]);
  fresh.enterAnew(back);
  await connected(current(fresh));
  expect(fresh.porches.all).toMatchObject([{ name: '다른 마루' }]);
});
