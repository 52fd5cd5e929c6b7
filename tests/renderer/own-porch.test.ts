/** One's own porch while main opens it again: read, written into, stepped onto before it serves. Real server, real sockets. */
import { expect, test } from 'vitest';
import type { HostStatus, Bridge, Id } from '../../protocol';
import { SocketIoTransport } from '../../renderer/ports/socketio';
import { MemorySecrets, MemoryStorage } from '../support/ports';
import {
  connected,
  current,
  decided,
  desktop,
  endings,
  onStage,
  porch,
  saysFirst,
  screen,
  until,
} from '../support/screen';
import type { TestServer } from '../support/server';

onStage();

type Running = Extract<HostStatus, { state: 'running' }>;

async function runningOn({ url, fingerprint, hostKey, address }: TestServer): Promise<Running> {
  const hello = await new SocketIoTransport().hello(url);
  if (!hello.ok) throw new Error('no hello');
  return {
    ...{ state: 'running', id: hello.hello.id, name: '디자인실 마루', port: address.port, password: false, url },
    ...{ guests: true, announce: true, fingerprint, addresses: [], hostKey, pid: 1, restarts: 0 },
  };
}

/** Main's end, whose porch is on its way until it is told otherwise. */
function opening() {
  const main = desktop('나래', { state: 'starting' });
  const listeners: ((status: HostStatus) => void)[] = [];
  const on = (push: string, listener: never) =>
    push === 'host' ? listeners.push(listener) : main.bridge.on(push as 'noticeClicked', listener);
  return {
    bridge: { ...main.bridge, on } as unknown as Bridge,
    becomes: (status: HostStatus) => listeners.forEach((listener) => listener(status)),
  };
}

class Counted extends SocketIoTransport {
  asked = 0;

  override hello(url: string): ReturnType<SocketIoTransport['hello']> {
    this.asked += 1;
    return super.hello(url);
  }
}

/** Narae's device, on which her porch was open yesterday. */
async function yesterday(server: TestServer) {
  const kept = { storage: new MemoryStorage(), secrets: new MemorySecrets() };
  const status = await runningOn(server);
  const app = await screen({ bridge: desktop('나래', status).bridge, ...kept });
  const visit = app.enterOwnPorch();
  if (!visit) throw new Error('her own porch is not there');
  await connected(visit);
  const room = await saysFirst(visit, '어제 한 말');
  app.close();
  await decided();
  return { ...kept, status, room };
}

const said = (app: Awaited<ReturnType<typeof screen>>, room: Id) =>
  current(app)
    .session.log(room)
    .current.entries.flatMap((entry) => (entry.kind === 'message' ? entry.body.text : []));

/** Steps onto it while it is on its way, and writes. */
async function early({ storage, secrets, room }: Awaited<ReturnType<typeof yesterday>>) {
  const main = opening();
  const transport = new Counted();
  const app = await screen({ bridge: main.bridge, storage, secrets, transport });
  const [waiting] = app.visits;
  if (!waiting) throw new Error('nothing is open');
  // The first thing that is drawn offers it.
  expect([app.view, app.own?.waiting, waiting.step]).toEqual(['start', waiting, 'inside']);
  app.enterOwnPorch();
  expect([app.view, app.visit]).toEqual(['conversation', waiting]);
  expect(said(app, room)).toEqual(['어제 한 말']);
  waiting.session.send(room, '오늘 첫 말');
  app.look(true);
  app.servers.enter(waiting.id ?? '');
  await decided();
  expect([transport.asked, waiting.connection.phase, waiting.session.log(room).current.pending.length]).toEqual([
    ...[0, 'connecting', 1],
  ]);
  expect(app.servers.all).toMatchObject([{ id: waiting.id, own: true }]);
  return { app, main, waiting };
}

test('until her porch serves again Narae reads yesterday and writes; nothing is dialled before, and then it goes out', async () => {
  const server = await porch();
  const kept = await yesterday(server);
  const { app, main, waiting } = await early(kept);
  main.becomes(kept.status);
  await connected(waiting);
  await until(waiting.session.log(kept.room), ({ pending }) => pending.length === 0);
  expect(said(app, kept.room)).toEqual(['어제 한 말', '오늘 첫 말']);
  expect([app.visits.length, app.visit, app.own?.waiting]).toEqual([1, waiting, null]);
  expect(waiting.server.members.get(waiting.server.me ?? '')?.role).toBe('host');
  expect(app.porches.all).toEqual([]);
});

test('one that does not come back leads to the start screen, and what was written waits until it is open again', async () => {
  const server = await porch();
  const kept = await yesterday(server);
  const { app, main } = await early(kept);
  main.becomes({ state: 'stopped', failure: { code: 'port-taken', detail: '7420' } });
  expect([app.view, app.visit, app.visits, app.own?.waiting]).toEqual(['start', null, [], null]);
  app.close();

  const again = await screen({ ...kept, bridge: desktop('나래', kept.status).bridge });
  again.enterOwnPorch();
  await connected(current(again));
  await until(current(again).session.log(kept.room), () => said(again, kept.room).includes('오늘 첫 말'));
  await until(current(again).session.log(kept.room), ({ pending }) => pending.length === 0);
  expect(said(again, kept.room)).toEqual(['어제 한 말', '오늘 첫 말']);
});

test('another porch than yesterday’s is stepped onto instead, and where nobody was on it nothing comes forward', async () => {
  const [server, other] = [await porch(), await porch()];
  const kept = await yesterday(server);
  const { app, main, waiting } = await early(kept);
  const status = await runningOn(other);
  main.becomes(status);
  const visit = current(app);
  expect([visit === waiting, visit.url, app.visits.length]).toEqual([false, other.url, 1]);
  await connected(visit);
  app.close();
  await decided();

  const next = opening();
  const unseen = await screen({ bridge: next.bridge, storage: kept.storage, secrets: kept.secrets });
  expect(unseen.own?.waiting?.url).toBe(other.url);
  next.becomes({ state: 'stopped' });
  expect([unseen.visits, unseen.visit]).toEqual([[], null]);
  endings.push(() => unseen.close());
});
