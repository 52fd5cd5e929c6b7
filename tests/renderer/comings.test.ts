import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  EMPTY_LOG,
  EMPTY_SERVER,
  Signal,
  type ConnectionState,
  type LogView,
  type Outage,
  type ServerView,
  type Session,
} from '../../client';
import type { Room } from '../../protocol';
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
/** Narae's session as a screen sees it: signals one can turn by hand. */
function naraes() {
  const connection = new Signal<ConnectionState>({ phase: 'connecting' });
  const server = new Signal<ServerView>({ ...EMPTY_SERVER, me: NARAE, rooms: [commons] });
  const log = new Signal<LogView>({ ...EMPTY_LOG, complete: true });
  const line = new Signal<{ outages: readonly Outage[] }>({ outages: [] });
  const session = { connection, server, log: () => log, inspection: { line } } as unknown as Session;
  const here = (...people: string[]) => server.update((view) => ({ ...view, here: new Set(people), ready: true }));
  const outages = (...all: Outage[]) => line.set({ outages: all });
  return { session, connection, here, outages };
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
  const lost: Outage = { from: 0, until: null, cause: { code: 'lost' }, attempts: 0, filled: null };

  test('tells how many messages of others were missed, then is quiet', () => {
    const { session, outages } = naraes();
    const gap = new Gap(session);
    expect(gap.filled).toBeNull();
    outages(lost);
    outages({ ...lost, attempts: 1 });
    expect(gap.filled).toBeNull();
    outages({ ...lost, attempts: 2, until: 5_000, filled: 2 });
    expect(gap.filled).toBe(2);
    vi.advanceTimersByTime(60_000);
    expect(gap.filled).toBeNull();
    gap.close();
  });

  test('another round trip is no coming back, nor is one that was over before anybody looked', () => {
    const { session, outages } = naraes();
    const back = { ...lost, attempts: 1, until: 5_000, filled: 2 };
    outages(back);
    const gap = new Gap(session);
    outages(back);
    expect(gap.filled).toBeNull();
    outages(back, { ...lost, from: 6_000, until: 7_000, filled: 0 });
    expect(gap.filled).toBe(0);
    gap.close();
  });
});
