/** Two who talk in a store: what the stories about messages and what becomes of them have in common. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Draft, Entry, Id } from '../../protocol';
import type { AppendRequest } from '../../server/store/store';
import { value } from './answers';
import { said } from './drafts';
import { START, storeHosts, storeOfEach } from './store';

/** When they talk, unless it is said otherwise. */
export const NOW = START + 1_000;

/** A store of this kind for each test, with 나래 and 윤서 in it. */
export function talking(kind: string) {
  const { born, people, store, reopen } = storeOfEach(storeHosts[kind]!, ['나래', '윤서']);
  const [{ id: narae }, { id: yunseo }] = people;
  const commons = born.room;

  const ask = async (author: Id, entries: Draft[], more: Partial<AppendRequest> = {}) =>
    value((await store().append([{ log: commons, author, entries, now: NOW, ...more }]))[0]).results;
  /** Of each draft: `ok`, or why not. */
  const tries = async (author: Id, entries: Draft[], more: Partial<AppendRequest> = {}) =>
    (await ask(author, entries, more)).map((result) => (result.ok ? 'ok' : result.error.code));
  const says = async (author: Id, text: string, more: object = {}): Promise<Id> => {
    const one = said(text, more);
    expect(await tries(author, [one])).toEqual(['ok']);
    return one.id;
  };
  const all = async (log = commons): Promise<Entry[]> =>
    (await store().read({ log, after: 0, limit: 200 }))?.entries ?? [];
  const room = async (by: Id): Promise<Id> => {
    const id = randomUUID();
    const made = { id, kind: 'open' as const, name: '옆방', topic: '', by, members: [], from: null };
    value(await store().createRoom({ ...made, entry: randomUUID(), now: NOW }));
    return id;
  };
  return { store, reopen, commons, narae, yunseo, ask, tries, says, all, room };
}
