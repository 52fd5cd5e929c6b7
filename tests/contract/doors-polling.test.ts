/** Polls are answered from what was told, and say what the store says: after an edit, a deletion, and to nobody who is out. */
import { expect, test } from 'vitest';
import type { Entry } from '../../protocol';
import { ask, hostileScenes, join } from '../support/doors/hostile';
import { edit, remove, said } from '../support/drafts';
import { person } from '../support/server';

const open = hostileScenes();

test('what was told, edited and deleted is polled as the store has it; who is put out polls nothing', async () => {
  const { server, narae, way, entries } = await open({ store: 'sqlite' });
  const host = await person(server.url, '한결', { hostKey: server.hostKey });
  const { id, headers } = await join(way, 'Mateo');
  const polled = async (query: string) => {
    const { body } = await ask(way, { path: entries(query), headers });
    return JSON.parse(body) as { head: number; entries: Entry[] };
  };
  const { head: from } = await polled('?after=0');
  const [first, second] = [said('첫째'), said('둘째')];
  const say = async (draft: ReturnType<typeof said>) => {
    await narae.talker.must('append', { log: narae.commons, entries: [draft] });
    await narae.talker.until(() => narae.talker.entriesOf(narae.commons).some((entry) => entry.id === draft.id));
    const near = await polled(`?after=${from}`);
    // Read backwards, it comes from the store.
    expect(near.entries).toEqual((await polled(`?before=${near.head + 1}&limit=${near.head - from}`)).entries);
    return near.entries;
  };
  await say(first);
  expect(await say(second)).toMatchObject([{ body: { text: '첫째' } }, { body: { text: '둘째' } }]);
  expect((await polled(`?after=${from}&limit=1`)).entries).toHaveLength(1);
  expect(await say(edit(second.id, '둘째, 고침'))).toHaveLength(3);
  const after = await say(remove(first.id));
  expect(JSON.stringify(after)).not.toContain('첫째');
  expect(await say(said('셋째'))).toHaveLength(5);

  await host.talker.must('remove', { member: id, ban: false, reason: '' });
  const { status, body } = await ask(way, { path: entries(`?after=${from}`), headers });
  expect([status, body.includes('셋째')]).toEqual([403, false]);
  host.talker.close();
});
