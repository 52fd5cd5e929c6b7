/** What the whole screen's state tells while nobody looks, and where a click on it leads. Real server, real sockets. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { connected, decided, desktop, endings, onStage, porch, screen, until } from '../support/screen';
import { person, Talker } from '../support/server';
import { openSwitch } from '../support/switch';

onStage();

/** Which windows were to call for attention. */
const calling = ({ asked }: ReturnType<typeof desktop>) =>
  asked.flatMap(([call, input]) => (call === 'flash' ? [input] : []));

/** Narae's window on a porch; Mateo is there too. */
async function withMateo() {
  const server = await porch();
  const main = desktop('나래');
  const app = await screen({ bridge: main.bridge });
  const visit = app.enter(server.url);
  await connected(visit);
  const mateo = await person(server.url, 'Mateo');
  endings.push(() => mateo.talker.close());
  return { server, main, app, visit, mateo };
}

test('what arrives out of view is told; in view it is not; a click leads to it', async () => {
  const { main, app, visit, mateo } = await withMateo();

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
  // How the desktop stands is asked about what is shown on it alone.
  expect(main.asked.map(([call]) => call)).not.toContain('noticeSituation');
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
  const { server, main, visit, mateo } = await withMateo();
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
