/** The server comes back with an earlier history, as after a restored backup: what two devices notice, and what they do. */
import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { MemoryDisk } from '../../server/store/memory';
import { Device, until } from '../support/device';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
const devices: Device[] = [];
afterEach(async () => {
  for (const { session } of devices.splice(0)) session.close();
  await server.remove();
});

/** What a restore does to a database: an earlier copy of it, under a new epoch. */
function restored(backup: MemoryDisk): MemoryDisk {
  const disk = new MemoryDisk();
  disk.kept = structuredClone(backup.kept);
  const epoch = randomUUID();
  if (disk.kept) {
    disk.kept.about.epoch = epoch;
    for (const log of disk.kept.logs.values()) log.state = { ...log.state, epoch };
  }
  return disk;
}

it('each device offers again what it said since, says that the history is another one, and hides nothing', async () => {
  server = await startTestServer();
  const [narae, yunseo] = [new Device(), new Device()];
  devices.push(narae, yunseo);
  await narae.join(server.url, '나래');
  await yunseo.join(server.url, '윤서');
  narae.say('백업 앞');
  await narae.holds(['백업 앞']);
  await yunseo.holds(['백업 앞']);
  const backup = new MemoryDisk();
  backup.kept = structuredClone(server.disk.kept);

  narae.say('백업 뒤 나래');
  await yunseo.holds(['백업 앞', '백업 뒤 나래']);
  yunseo.say('백업 뒤 윤서');
  await narae.holds(['백업 앞', '백업 뒤 나래', '백업 뒤 윤서']);

  server = await server.restart({ disk: restored(backup) });
  for (const device of devices) {
    device.session.connect();
    await until(
      device.session.log(device.commons),
      ({ entries, pending, rewound }) =>
        rewound?.offered === 1 && pending.length === 0 && entries.filter(({ kind }) => kind === 'message').length === 3,
    );
    expect(device.texts().sort()).toEqual(['백업 뒤 나래', '백업 뒤 윤서', '백업 앞']);
  }
  expect(narae.texts()).toEqual(yunseo.texts());
  expect(narae.texts()[0]).toBe('백업 앞');
  narae.session.understood(narae.commons);
  expect(narae.session.log(narae.commons).current.rewound).toBe(null);
});

it('what was said before the backup is not said twice, and a deletion stays one', async () => {
  server = await startTestServer();
  const narae = new Device();
  devices.push(narae);
  await narae.join(server.url, '나래');
  const kept = narae.say('남을 말');
  const gone = narae.say('지울 말');
  await narae.holds(['남을 말', '지울 말']);
  narae.session.edit(narae.commons, kept, '남을 말, 고침');
  const backup = new MemoryDisk();
  await until(narae.session.log(narae.commons), ({ entries }) => entries.some(({ kind }) => kind === 'edit'));
  backup.kept = structuredClone(server.disk.kept);
  narae.session.remove(narae.commons, gone);
  await until(narae.session.log(narae.commons), ({ entries }) => entries.some(({ kind }) => kind === 'delete'));

  server = await server.restart({ disk: restored(backup) });
  narae.session.connect();
  await until(
    narae.session.log(narae.commons),
    ({ entries, rewound }) => rewound?.offered === 1 && entries.at(-1)?.kind === 'delete',
  );
  const { entries, pending } = narae.session.log(narae.commons).current;
  expect(pending).toEqual([]);
  expect(entries.map(({ kind }) => kind)).toEqual(['created', 'joined', 'message', 'message', 'edit', 'delete']);
  expect(entries[3]).toMatchObject({ id: gone, body: { text: '', deleted: true } });
});

it('a room made after the backup is made again by who made it, and everybody’s words come back to it', async () => {
  server = await startTestServer();
  const [narae, yunseo] = [new Device(), new Device()];
  devices.push(narae, yunseo);
  await narae.join(server.url, '나래');
  await yunseo.join(server.url, '윤서');
  const backup = new MemoryDisk();
  backup.kept = structuredClone(server.disk.kept);
  const made = await narae.session.rooms.create({ kind: 'open', name: '시안-리뷰' });
  if (!made.ok) throw new Error(made.error.code);
  const room = made.value.id;
  narae.say('시안 올렸어요', room);
  await yunseo.holds(['시안 올렸어요'], room);
  yunseo.say('좋아요', room);
  await narae.holds(['시안 올렸어요', '좋아요'], room);

  server = await server.restart({ disk: restored(backup) });
  // Yunseo is back first: the room is not there yet.
  for (const device of [yunseo, narae]) {
    device.session.connect();
    await until(device.session.connection, ({ phase }) => phase === 'connected');
  }
  // Somebody new holds nothing of the old history.
  const mateo = new Device();
  devices.push(mateo);
  await mateo.join(server.url, 'Mateo');
  mateo.session.open(room);
  await until(mateo.session.log(room), ({ entries }) => entries.filter(({ kind }) => kind === 'message').length === 2);
  for (const device of devices) {
    await until(
      device.session.log(room),
      ({ pending }) => pending.length === 0 && device.texts(room).join() === mateo.texts(room).join(),
    );
    expect(device.texts(room).sort()).toEqual(['시안 올렸어요', '좋아요']);
    expect(device.session.server.current.rooms.map(({ name }) => name)).toEqual(['Commons', '시안-리뷰']);
  }
});
