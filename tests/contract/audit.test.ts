/** Who did what: each act leaves one line, the host reads it page by page, and nothing that was said is in it. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { limits } from '../../protocol';
import { MemoryDisk, openMemoryStore } from '../../server/store/memory';
import { openSqliteStore } from '../../server/store/sqlite/open';
import type { Store } from '../../server/store/store';
import { host } from '../support/door';
import { removeFolder, temporaryFolder } from '../support/folders';
import { person, startTestServer, type StoreKind, type TestServer } from '../support/server';
import { birth, joining, START } from '../support/store';

describe.each<StoreKind>(['memory', 'sqlite'])('the audit log, on a %s store', (store) => {
  let server: TestServer;
  afterEach(() => server.remove());

  test('has a line for every act, newest first, dense, also after a restart', async () => {
    server = await startTestServer({ store });
    const owner = await host(server);
    const [narae, mateo] = [await person(server.url, '나래'), await person(server.url, 'Mateo')];
    const on = { member: mateo.member.id };
    const said = '아무에게도 말하지 않을 것';
    await mateo.say(said);
    await owner.talker.must('appoint', { member: narae.member.id, role: 'moderator' });
    await narae.talker.must('mute', { ...on, until: START });
    await narae.talker.must('mute', { ...on, until: null });
    await narae.talker.must('slow', { room: owner.commons, seconds: 30 });
    await narae.talker.must('remove', { ...on, ban: true, reason: '광고를 했어요' });
    const { bans } = await narae.talker.must('bans', {});
    await owner.talker.must('unban', { id: bans[0]?.id ?? '' });
    const { lines } = await owner.talker.must('audit', {});
    const by = [owner.member.id, narae.member.id];
    expect(lines.map((line) => [line.act, by.indexOf(line.by ?? ''), line.subject === mateo.member.id])).toEqual([
      ['unban', 0, true],
      ['ban', 1, true],
      ['slow', 1, false],
      ['unmute', 1, true],
      ['mute', 1, true],
      ['role', 0, false],
      ['join', -1, true],
      ['join', -1, false],
      ['join', -1, false],
    ]);
    expect(lines.map(({ seq }) => seq)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(lines[1]?.detail).toBe('Mateo: 광고를 했어요');
    const text = JSON.stringify(lines);
    for (const secret of [said, mateo.token, narae.token, owner.token, server.hostKey])
      expect(text).not.toContain(secret);
    server = await server.restart();
    const again = await host(server);
    expect((await again.talker.must('audit', { before: 10 })).lines).toEqual(lines);
    expect((await again.talker.must('audit', { before: 4 })).lines).toEqual(lines.slice(6));
    expect((await again.talker.must('audit', { before: 1 })).lines).toEqual([]);
  });

  test('has no line for what was refused', async () => {
    server = await startTestServer({ store });
    const [owner, mateo] = [await host(server), await person(server.url, 'Mateo')];
    const before = (await owner.talker.must('audit', {})).lines;
    await mateo.talker.ask('remove', { member: owner.member.id, ban: true });
    await mateo.talker.ask('slow', { room: owner.commons, seconds: 30 });
    await owner.talker.ask('remove', { member: randomUUID(), ban: false });
    expect((await owner.talker.must('audit', {})).lines).toEqual(before);
  });
});

describe.each<[string, () => Promise<{ store: Store; end: () => Promise<void> }>]>([
  [
    'memory',
    async () => {
      const store = await openMemoryStore(new MemoryDisk(), birth());
      return { store, end: () => store.close() };
    },
  ],
  [
    'SQLite',
    async () => {
      const folder = await temporaryFolder();
      const store = await openSqliteStore(folder, birth());
      return { store, end: () => store.close().then(() => removeFolder(folder)) };
    },
  ],
])('an audit log that is full, in %s', (_name, open) => {
  test('loses its oldest lines, and keeps counting', async () => {
    const { auditLines } = limits;
    // Ten thousand commits would tell the same.
    Object.assign(limits, { auditLines: 20 });
    onTestFinished(() => void Object.assign(limits, { auditLines }));
    const { store, end } = await open();
    const { member } = await joining(store, '나래');
    const more = 3;
    for (let at = 2; at <= limits.auditLines + more; at += 1)
      await store.note({ at: START + at, by: member.id, act: 'sign-out', subject: member.id, detail: '' });
    const [newest] = await store.audit({ limit: 1 });
    expect(newest?.seq).toBe(limits.auditLines + more);
    const oldest = await store.audit({ before: more + 3, limit: limits.auditPage });
    expect(oldest.map(({ seq }) => seq)).toEqual([more + 2, more + 1]);
    await end();
  });
});
