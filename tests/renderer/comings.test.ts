import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  EMPTY_LOG,
  EMPTY_SERVER,
  Signal,
  type ConnectionState,
  type LogView,
  type ServerView,
  type Session,
} from '../../client';
import type { Entry, Room } from '../../protocol';
import { Comings } from '../../renderer/conversation/comings/comings.svelte';
import { Gap } from '../../renderer/conversation/connection/gap.svelte';

const [NARAE, YUNSEO, MATEO] = ['narae', 'yunseo', 'mateo'] as const;
const CONNECTED: ConnectionState = { phase: 'connected', carrier: 'websocket', rtt: 2, since: 0 };
const LOST: ConnectionState = { phase: 'reconnecting', cause: { code: 'lost' }, retryAt: 0, attempt: 1 };
const commons: Room = {
  id: 'commons',
  commons: true,
  kind: 'open',
  name: 'Commons',
  createdBy: null,
  createdAt: 0,
  slow: 0,
  topic: '',
  archived: false,
  members: null,
  left: [],
};
const said = (seq: number, author: string): Entry => ({
  seq,
  id: `entry-${seq}`,
  author,
  at: seq,
  kind: 'message',
  body: { text: '말' },
});

/** Narae's session as a screen sees it: three signals one can turn by hand. */
function naraes() {
  const connection = new Signal<ConnectionState>({ phase: 'connecting' });
  const server = new Signal<ServerView>({ ...EMPTY_SERVER, me: NARAE, rooms: [commons] });
  const log = new Signal<LogView>({ ...EMPTY_LOG, complete: true });
  const session = { connection, server, log: () => log } as unknown as Session;
  const here = (...people: string[]) => server.update((view) => ({ ...view, here: new Set(people), ready: true }));
  const hold = (...entries: Entry[]) =>
    log.update((view) => ({ ...view, entries: [...view.entries, ...entries], head: entries.at(-1)?.seq ?? view.head }));
  return { session, connection, here, hold };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('who came and went', () => {
  test('those who are here already are no news, the next one is, and it passes', () => {
    const { session, connection, here } = naraes();
    const comings = new Comings(session);
    here(NARAE, YUNSEO);
    connection.set(CONNECTED);
    expect(comings.news).toEqual([]);
    here(NARAE, YUNSEO, MATEO);
    expect(comings.news).toEqual([{ who: MATEO, came: true }]);
    vi.advanceTimersByTime(60_000);
    expect(comings.news).toEqual([]);
  });

  test('who comes and leaves at once is told once, by the last of it', () => {
    const { session, connection, here } = naraes();
    const comings = new Comings(session);
    here(NARAE);
    connection.set(CONNECTED);
    here(NARAE, MATEO);
    here(NARAE);
    expect(comings.news).toEqual([{ who: MATEO, came: false }]);
  });

  test('what changed while Narae was away herself is no news, nor is she', () => {
    const { session, connection, here } = naraes();
    const comings = new Comings(session);
    here(NARAE, YUNSEO);
    connection.set(CONNECTED);
    connection.set(LOST);
    here(NARAE, MATEO);
    connection.set(CONNECTED);
    here(MATEO);
    here(NARAE, MATEO);
    expect(comings.news).toEqual([]);
  });
});

describe('a connection that comes back', () => {
  test('tells how many messages of others were missed, then is quiet', () => {
    const { session, connection, hold } = naraes();
    const gap = new Gap(session);
    hold(said(1, YUNSEO), said(2, NARAE));
    connection.set(CONNECTED);
    expect(gap.filled).toBeNull();
    connection.set(LOST);
    connection.set({ phase: 'connecting' });
    hold(said(3, YUNSEO), said(4, NARAE), said(5, MATEO));
    connection.set(CONNECTED);
    expect(gap.filled).toBe(2);
    vi.advanceTimersByTime(60_000);
    expect(gap.filled).toBeNull();
  });

  test('another round trip is no coming back', () => {
    const { session, connection } = naraes();
    const gap = new Gap(session);
    connection.set(CONNECTED);
    connection.set({ ...CONNECTED, rtt: 7 });
    expect(gap.filled).toBeNull();
  });
});
