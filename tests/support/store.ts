/** What the stories about stores have in common: a place a store lies in, a birth, people who join and speak. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach } from 'vitest';
import type { Draft, Id, Member } from '../../protocol';
import { MemoryDisk, openMemoryStore } from '../../server/store/memory';
import { openSqliteStore } from '../../server/store/sqlite/open';
import type { RoomMaking } from '../../server/store/rooms';
import type { Birth, Store } from '../../server/store/store';
import { value } from './answers';
import { removeFolder, temporaryFolder } from './folders';

export interface StoreHost {
  /** Opens the store, again on what is there after a `close` or a `crash`. */
  open(birth: Birth): Promise<Store>;
  remove(): Promise<void>;
}

export interface BreakableHost extends StoreHost {
  /** Fills the disk, or makes room again. */
  fillDisk(full: boolean): Promise<void>;
}

export type Someone = Pick<Member, 'id' | 'name'>;

export const START = 1_800_000_000_000;
export const birth = (): Birth => ({
  server: randomUUID(),
  epoch: randomUUID(),
  room: randomUUID(),
  entry: randomUUID(),
  name: '마루',
  now: START,
});
export const message = (text: string, id: string = randomUUID()): Draft => ({ id, kind: 'message', body: { text } });

/** An open room, unless told otherwise. */
export const making = (by: string, more: Partial<RoomMaking> = {}): RoomMaking => ({
  ...{ id: randomUUID(), kind: 'open', name: '회의실', topic: '', by, members: [], from: null },
  ...{ entry: randomUUID(), now: START + 50, ...more },
});

export const joining = async (
  store: Store,
  name: string,
  tokenHash: string = randomUUID(),
  member: Id = randomUUID(),
) =>
  value(
    await store.join({
      ...{ member, device: randomUUID(), entry: randomUUID() },
      ...{ tokenHash, name, role: 'guest', via: 'browser', private: false, now: START + 10 },
    }),
  );

/** Every implementation, each in a place of its own. */
export const storeHosts: Record<string, () => Promise<StoreHost>> = {
  memory: async () => {
    const disk = new MemoryDisk();
    return { open: (born) => openMemoryStore(disk, born), remove: () => Promise.resolve() };
  },
  SQLite: async () => {
    const folder = await temporaryFolder();
    return { open: (born) => openSqliteStore(folder, born), remove: () => removeFolder(folder) };
  },
};

/**
 * A store for each test of the `describe` that asks: born before it with these people in it, and gone after it. The ids
 * of the birth and of the people are the same in all of them; `store()` is the one of the test that runs.
 */
export function storeOfEach<const Names extends readonly string[]>(host: () => Promise<StoreHost>, names: Names) {
  const born = birth();
  const people = names.map((name) => ({ id: randomUUID(), name })) as { [At in keyof Names]: Someone };
  let place: StoreHost;
  let store: Store;
  beforeEach(async () => {
    place = await host();
    store = await place.open(born);
    for (const { id, name } of people) await joining(store, name, randomUUID(), id);
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });
  const reopen = async () => {
    await store.close();
    store = await place.open(birth());
  };
  return { born, people, store: () => store, reopen };
}
