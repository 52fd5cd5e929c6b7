/** Where the window was when it ended is where the next start goes on. Real server, real sockets. */
import { expect, test } from 'vitest';
import { MemorySecrets, MemoryStorage } from '../support/ports';
import { connected, current, decided, desktop, onStage, porch, saysFirst, screen, until } from '../support/screen';

onStage();

/** Narae's device, on which she was on somebody's server and the window ended. */
async function yesterday(end: (app: Awaited<ReturnType<typeof screen>>) => void = () => undefined) {
  const server = await porch();
  const device = { storage: new MemoryStorage(), secrets: new MemorySecrets() };
  const app = await screen({ ...device, bridge: desktop('나래').bridge });
  const visit = app.enter(server.url);
  await connected(visit);
  const room = await saysFirst(visit, '어제 한 말');
  visit.see(room);
  app.keepPlace();
  end(app);
  app.close();
  await decided();
  const start = () => screen({ ...device, bridge: desktop('나래').bridge });
  return { server, device, room, start };
}

test('the next start is in the conversation at once, also where the server is away', async () => {
  const { server, room, start } = await yesterday();
  const app = await start();
  expect([app.view, app.visit?.url, app.visits.length]).toEqual(['conversation', server.url, 1]);
  expect(app.visit?.startRoom).toBe(room);
  await connected(current(app));
  app.close();
  await decided();

  await server.close();
  const again = await start();
  expect(again.view).toBe('conversation');
  const { entries } = current(again).session.log(room).current;
  expect(entries.flatMap((entry) => (entry.kind === 'message' ? entry.body.text : []))).toEqual(['어제 한 말']);
});

test('whoever went back to the start screen begins there', async () => {
  const { start } = await yesterday((app) => app.leave());
  const app = await start();
  expect([app.view, app.visit]).toEqual(['start', null]);
  await connected(app.visits[0]!);
  expect(app.view).toBe('start');
});

test('a device that its server does not know any more joins nowhere by itself: its person is asked at the door', async () => {
  const { server, device, start } = await yesterday();
  device.secrets.tokens.clear();
  const app = await start();
  const visit = current(app);
  await until(visit.session.connection, ({ phase }) => phase === 'stranger');
  await decided();
  expect([app.view, visit.step, server.status().members]).toEqual(['start', 'door', 1]);
  await visit.join('나래');
  await connected(visit);
  expect([app.view, server.status().members]).toEqual(['conversation', 2]);
});

test('a server that was left for good, or of which nothing is kept, is not gone back to', async () => {
  const { server, device, start } = await yesterday();
  const app = await start();
  await connected(current(app));
  await app.servers.leave(current(app).id!);
  expect(app.view).toBe('start');
  app.close();
  await decided();
  expect((await start()).view).toBe('start');

  const other = await screen({ ...device, bridge: desktop('나래').bridge });
  await connected(other.enter(server.url));
  other.keepPlace();
  other.close();
  await decided();
  const bare = await screen({ storage: new MemoryStorage(), secrets: device.secrets, bridge: desktop('나래').bridge });
  expect([bare.view, bare.visit]).toEqual(['start', null]);
});

test('a browser is where its address leads', async () => {
  const server = await porch();
  const device = { storage: new MemoryStorage(), secrets: new MemorySecrets() };
  const app = await screen({ ...device, home: server.url });
  await until(current(app).session.connection, ({ phase }) => phase === 'stranger');
  await current(app).join('윤서');
  await connected(current(app));
  app.keepPlace();
  expect(await device.storage.table('last-place').get('last')).toBeUndefined();
});
