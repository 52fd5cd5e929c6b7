/** The rows of the start screen, and what of them is asked of main. */
import { expect, test } from 'vitest';
import type { Bridge, NearServer } from '../../protocol';
import type { RememberedPorch } from '../../renderer/state/porches.svelte';
import { neighbour, placesOf } from '../../renderer/start/places';
import { ManualClock, MemoryStorage, testId } from '../support/ports';

const near = (number: number, more: Partial<NearServer> = {}): NearServer => ({
  id: testId(number),
  url: `https://192.168.0.${number}:7420/`,
  fingerprint: String(number).padStart(43, 'f'),
  name: `마루 ${number}`,
  ...{ password: false, fits: true, disputed: false },
  ...more,
});
const known = (number: number, lastSeen = number): RememberedPorch => ({
  ...{ id: testId(number), name: `알던 마루 ${number}`, url: `https://10.0.0.${number}:7420/`, lastSeen, as: '나래' },
});

test('a remembered server that is near stands there once, where it is now; those away come after', () => {
  const rows = placesOf([near(3), near(1)], [known(2), known(1)], null);
  expect(rows.map(({ name, url }) => [name, url])).toEqual([
    ['마루 3', 'https://192.168.0.3:7420/'],
    ['마루 1', 'https://192.168.0.1:7420/'],
    ['알던 마루 2', 'https://10.0.0.2:7420/'],
  ]);
  expect(rows.map(({ remembered }) => remembered?.as)).toEqual([undefined, '나래', '나래']);
});

test('one’s own porch is not among those of others; a nameless one has the name it had, or its address', () => {
  expect(placesOf([near(1)], [], testId(1))).toEqual([]);
  const { name: _name, ...nameless } = near(1);
  expect(placesOf([nameless], [known(1)], null)[0]?.name).toBe('알던 마루 1');
  expect(placesOf([nameless], [], null)[0]?.name).toBe('192.168.0.1:7420');
});

test('two that claim one id are two rows', () => {
  const rows = placesOf(
    [near(1, { disputed: true }), near(1, { disputed: true, fingerprint: 'x'.repeat(43) })],
    [],
    null,
  );
  expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
});

test('an arrow leads to the next row and not past the last', () => {
  expect(neighbour(['a', 'b', 'c'], 'a', 1)).toBe('b');
  expect(neighbour(['a', 'b', 'c'], 'c', 1)).toBe('c');
  expect(neighbour(['a', 'b', 'c'], 'a', -1)).toBe('a');
  expect(neighbour(['a', 'b', 'c'], 'gone', 1)).toBe('a');
  expect(neighbour([], null, 1)).toBeNull();
});

test('main looks while somebody watches, and only then; what is kept is counted', async () => {
  const asked: boolean[] = [];
  let push: (payload: { servers: NearServer[] }) => void = () => undefined;
  const bridge = {
    call: async (_name: string, { on }: { on: boolean }) => {
      asked.push(on);
      return { ok: true, value: { servers: [near(1)] } };
    },
    on: (_name: string, listener: typeof push) => {
      push = listener;
      return () => undefined;
    },
  } as unknown as Bridge;
  const storage = new MemoryStorage();
  const { Near } = await import('../../renderer/state/near.svelte');
  const state = new Near(bridge, { storage, clock: new ManualClock() });
  const [one, two] = [state.watch(), state.watch()];
  await Promise.resolve();
  expect(asked).toEqual([true]);
  one();
  one();
  expect(asked).toEqual([true]);
  two();
  expect(asked).toEqual([true, false]);
  push({ servers: [near(1), near(2)] });
  expect(state.servers).toHaveLength(2);

  const server = testId(1);
  const room = testId(7);
  await storage
    .table('rosters')
    .put(server, { server: { id: server, name: '' }, me: server, members: [], rooms: [{ id: room }] });
  const entry = (kind: string) => ({ seq: 1, id: room, author: null, at: 0, kind, body: {} });
  await storage.table('logs').put(`${server}/${room}`, {
    log: room,
    epoch: room,
    entries: [entry('created'), entry('message'), entry('message')],
  });
  await state.count([server, testId(2)]);
  expect([state.keptOf(server), state.keptOf(testId(2))]).toEqual([2, null]);
});
