import { beforeEach, describe, expect, it } from 'vitest';
import { backoff } from '../../client/backoff';
import { Connection } from '../../client/connection';
import type { Cause, Line, LineEvents, Transport } from '../../client';
import { limits, PROTOCOL, refuse, type Answer, type Handshake, type Hello } from '../../protocol';
import { ManualClock, MemorySecrets, MemoryStorage, seededRandom, settled, testId } from '../support/ports';

const URL = 'http://192.0.2.7:7420/';
const SERVER = testId(1);
const HELLO: Hello = {
  product: 'maru',
  id: SERVER,
  protocol: PROTOCOL,
  oldest: 1,
  password: false,
  name: '디자인실 마루',
};
const TOKEN = 'A'.repeat(43);

/** A network in the hands of the story: what the address answers, and lines that open or break on a word. */
class Wire implements Transport {
  greeting: { ok: true; hello: Hello } | { ok: false; cause: Cause } = { ok: true, hello: HELLO };
  /** Why the server turns a handshake away; null lets it in. */
  turnedAway: Cause | null = null;
  silent = false;
  hellos = 0;
  dialled: Handshake[] = [];
  asked: string[] = [];
  joinAnswer: Answer<unknown> = { ok: true, value: { token: TOKEN } };
  events: LineEvents | null = null;

  async hello() {
    this.hellos += 1;
    return this.greeting;
  }

  dial(_url: string, handshake: Handshake, events: LineEvents): Line {
    this.dialled.push(handshake);
    this.events = events;
    const turnedAway = this.turnedAway;
    queueMicrotask(() => (turnedAway ? events.closed(turnedAway) : events.open('websocket')));
    return {
      call: (async (name: string) => {
        this.asked.push(name);
        if (this.silent) throw new Error('no answer');
        return name === 'join' ? this.joinAnswer : { ok: true, value: { at: 0 } };
      }) as unknown as Line['call'],
      close: () => undefined,
    };
  }

  cut(cause: Cause = { code: 'lost' }) {
    this.events?.closed(cause);
  }
}

