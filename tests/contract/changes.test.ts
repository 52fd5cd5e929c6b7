/** Edits and deletions, as every store keeps them. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Draft, Entry, Id } from '../../protocol';
import { value } from '../support/answers';
import { message, START, storeHosts, storeOfEach } from '../support/store';

const edit = (target: Id, text: string): Draft => ({ id: randomUUID(), kind: 'edit', body: { target, text } });
const remove = (target: Id): Draft => ({ id: randomUUID(), kind: 'delete', body: { target } });

describe.each(Object.keys(storeHosts))('%s', (name) => {
  const { born, people, store, reopen } = storeOfEach(storeHosts[name]!, ['나래', '윤서']);
  const [{ id: narae }, { id: yunseo }] = people;
  const commons = born.room;

  const says = async (author: Id, ...entries: Draft[]) =>
    value((await store().append([{ log: commons, author, entries, now: START + 100 }]))[0]).results.map((result) =>
      result.ok ? result.seq : result.error.code,
    );
  const all = async (): Promise<Entry[]> => (await store().read({ log: commons, after: 3, limit: 200 }))?.entries ?? [];

  test('an edit stands behind its message, also in the same request', async () => {
    const said = message('안녕하새요');
    expect(await says(narae, said, edit(said.id, '안녕하세요'))).toEqual([4, 5]);
    expect(await all()).toMatchObject([
      { kind: 'message', body: { text: '안녕하새요' } },
      { kind: 'edit', body: { target: said.id, text: '안녕하세요' } },
    ]);
  });

  test('a deletion blanks the message and its edits for good; saying them again changes nothing', async () => {
    const said = message('지울 말');
    const changed = edit(said.id, '지울 말을 고침');
    const gone = remove(said.id);
    await says(narae, said, changed);
    expect(await says(narae, gone)).toEqual([6]);
    const blanked = [
      { kind: 'message', id: said.id, body: { text: '', deleted: true } },
      { kind: 'edit', id: changed.id, body: { target: said.id, text: '' } },
      { kind: 'delete', id: gone.id, body: { target: said.id } },
    ];
    expect(await all()).toMatchObject(blanked);
    expect(JSON.stringify(await all())).not.toContain('지울 말');
    // The digests stay: a device that never heard its acknowledgement gets it, and nothing is written twice.
    expect(await says(narae, said, changed, gone)).toEqual([4, 5, 6]);
    await reopen();
    expect(await all()).toMatchObject(blanked);
  });

  test('a deletion reaches a message that waits in the same commit', async () => {
    const said = message('금방 지울 말');
    const [first, second] = await store().append([
      { log: commons, author: narae, entries: [said], now: START + 100 },
      { log: commons, author: narae, entries: [remove(said.id), edit(said.id, '늦은 고침')], now: START + 100 },
    ]);
    expect(value(first).results).toMatchObject([{ ok: true }]);
    expect(value(second).results).toMatchObject([{ ok: true }, { ok: false, error: { code: 'no-such-entry' } }]);
    expect(await all()).toMatchObject([{ body: { text: '', deleted: true } }, { kind: 'delete' }]);
  });

  test('only the author changes a message, only in its room, and only a message', async () => {
    const said = message('나래의 말');
    await says(narae, said);
    const other = randomUUID();
    const room = { id: other, kind: 'open' as const, name: '회의실', topic: '', by: narae, members: [], from: null };
    value(await store().createRoom({ ...room, entry: randomUUID(), now: START + 60 }));
    expect(await says(yunseo, edit(said.id, '가로챈 말'), remove(said.id))).toEqual(['not-allowed', 'not-allowed']);
    expect(await says(narae, remove(randomUUID()), remove(commons), edit((await all())[0]!.id, '고침'))).toEqual([
      'no-such-entry',
      'no-such-entry',
      5,
    ]);
    const elsewhere = { log: other, author: narae, entries: [remove(said.id)], now: START + 100 };
    expect(value((await store().append([elsewhere]))[0]).results).toMatchObject([
      { ok: false, error: { code: 'no-such-entry' } },
    ]);
    const joined = (await store().read({ log: commons, after: 1, limit: 1 }))?.entries[0];
    expect(await says(narae, remove(joined!.id))).toEqual(['no-such-entry']);
    expect(await all()).toMatchObject([{ body: { text: '나래의 말' } }, { kind: 'edit' }]);
  });

  test('after a restore a device learns which of its own words are missing', async () => {
    const [mine, theirs] = [message('내 말'), message('남의 말')];
    await says(narae, mine);
    await says(yunseo, theirs);
    const unknown = randomUUID();
    expect(await store().lacking(narae, [mine.id, unknown, theirs.id])).toEqual([unknown, theirs.id]);
    expect(await store().lacking(yunseo, [theirs.id])).toEqual([]);
  });
});
