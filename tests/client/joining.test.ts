/** A device at the door: it knocks and waits over lost lines, joins when it is let in, and stops where it was sent away. */
import { beforeEach, describe, expect, it } from 'vitest';
import { openSession, type Cause, type Line, type LineEvents, type Session, type Transport } from '../../client';
import { limits, PROTOCOL, refuse, type Answer, type Handshake, type Hello, type Refusal } from '../../protocol';
import { ManualClock, MemorySecrets, MemoryStorage, seededRandom, settled, testId } from '../support/ports';

const SERVER = testId(1);
const [TICKET, TOKEN] = ['T'.repeat(43), 'A'.repeat(43)];
const HELLO: Hello = { product: 'maru', id: SERVER, protocol: PROTOCOL, oldest: PROTOCOL, password: true };
const me = {
  ...{ id: testId(2), name: '나래', role: 'member', via: 'app', private: true, joinedAt: 0 },
  ...{ standing: 'in', mutedUntil: null },
} as const;

type KnockAnswer = { ticket: string; state: 'waiting' | 'admitted' | 'refused'; note?: string };

/** A server in the hands of the story. */
class Porch implements Transport {
  /** Null: nothing answers at the address. */
  hellos: Hello | null = HELLO;
  turnedAway: Refusal | null = null;
  knock: Answer<KnockAnswer> = { ok: true, value: { ticket: TICKET, state: 'waiting' } };
  join: Answer<unknown> = {
    ok: true,
    value: { member: me, device: testId(3), token: TOKEN, server: { id: SERVER, name: '마루' } },
  };
  readonly asked: { name: string; input: unknown }[] = [];
  readonly handshakes: Handshake[] = [];
  readonly lines: { events: LineEvents; open: boolean }[] = [];

  async hello() {
    return this.hellos
      ? ({ ok: true, hello: this.hellos } as const)
      : ({ ok: false, cause: { code: 'not-reachable' } } as const);
  }

  dial(_url: string, handshake: Handshake, events: LineEvents): Line {
    this.handshakes.push(handshake);
    const line = { events, open: true };
    this.lines.push(line);
    const refusal = this.turnedAway;
    queueMicrotask(() =>
      refusal && handshake.token ? events.closed({ code: 'refused', refusal }) : events.open('websocket'),
    );
    return {
      call: (async (name: string, input: unknown) => {
        if (!line.open) throw new Error('closed');
        this.asked.push({ name, input });
        if (name === 'knock') return this.knock;
        if (name === 'join') return this.join;
        if (name === 'resume')
          return {
            ok: true,
            value: {
              ...{ server: { id: SERVER, name: '마루' }, me: me.id, members: [me], rooms: [], logs: [], here: [] },
              marks: [],
              counts: [],
              preferences: [],
            },
          };
        return { ok: true, value: { at: 0 } };
      }) as unknown as Line['call'],
      close: () => void (line.open = false),
    };
  }

  get calls(): string[] {
    return this.asked.map(({ name }) => name).filter((name) => name !== 'echo');
  }

  answers(state: 'admitted' | 'refused', note?: string): void {
    this.knock = { ok: true, value: { ticket: TICKET, state, ...(note ? { note } : {}) } };
    this.lines.at(-1)?.events.push('knocked', { state, ...(note ? { note } : {}) });
  }

  cut(cause: Cause = { code: 'lost' }): void {
    const line = this.lines.at(-1);
    if (!line) return;
    line.open = false;
    line.events.closed(cause);
  }
}

let porch: Porch;
let clock: ManualClock;
let secrets: MemorySecrets;
let storage: MemoryStorage;
let session: Session;

beforeEach(() => {
  porch = new Porch();
  clock = new ManualClock();
  secrets = new MemorySecrets();
  storage = new MemoryStorage();
});
const open = async () => {
  session = openSession(
    { transport: porch, storage, secrets, clock, random: seededRandom() },
    { url: 'https://192.0.2.7:7420/' },
  );
  session.connect();
  await settled();
};
const knocks = async () => {
  const answer = session.knock({ name: '나래', note: '3층이에요' });
  await settled();
  return answer;
};

