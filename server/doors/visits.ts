/**
 * Programs that ask by plain requests, each of them as one who is here: a device is connected from its first request on
 * until it has asked nothing for a while, and its session is the same for all it asks.
 */
import { limits, PROTOCOL, refuse, type Answer, type Id, type Refusal, type Via } from '../../protocol';
import type { Admission } from '../admission';
import type { Answering } from '../answering';
import { Bag } from '../bag';
import { attend, recognise, type Attended, type Visitor } from '../attending';
import { CallRate } from '../call-rate';
import type { Context } from '../calls/context';
import { hashToken } from '../secrets';

/** Where a request came from, and by what. */
export interface Origin {
  /** As `addressKey` writes it. */
  readonly address: string;
  readonly via: Via;
  readonly private: boolean;
}

export class Visit {
  readonly member: Id;
  readonly id: string;
  /** Where it is asked from, as `addressKey` writes it. */
  readonly address: string;
  readonly #attended: Attended;
  readonly #touch: () => void;
  readonly #open = new Bag<() => void>();
  #ended = false;
  /** When it is over, if nothing more is asked. */
  until = 0;

  constructor({ id, address }: Visitor, member: Id, attended: Attended, touch: () => void) {
    this.id = id;
    this.address = address;
    this.member = member;
    this.#attended = attended;
    this.#touch = touch;
  }

  /** As Answering.answer: never throws. */
  answer(name: string, input: unknown): Promise<Answer<unknown>> {
    this.#touch();
    return this.#attended.answer(name, [input]);
  }

  /** Why nothing may be asked right now, or null; it counts as a call. */
  admit(): Refusal | null {
    this.#touch();
    return this.#attended.admit();
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Answers that wait, or do not end. */
  get open(): number {
    return this.#open.size;
  }

  /**
   * An answer waits, or does not end: the visit lasts as long.
   *
   * @param end called when the visit is ended before it
   * @returns to be called when it is over
   */
  holds(end: () => void): () => void {
    const takeOut = this.#open.add(end);
    return () => {
      takeOut();
      this.#touch();
    };
  }

  end(): void {
    this.#ended = true;
    for (const end of this.#open.all()) end();
    this.#attended.left();
  }
}

export class Visits {
  readonly #context: Context;
  readonly #answering: Answering;
  readonly #admission: Admission;
  readonly #strangers: CallRate;
  readonly #visits = new Map<string, Promise<Answer<Visit>>>();
  readonly #timers = new Map<string, () => void>();
  #closed = false;

  constructor(context: Context, answering: Answering, admission: Admission) {
    this.#admission = admission;
    this.#context = context;
    this.#answering = answering;
    this.#strangers = new CallRate(context.clock);
  }

  /**
   * The visit of the device whose token this is: begun where there is none, else the one that lasts.
   *
   * @param connection on which it asks
   */
  of(token: string, origin: Origin, connection: Connection): Promise<Answer<Visit>> {
    const key = keyOf(token, origin, connection);
    const before = this.#visits.get(key);
    if (before) return before;
    const begun = this.#begin(key, token, origin);
    this.#visits.set(key, begun);
    void begun.then(
      (answer) => answer.ok || this.#visits.delete(key),
      () => this.#visits.delete(key),
    );
    return begun;
  }

  /** One question of a stranger, who may become a member by it. */
  async ask(name: string, input: unknown, origin: Origin): Promise<Answer<unknown>> {
    const retryAfter = this.#strangers.take(origin.address);
    if (retryAfter > 0) return { ok: false, error: refuse('rate', { retryAfter }) };
    const visitor = visitorOf(this.#context.newId(), origin, () => undefined);
    const attended = attend(this.#context, this.#answering, visitor, { member: null, former: null });
    try {
      return await attended.answer(name, [input]);
    } finally {
      attended.left();
    }
  }

  close(): void {
    this.#closed = true;
    for (const cancel of this.#timers.values()) cancel();
    for (const visit of this.#visits.values()) void visit.then((answer) => answer.ok && answer.value.end());
    this.#visits.clear();
  }

  async #begin(key: string, token: string, origin: Origin): Promise<Answer<Visit>> {
    const who = await recognise(this.#context, origin.address, { protocol: PROTOCOL, token });
    if (!who.ok) return who;
    const { member } = who.value;
    if (member === null) throw new Error('a token is nobody’s');
    if (this.#closed) return { ok: false, error: refuse('closing') };
    if (this.#admission.shut(origin.address)) return { ok: false, error: refuse('server-full') };
    const leave = this.#admission.enter(origin.address);
    const state = { connected: true };
    let visit: Visit | null = null;
    const end = () => {
      if (!state.connected) return;
      state.connected = false;
      leave();
      this.#timers.get(key)?.();
      this.#timers.delete(key);
      this.#visits.delete(key);
      visit?.end();
    };
    const visitor = {
      ...visitorOf(this.#context.newId(), origin, end),
      get connected() {
        return state.connected;
      },
    };
    const attended = attend(this.#context, this.#answering, visitor, who.value);
    const begun = new Visit(visitor, member, attended, () => this.#keep(key, begun, end));
    visit = begun;
    // Whoever was removed while the handshake was on its way.
    if (!state.connected) begun.end();
    else this.#keep(key, begun, end);
    return { ok: true, value: begun };
  }

  /** It lasts for a while from now. */
  #keep(key: string, visit: Visit, end: () => void): void {
    if (visit.ended) return;
    const { clock } = this.#context;
    visit.until = clock.now() + limits.visit;
    // One timer lasts for many questions: it looks how long is left.
    if (this.#timers.has(key)) return;
    const look = () => {
      this.#timers.delete(key);
      if (visit.open > 0) return this.#keep(key, visit, end);
      const left = visit.until - clock.now();
      if (left > 0) this.#timers.set(key, clock.after(left, look));
      else end();
    };
    this.#timers.set(key, clock.after(limits.visit, look));
  }
}

/** What was asked with last on a connection: a program asks with the same token again and again. */
const asked: unique symbol = Symbol('asked');
type Connection = object & { [asked]?: Origin & { token: string; key: string } };

/** Names a visit, and tells no token. */
function keyOf(token: string, { address, via, private: unread }: Origin, connection: Connection): string {
  const before = connection[asked];
  if (before?.token === token && before.address === address && before.via === via && before.private === unread)
    return before.key;
  const key = [hashToken(token), address, via, unread].join(' ');
  connection[asked] = { token, address, via, private: unread, key };
  return key;
}

const visitorOf = (id: string, { address, via, private: unread }: Origin, disconnect: () => void): Visitor => ({
  id,
  address,
  via,
  private: unread,
  known: () => undefined,
  connected: true,
  // What is said comes by the answer that waits for it.
  subscribe: () => undefined,
  disconnect,
});