describe('one device and one server', () => {
  let wire: Wire;
  let clock: ManualClock;
  let secrets: MemorySecrets;
  let opened: number;
  let pushed: string[];

  beforeEach(() => {
    wire = new Wire();
    clock = new ManualClock();
    secrets = new MemorySecrets();
    opened = 0;
    pushed = [];
  });

  const meet = (server: string | null = null) =>
    new Connection(
      { transport: wire, storage: new MemoryStorage(), secrets, clock, random: seededRandom() },
      URL,
      { server },
      {
        found: async () => undefined,
        opened: async () => void (opened += 1),
        push: (name) => pushed.push(name),
      },
    );
  const returning = async () => {
    secrets.tokens.set(SERVER, TOKEN);
    const connection = meet(SERVER);
    connection.connect();
    await settled();
    expect(connection.state.current).toMatchObject({ phase: 'connected', carrier: 'websocket' });
    return connection;
  };

  it('comes back as the member it was, with its token and never in the address', async () => {
    await returning();
    expect(wire.dialled).toEqual([{ protocol: PROTOCOL, token: TOKEN }]);
    expect(opened).toBe(1);
  });

  it('waits as a stranger without dialling, then joins on one line', async () => {
    const connection = meet();
    connection.connect();
    await settled();
    expect(connection.state.current).toEqual({ phase: 'stranger', hello: HELLO });
    expect(wire.dialled).toEqual([]);
    const kept: string[] = [];
    const answer = await connection.join<{ token: string }>(
      (call) => call('join', { name: '나래' }),
      async ({ token }) => void kept.push(token),
    );
    await settled();
    expect(answer.ok).toBe(true);
    expect(kept).toEqual([TOKEN]);
    expect(connection.state.current.phase).toBe('connected');
    expect(wire.dialled).toHaveLength(1);
  });

  it('comes back as the member when the line goes while the token is being kept', async () => {
    const connection = meet();
    connection.connect();
    await settled();
    let kept = () => {};
    const joining = connection.join<{ token: string }>(
      (call) => call('join', { name: '나래' }),
      async ({ token }) => {
        await new Promise<void>((resolve) => (kept = resolve));
        secrets.tokens.set(SERVER, token);
      },
    );
    await settled();
    wire.cut();
    // Somebody presses "try now" at once: whoever asks this early is still a stranger.
    connection.connect();
    await settled();
    kept();
    expect((await joining).ok).toBe(true);
    await settled();
    expect(connection.state.current.phase).toBe('connected');
    expect(wire.dialled.at(-1)).toMatchObject({ token: TOKEN });
  });

  it('stays connected where a newer attempt was quicker than the keeping of the token', async () => {
    const connection = meet();
    connection.connect();
    await settled();
    let kept = () => {};
    const joining = connection.join<{ token: string }>(
      (call) => call('join', { name: '나래' }),
      async ({ token }) => {
        // Readable at once, on the disk later.
        secrets.tokens.set(SERVER, token);
        await new Promise<void>((resolve) => (kept = resolve));
      },
    );
    await settled();
    wire.cut();
    connection.connect();
    await settled();
    kept();
    await joining;
    await settled();
    expect(connection.state.current.phase).toBe('connected');
    expect(wire.dialled).toHaveLength(2);
  });

  it('stays at the door after a wrong password', async () => {
    const connection = meet();
    connection.connect();
    await settled();
    wire.joinAnswer = { ok: false, error: refuse('password-wrong') };
    const answer = await connection.join<{ token: string }>(
      (call) => call('join', { name: '나래', password: '틀림' }),
      async () => undefined,
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'password-wrong' } });
    expect(connection.state.current).toEqual({ phase: 'stranger', hello: HELLO });
  });

  it('does not try a new address again by itself, and says why', async () => {
    for (const code of ['not-reachable', 'not-maru'] as const) {
      wire.greeting = { ok: false, cause: { code } };
      const connection = meet();
      connection.connect();
      await settled();
      expect(connection.state.current).toEqual({ phase: 'offline', cause: { code } });
    }
    expect(clock.waiting).toEqual([]);
  });

  it('does not step into another server that answers at a remembered address', async () => {
    secrets.tokens.set(testId(2), TOKEN);
    wire.greeting = { ok: true, hello: { ...HELLO, id: testId(2) } };
    const connection = meet(SERVER);
    connection.connect();
    await settled();
    expect(connection.state.current).toEqual({ phase: 'offline', cause: { code: 'other-server' } });
    expect(wire.dialled).toEqual([]);
  });

  it('names a version that does not fit before it dials', async () => {
    wire.greeting = { ok: true, hello: { ...HELLO, protocol: PROTOCOL + 9, oldest: PROTOCOL + 5 } };
    const connection = meet();
    connection.connect();
    await settled();
    expect(connection.state.current).toMatchObject({ phase: 'offline', cause: { refusal: { code: 'version-old' } } });
  });

  it('comes back after a cut with growing waits, and at once when told to', async () => {
    const connection = await returning();
    wire.greeting = { ok: false, cause: { code: 'not-reachable' } };
    wire.cut();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      const state = connection.state.current;
      if (state.phase !== 'reconnecting') throw new Error(state.phase);
      expect(state.attempt).toBe(attempt);
      waits.push(state.retryAt - clock.now());
      await clock.pass(state.retryAt - clock.now());
    }
    expect(waits.every((wait) => wait >= limits.backoffMin && wait <= limits.backoffMax)).toBe(true);
    expect(waits.at(-1)).toBeGreaterThan(limits.backoffMax / 2 - 1);

    wire.greeting = { ok: true, hello: HELLO };
    connection.connect();
    await settled();
    expect(connection.state.current.phase).toBe('connected');
    expect(opened).toBe(2);
    expect(clock.waiting).toEqual([limits.echoInterval]);
  });

  it('says that the host stopped it, and is there again when the host is', async () => {
    const connection = await returning();
    wire.events?.push('closing', {});
    wire.cut();
    expect(pushed).toEqual(['closing']);
    expect(connection.state.current).toMatchObject({ phase: 'reconnecting', cause: { code: 'closing' } });
    await clock.pass(limits.backoffMax);
    expect(connection.state.current.phase).toBe('connected');
  });

  it('gives up a connection that only looks alive', async () => {
    const connection = await returning();
    wire.silent = true;
    await clock.pass(limits.echoInterval);
    expect(connection.state.current).toMatchObject({ phase: 'reconnecting', cause: { code: 'silent' } });
  });

  it('measures the round trip and notices an upgrade', async () => {
    const connection = await returning();
    expect(connection.state.current).toMatchObject({ rtt: 0 });
    wire.events?.carrier('polling');
    expect(connection.state.current).toMatchObject({ phase: 'connected', carrier: 'polling' });
  });

  it('forgets a token the server does not know, and may join again', async () => {
    secrets.tokens.set(SERVER, TOKEN);
    wire.turnedAway = { code: 'refused', refusal: refuse('token-unknown') };
    const connection = meet(SERVER);
    connection.connect();
    await settled();
    expect(connection.state.current).toMatchObject({ phase: 'offline', cause: { refusal: { code: 'token-unknown' } } });
    expect(secrets.tokens.size).toBe(0);
    connection.connect();
    await settled();
    expect(connection.state.current.phase).toBe('stranger');
  });

  it('waits as long as a full server asks', async () => {
    secrets.tokens.set(SERVER, TOKEN);
    wire.turnedAway = { code: 'refused', refusal: refuse('server-full', { retryAfter: 30_000 }) };
    const connection = meet(SERVER);
    connection.connect();
    await settled();
    expect(clock.waiting).toEqual([30_000]);
    connection.close();
    wire.turnedAway = null;
    await clock.pass(60_000);
    expect(wire.dialled).toHaveLength(1);
  });

  it('hears nothing from a line it gave up', async () => {
    const connection = await returning();
    const old = wire.events;
    wire.cut();
    connection.connect();
    await settled();
    old?.push('closing', {});
    old?.closed({ code: 'lost' });
    expect(pushed).toEqual([]);
    expect(connection.state.current.phase).toBe('connected');
    expect(wire.dialled).toHaveLength(2);
  });
});

describe('the wait before trying again', () => {
  it('lies between one and ten seconds, and spreads', () => {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      for (const fraction of [0, 0.5, 0.999]) {
        const wait = backoff(attempt, fraction);
        expect(wait).toBeGreaterThanOrEqual(limits.backoffMin);
        expect(wait).toBeLessThanOrEqual(limits.backoffMax);
      }
    }
    expect(backoff(6, 0)).not.toBe(backoff(6, 0.9));
  });
});