describe('who knocks', () => {
  beforeEach(open);

  it('waits on a line of its own, and joins with the ticket when it is let in', async () => {
    expect(await knocks()).toEqual({ ok: true, value: null });
    expect(session.knocking.current).toEqual({ phase: 'waiting', name: '나래', heard: true });
    expect(session.connection.current.phase).toBe('stranger');
    expect(porch.asked).toEqual([{ name: 'knock', input: { name: '나래', note: '3층이에요' } }]);
    porch.answers('admitted', '어서 오세요');
    await settled();
    expect(porch.calls).toEqual(['knock', 'knock', 'join', 'resume']);
    expect(porch.asked[2]?.input).toEqual({ name: '나래', knock: TICKET });
    expect(session.connection.current.phase).toBe('connected');
    expect(session.knocking.current).toEqual({ phase: 'none' });
    expect(secrets.tokens.get(SERVER)).toBe(TOKEN);
    expect(porch.lines.map(({ open: still }) => still)).toEqual([false, true]);
  });

  it('hears no with its note, and waits for nothing more', async () => {
    await knocks();
    porch.answers('refused', '누구세요?');
    await settled();
    expect(session.knocking.current).toEqual({ phase: 'refused', note: '누구세요?' });
    expect(porch.lines.every(({ open: still }) => !still)).toBe(true);
    expect(clock.waiting).toEqual([]);
  });

  it('comes back after a lost line with its ticket, and finds the answer that was given meanwhile', async () => {
    await knocks();
    porch.hellos = null;
    porch.cut();
    expect(session.knocking.current).toEqual({ phase: 'waiting', name: '나래', heard: false });
    await clock.pass(limits.backoffMax);
    expect(session.knocking.current).toMatchObject({ phase: 'waiting', heard: false });
    porch.knock = { ok: true, value: { ticket: TICKET, state: 'admitted' } };
    porch.hellos = HELLO;
    await clock.pass(limits.backoffMax);
    expect(porch.asked[1]).toEqual({ name: 'knock', input: { name: '나래', note: '3층이에요', ticket: TICKET } });
    expect(session.connection.current.phase).toBe('connected');
  });

  it('keeps the new ticket of a server that was started anew', async () => {
    await knocks();
    const fresh = 'N'.repeat(43);
    porch.knock = { ok: true, value: { ticket: fresh, state: 'waiting' } };
    porch.cut();
    await clock.pass(limits.backoffMax);
    expect(session.knocking.current).toMatchObject({ phase: 'waiting', heard: true });
    porch.knock = { ok: true, value: { ticket: fresh, state: 'admitted' } };
    porch.lines.at(-1)?.events.push('knocked', { state: 'admitted' });
    await settled();
    expect(porch.asked.find(({ name }) => name === 'join')?.input).toMatchObject({ knock: fresh });
  });

  it('does not give its ticket to another server at the same address', async () => {
    await knocks();
    porch.hellos = { ...HELLO, id: testId(9) };
    porch.cut();
    const before = porch.handshakes.length;
    await clock.pass(limits.backoffMax);
    expect(porch.handshakes).toHaveLength(before);
    expect(session.knocking.current).toMatchObject({ phase: 'waiting', heard: false });
  });

  it('is told at once where there is no place at the door, or nobody there', async () => {
    porch.knock = { ok: false, error: refuse('too-many') };
    expect(await knocks()).toMatchObject({ ok: false, error: { code: 'too-many' } });
    expect(session.knocking.current).toMatchObject({ phase: 'failed', cause: { code: 'refused' } });
    porch.hellos = null;
    expect(await knocks()).toMatchObject({ ok: false, error: { code: 'not-connected' } });
    expect(session.knocking.current).toEqual({ phase: 'failed', cause: { code: 'not-reachable' } });
    expect(clock.waiting).toEqual([]);
  });

  it('may go again, and leaves nothing behind', async () => {
    await knocks();
    session.stopKnocking();
    expect(session.knocking.current).toEqual({ phase: 'none' });
    await settled();
    // The people inside are not asked about somebody who went away.
    expect(porch.asked.at(-1)).toEqual({ name: 'stopKnocking', input: { ticket: TICKET } });
    expect(porch.lines.every(({ open: still }) => !still)).toBe(true);
    await knocks();
    porch.cut();
    session.close();
    expect(clock.waiting).toEqual([]);
  });

  it('and came in by a password meanwhile waits no more', async () => {
    await knocks();
    await session.join({ name: '나래', password: '마루 열쇠' });
    await settled();
    expect(session.connection.current.phase).toBe('connected');
    expect(session.knocking.current).toEqual({ phase: 'none' });
    expect(porch.lines.map(({ open: still }) => still)).toEqual([false, true]);
  });
});

describe('a device that was ended', () => {
  const ended = async (code: 'signed-out' | 'removed') => {
    secrets.tokens.set(SERVER, TOKEN);
    porch.turnedAway = refuse(code);
    await open();
    expect(session.connection.current).toMatchObject({ phase: 'offline', cause: { refusal: { code } } });
  };

  it.each(['signed-out', 'removed'] as const)(
    '(%s) says so, and is nobody new however often it is tried',
    async (code) => {
      await ended(code);
      session.connect();
      await settled();
      await clock.pass(limits.backoffMax * 10);
      expect(session.connection.current).toMatchObject({ phase: 'offline', cause: { refusal: { code } } });
      expect(porch.handshakes.every(({ token }) => token === TOKEN)).toBe(true);
    },
  );

  it('starts over when its person wants to; removed, it says who it was', async () => {
    await ended('removed');
    session.startOver();
    await settled();
    expect(session.connection.current.phase).toBe('stranger');
    porch.join = { ok: false, error: refuse('knock-needed') };
    expect(await session.join({ name: '나래' })).toMatchObject({ error: { code: 'knock-needed' } });
    expect(porch.handshakes.at(-1)).toEqual({ protocol: PROTOCOL, former: TOKEN });
    await knocks();
    expect(porch.handshakes.at(-1)).toEqual({ protocol: PROTOCOL, former: TOKEN });
  });

  it('and signed out by its own person, it says nothing of the kind', async () => {
    await ended('signed-out');
    session.startOver();
    await settled();
    await session.join({ name: '나래' });
    expect(porch.handshakes.at(-1)).toEqual({ protocol: PROTOCOL });
  });
});
