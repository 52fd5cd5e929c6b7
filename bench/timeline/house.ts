/** A real server whose first room has very many messages, put there through the store; and a device of somebody who reads. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { openSession, type Readable, type Session } from '../../client';
import type { Id } from '../../protocol';
import { clock } from '../../renderer/ports/clock';
import { MemoryStorage } from '../../renderer/ports/memory';
import { random } from '../../renderer/ports/random';
import { SocketIoTransport } from '../../renderer/ports/socketio';
import { start, type RunningServer } from '../../server';
import { openSqliteStore } from '../../server/store/sqlite/open';
import { folderOf } from '../folder';

const dist = resolve(import.meta.dirname, '../../dist');
const log = { debug() {}, info() {}, warn: console.error, error: console.error };

/** Of different lengths, with what messages have in them; the same for everybody who is compared. */
export const textOf = (n: number): string => {
  const words = [
    '시안을 올렸어요',
    '**내일** 3시에 봐요',
    '`npm start` 해 보세요',
    'Looks good to me',
    '> 배경은 한지 톤',
    '네!',
  ];
  const [word = ''] = words.slice(n % words.length);
  return n % 17 === 0
    ? `${word}\n${Array.from({ length: 4 }, (_, line) => `${line + 1}번째 줄 ${n}`).join('\n')}`
    : `${word} ${n}`;
};

export const until = <T>(signal: Readable<T>, is: (value: T) => boolean): Promise<T> =>
  new Promise((done) => {
    let stop: (() => void) | null = null;
    const look = (value: T) => {
      if (!is(value)) return;
      done(value);
      queueMicrotask(() => stop?.());
    };
    stop = signal.subscribe(look);
  });

export async function someone(url: string, name: string): Promise<{ session: Session; room: Id }> {
  const secrets = new Map<string, string>();
  const session = openSession(
    {
      transport: new SocketIoTransport({ carriers: ['websocket'] }),
      storage: new MemoryStorage(),
      secrets: {
        get: async (of) => secrets.get(of) ?? null,
        set: async (of, token) => void secrets.set(of, token ?? ''),
      },
      clock,
      random,
    },
    { url },
  );
  session.connect();
  await until(session.connection, ({ phase }) => phase === 'stranger');
  await session.join({ name });
  await until(session.connection, ({ phase }) => phase === 'connected');
  const { rooms } = await until(session.server, ({ ready, rooms: all }) => ready && all.length > 0);
  return { session, room: rooms[0]?.id ?? '' };
}

export interface House {
  server: RunningServer;
  room: Id;
  /** The ids of messages that were asked for, by their number. */
  ids: ReadonlyMap<number, Id>;
  /** How many entries were put in a second. */
  rate: number;
}

/**
 * Fills the first room of a folder that has none yet.
 * @param wanted numbers of messages, from 0, whose ids are told
 */
export async function fill(
  dataDir: string,
  count: number,
  wanted: readonly number[],
): Promise<Pick<House, 'room' | 'ids' | 'rate'>> {
  const first = await serverOf(dataDir);
  const authors: Id[] = [];
  let room = '';
  for (const name of ['나래', '윤서', 'Mateo']) {
    const { session, room: commons } = await someone(first.url, name);
    authors.push(session.server.current.me ?? '');
    room = commons;
    session.close();
  }
  await first.close();

  const ids = new Map<number, Id>();
  const begun = performance.now();
  // An existing store takes nothing of its birth.
  const birth = { server: '', epoch: '', name: '', room: '', entry: '', now: 0 };
  const store = await openSqliteStore(dataDir, birth);
  /** Messages of one author behind each other, and of all in one commit. */
  const [run, batch] = [10, 5_000];
  const began = Date.now() - count * 20_000;
  for (let from = 0; from < count; from += batch) {
    const requests = Array.from({ length: Math.min(batch, count - from) / run }, (_, at) => {
      const begins = from + at * run;
      const entries = Array.from({ length: run }, (_one, place) => {
        const id = uuidv7();
        if (wanted.includes(begins + place)) ids.set(begins + place, id);
        return { id, kind: 'message' as const, body: { text: textOf(begins + place) } };
      });
      const author = authors[(begins / run) % authors.length] ?? '';
      return { log: room, author, entries, now: began + begins * 20_000 };
    });
    const answers = await store.append(requests);
    const refused = answers.find(({ ok }) => !ok);
    if (refused) throw new Error(`the store refused: ${JSON.stringify(refused)}`);
    if (from % 100_000 === 0 && count > 100_000) console.error(`${from} of ${count} messages are there …`);
  }
  await store.close();
  return { room, ids, rate: count / ((performance.now() - begun) / 1000) };
}

/** A server on a folder, which asks nobody to wait. */
export const serverOf = (dataDir: string): Promise<RunningServer> =>
  start({
    ...{ dataDir, host: '127.0.0.1', port: 0, hostKey: randomBytes(32).toString('base64url'), log },
    ...{ name: '디자인실 마루', clientDir: resolve(dist, 'renderer') },
    storeWorker: resolve(dist, 'server/store-worker.cjs'),
    callRate: { burst: 1e9, perSecond: 1e9 },
  });

/** @param wanted as `fill` takes them */
export async function houseOf(count: number, wanted: readonly number[]): Promise<House> {
  const dataDir = folderOf('timeline');
  const filled = await fill(dataDir, count, wanted);
  return { server: await serverOf(dataDir), ...filled };
}
