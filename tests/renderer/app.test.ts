/** The screen's state with no screen: the way in, and who one is. Real server, real sockets. */
import { expect, test } from 'vitest';
import type { HostStatus } from '../../protocol';
import { SocketIoTransport } from '../../renderer/ports/socketio';
import { MemorySecrets, MemoryStorage } from '../support/ports';
import { connected, current, desktop, myName, onStage, porch, screen, until } from '../support/screen';

onStage();

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
