/** What a device offers again after a restore, when its disk is slow: found by npm run simulate. */
import { beforeEach, expect, it } from 'vitest';
import type { Table } from '../../client';
import { Outbox } from '../../client/outbox';
import type { AppendResult, CallFunction, Draft, Id, NetworkCalls } from '../../protocol';
import { ManualClock, MemoryStorage, seededRandom, settled, testId } from '../support/ports';

const [SERVER, ROOM, BEFORE, AFTER] = [1, 2, 3, 4].map((number) => testId(number)) as [Id, Id, Id, Id];

/** A disk that can be made to wait: what is put into the outbox from then on is written when it goes on. */
class WaitingStorage extends MemoryStorage {
  #goOn: Promise<void> | null = null;

  wait(): () => void {
    let goOn = () => {};
    this.#goOn = new Promise((resolve) => (goOn = resolve));
    return () => goOn();
  }

  override table<T>(name: string): Table<T> {
    const table = super.table<T>(name);
    const put = async (key: string, value: T) => {
      if (name === 'outbox') await this.#goOn;
      await table.put(key, value);
    };
    return { ...table, put };
  }
}

let storage: WaitingStorage;
let outbox: Outbox;
let connected: boolean;
let heard: string[];

const call = (async (_name: string, { entries }: { entries: Draft[] }) => {
  const first = heard.length + 1;
  heard.push(...entries.map(({ body }) => ('text' in body ? body.text : '')));
  const results = entries.map(({ id }, n): AppendResult => ({ ok: true, id, seq: first + n, at: 0, duplicate: false }));
  return { ok: true, value: { log: ROOM, epoch: BEFORE, head: heard.length, results } };
}) as unknown as CallFunction<NetworkCalls>;

/** Back on a server with a history from before all that was said. */
const comeBack = () => {
  const lacksAll = (async (_name: string, value: unknown) => ({ ok: true, value })) as unknown as typeof call;
  return outbox.reconcile(lacksAll, [{ log: ROOM, epoch: AFTER, head: 1 }], new Set());
};

const say = (text: string): Id => {
  const said = outbox.say({ server: SERVER, log: ROOM }, { kind: 'message', body: { text } });
  if (!said.ok) throw new Error(said.error.code);
  return said.value;
};

beforeEach(async () => {
  storage = new WaitingStorage();
  connected = true;
  heard = [];
  outbox = new Outbox(storage, new ManualClock(), seededRandom(), {
    call: () => (connected ? call : null),
    changed: () => undefined,
    acknowledged: (head, { id }, { seq }) => outbox.arrived(head, new Set([id]), seq),
  });
  await outbox.load(SERVER);
});

it('goes before a batch that was still being written down when the connection came back', async () => {
  say('먼저');
  await settled();
  const goOn = storage.wait();
  say('나중');
  await settled();
  await comeBack();
  outbox.pumpAll();
  goOn();
  await settled();
  expect(heard).toEqual(['먼저', '먼저', '나중']);
});

it('is on the disk at every moment: a kill before the outbox has it again loses nothing', async () => {
  const said = say('잃을 수 없는 말');
  await settled();
  const goOn = storage.wait();
  connected = false;
  await comeBack();
  await settled();
  expect(await storage.table('outbox').get(said)).toBeUndefined();
  expect(await storage.table('said').get(said)).toBeDefined();
  goOn();
  await settled();
  expect(await storage.table('outbox').get(said)).toMatchObject({ draft: { body: { text: '잃을 수 없는 말' } } });
  expect(await storage.table('said').get(said)).toBeUndefined();
});
