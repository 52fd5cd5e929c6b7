/** A folder that an older Maru left is taken over as it is: who was there stays who they were. */
import { DatabaseSync } from '@photostructure/sqlite';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/open';
import { APPLICATION } from '../../server/store/sqlite/inspect';
import { removeFolder, temporaryFolder } from '../support/folders';
import { birth, START } from '../support/store';

/** The tables as version 2 left them, in SQLite's own words. */
const VERSION_2 = `
  create table meta (key text primary key not null, value text not null);
  create table members (id text primary key not null, name text not null, role text not null, via text not null,
    joined_at integer not null);
  create table devices (id text primary key not null, member text not null references members (id),
    token_hash text not null unique, created_at integer not null);
  create table rooms (id text primary key not null, commons integer not null, kind text not null, name text not null,
    created_by text references members (id), created_at integer not null);
  create table logs (id text primary key not null, head integer not null, last_at integer not null);
  create table entries (log text not null references logs (id), seq integer not null, id text not null unique,
    author text references members (id), at integer not null, kind text not null, body text not null, digest text,
    target text, deleted integer not null default 0, constraint entries_place primary key (log, seq));
  create index entries_target on entries (target) where target is not null;
`;

test('members and devices of version 2: the host came from its own machine, guests over plain HTTP', async () => {
  const folder = await temporaryFolder();
  const [server, epoch, room, narae, mateo] = Array.from({ length: 5 }, () => randomUUID()) as [
    ...[string, string, string, string, string],
  ];
  const database = new DatabaseSync(join(folder, 'maru.db'));
  database.exec(VERSION_2);
  const put = (table: string, ...values: (string | number | null)[]) =>
    database.prepare(`insert into ${table} values (${values.map(() => '?').join(', ')})`).run(...values);
  for (const [key, value] of Object.entries({ server, epoch, name: '디자인실' })) put('meta', key, value);
  put('members', narae, '나래', 'host', 'app', START);
  put('members', mateo, 'Mateo', 'guest', 'browser', START + 1);
  put('devices', randomUUID(), narae, 'of narae', START);
  put('devices', randomUUID(), mateo, 'of mateo', START + 1);
  put('rooms', room, 1, 'open', 'Commons', null, START);
  put('logs', room, 1, START);
  put('entries', room, 1, randomUUID(), null, START, 'created', '{"name":"Commons"}', null, null, 0);
  const [said, first, second] = [randomUUID(), randomUUID(), randomUUID()];
  const edit = (text: string) => JSON.stringify({ target: said, text });
  put('entries', room, 2, said, narae, START + 2, 'message', '{"text":"하나"}', 'digest', null, 0);
  put('entries', room, 3, first, narae, START + 3, 'edit', edit('둘'), 'digest', said, 0);
  put('entries', room, 4, second, narae, START + 4, 'edit', edit('셋'), 'digest', said, 0);
  database.prepare('update logs set head = 4').run();
  database.exec(`pragma user_version = 2; pragma application_id = ${APPLICATION}`);
  database.close();

  for (let opened = 0; opened < 2; opened += 1) {
    const store = await openSqliteStore(folder, birth());
    expect(await store.about()).toMatchObject({ server, epoch, name: '디자인실' });
    const still = { standing: 'in', mutedUntil: null, status: null, quietUntil: null } as const;
    expect(await store.members()).toEqual([
      { id: narae, name: '나래', role: 'host', via: 'app', private: true, joinedAt: START, ...still },
      { id: mateo, name: 'Mateo', role: 'guest', via: 'browser', private: false, joinedAt: START + 1, ...still },
    ]);
    expect(await store.deviceByToken('of mateo')).toMatchObject({ member: mateo, seenAt: null });
    expect(await store.devices(narae)).toMatchObject([{ via: 'app', private: true, madeAt: START, seenAt: null }]);
    expect(await store.devices(mateo)).toMatchObject([{ via: 'browser', private: false, madeAt: START + 1 }]);
    expect(await store.invitations({ by: null, now: START })).toEqual([]);
    expect(await store.rooms()).toMatchObject([{ id: room, slow: 0 }]);
    // What became of a message then stands with it now.
    const page = await store.read({ log: room, after: 1, limit: 1, reader: mateo });
    expect(page?.became?.changes).toMatchObject([{ id: second, body: { text: '셋' } }]);
    await store.close();
  }
  await removeFolder(folder);
});
