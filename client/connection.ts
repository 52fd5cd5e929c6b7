/**
 * One device's connection to one server: asks who is there, dials, and comes back after every loss.
 * It promises that `opened` runs once for each line that opens, before the state says connected, and that
 * nothing of an older line reaches the hooks after a newer attempt began.
 */
import {
  limits,
  refuse,
  type Answer,
  type CallFunction,
  type Handshake,
  type Hello,
  type Id,
  type NetworkCalls,
  type NetworkPushes,
  type Payload,
  type Refusal,
} from '../protocol';
import { backoff, retryAfter, waitsForPerson } from './backoff';
import { dial } from './dial';
import { formerOf, keepFormer } from './former';
import { unfit } from './hello';
import type { Carrier, Cause, Expected, Line, Ports } from './ports';
import { Signal } from './signal';
import type { ConnectionState } from './views';

export interface ConnectionHooks {
  /** Somebody answers at the address and speaks our version. Runs before anything is dialled. */
  found(hello: Hello): Promise<void>;
  /** The line is a member's: subscribe and catch up. A throw gives the line up and tries again. */
  opened(call: CallFunction<NetworkCalls>): Promise<void>;
  push<N extends keyof NetworkPushes & string>(name: N, payload: Payload<NetworkPushes[N]>): void;
}

/** What a line becomes once it opened: how it ended is in `gone`. */
interface Attempt {
  line: Line | null;
  /** Null until it opened. */
  carrier: Carrier | null;
  closing: boolean;
}

export class Connection {
  readonly state = new Signal<ConnectionState>({ phase: 'connecting' });
  readonly #ports: Ports;
  readonly #url: string;
  readonly #hooks: ConnectionHooks;
  /** The server this address must belong to; learned at the first hello. */
  #server: Id | null;
  /** The key that an invitation named. */
  readonly #fingerprint: string | null;
  /** It has been joined before, so a loss is worth trying again by itself. */
  #known: boolean;
  #attempt: Attempt | null = null;
  #tries = 0;
  #cancelTimer: (() => void) | null = null;
  #cancelEcho: (() => void) | null = null;
  #closed = false;

  constructor(ports: Ports, url: string, { server = null, fingerprint = null }: Expected, hooks: ConnectionHooks) {
    this.#ports = ports;
    this.#url = url;
    this.#server = server;
    this.#fingerprint = fingerprint;
    this.#known = server !== null;
    this.#hooks = hooks;
  }

  /** Starts, or hurries: skips a waiting backoff, and checks a connection that stands with an echo. */
  connect(): void {
    if (this.#closed) return;
    if (this.state.current.phase === 'connected') return void this.#echo();
    if (this.#attempt) return;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.state.current.phase !== 'reconnecting') this.state.set({ phase: 'connecting' });
    void this.#begin();
  }

  /**
   * This device is nobody here any more (`signed-out`, `removed`), and its person wants to come in as somebody new: what it
   * was is put away, and the server is asked again. Until then every attempt ends with that cause.
   */
  async startOver(): Promise<void> {
    const { current } = this.state;
    const code = current.phase === 'offline' && current.cause.code === 'refused' ? current.cause.refusal.code : null;
    if (this.#server !== null && (code === 'signed-out' || code === 'removed')) {
      const token = await this.#ports.secrets.get(this.#server);
      if (token && code === 'removed') await keepFormer(this.#ports, this.#server, token);
      await this.#ports.secrets.set(this.#server, null);
    }
    this.connect();
  }

  /** Who has to answer at the address: what was expected, and whoever answered first. */
  get expected(): Expected {
    return { server: this.#server, fingerprint: this.#fingerprint };
  }

  /**
   * Joins as somebody new, on a line of its own that becomes the member's.
   * @param keep stores the token durably before the join counts as done
   */
  async join<T extends { token: string }>(
    ask: (call: CallFunction<NetworkCalls>) => Promise<Answer<T>>,
    keep: (value: T) => Promise<void>,
  ): Promise<Answer<T>> {
    const state = this.state.current;
    if (this.#closed || this.#attempt || state.phase !== 'stranger')
      return { ok: false, error: refuse('not-connected') };
    const { hello } = state;
    const attempt = this.#newAttempt();
    const line = await this.#dial(attempt, await formerOf(this.#ports, hello.id));
    if ('code' in line) return this.#joinFailed(attempt, hello, line);
    try {
      const answer = await ask(line.call);
      if (!answer.ok) {
        this.#endAttempt(attempt);
        this.state.set({ phase: 'stranger', hello });
        return answer;
      }
      await keep(answer.value);
      this.#known = true;
      // The line went away while the token was being kept: the next one is the member's.
      if (this.#attempt !== attempt) {
        this.connect();
        return answer;
      }
      this.state.set({ phase: 'connecting' });
      void this.#opened(attempt, line);
      return answer;
    } catch {
      return this.#joinFailed(attempt, hello, { code: 'silent' });
    }
  }

  /** @throws when there is no connection, or it ended before the answer */
  readonly call: CallFunction<NetworkCalls> = async (name, input) => {
    const attempt = this.#attempt;
    if (!attempt?.line || this.state.current.phase !== 'connected') throw new Error('not connected');
    try {
      return await attempt.line.call(name, input);
    } catch (error) {
      this.#lost(attempt, { code: 'silent' });
      throw error;
    }
  };

  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    if (this.#attempt) this.#endAttempt(this.#attempt);
  }

  #newAttempt(): Attempt {
    const attempt: Attempt = { line: null, carrier: null, closing: false };
    this.#attempt = attempt;
    return attempt;
  }

  #endAttempt(attempt: Attempt): void {
    if (this.#attempt === attempt) {
      this.#attempt = null;
      this.#stopEcho();
    }
    attempt.line?.close();
    attempt.line = null;
  }

  async #begin(): Promise<void> {
    const attempt = this.#newAttempt();
    const answer = await this.#ports.transport.hello(this.#url, {
      server: this.#server,
      fingerprint: this.#fingerprint,
    });
    if (this.#attempt !== attempt) return;
    if (!answer.ok) return this.#lost(attempt, answer.cause);
    const { hello } = answer;
    const wrong = unfit(hello, this.#server);
    if (wrong) return this.#offline(attempt, wrong);
    this.#server = hello.id;
    await this.#hooks.found(hello);
    const token = await this.#ports.secrets.get(hello.id);
    if (this.#attempt !== attempt) return;
    if (!token) {
      this.#endAttempt(attempt);
      return this.state.set({ phase: 'stranger', hello });
    }
    this.#known = true;
    const line = await this.#dial(attempt, { token });
    if (this.#attempt !== attempt) return;
    if ('code' in line) {
      if (line.code === 'refused' && line.refusal.code === 'token-unknown')
        await this.#ports.secrets.set(hello.id, null);
      return this.#lost(attempt, line);
    }
    await this.#opened(attempt, line);
  }

  /** Resolves with the open line, or with why there is none. */
  async #dial(attempt: Attempt, who: Omit<Handshake, 'protocol'>): Promise<Line | Cause> {
    const current = () => this.#attempt === attempt;
    const opened = await dial(this.#ports.transport, this.#url, who, {
      carrier: (carrier) => {
        attempt.carrier = carrier;
        if (current()) this.state.update((state) => (state.phase === 'connected' ? { ...state, carrier } : state));
      },
      push: (name, payload) => {
        if (!current()) return;
        if (name === 'closing') attempt.closing = true;
        this.#hooks.push(name, payload);
      },
      lost: (cause) => this.#lost(attempt, attempt.closing ? { code: 'closing' } : cause),
    });
    if ('code' in opened) return opened;
    attempt.line = opened.line;
    // An upgrade may have been quicker than this turn.
    attempt.carrier ??= opened.carrier;
    // Given up while it was opening: nothing of it may stay.
    if (!current()) opened.line.close();
    return opened.line;
  }

  async #opened(attempt: Attempt, line: Line): Promise<void> {
    try {
      await this.#hooks.opened(line.call);
    } catch {
      if (this.#attempt === attempt) this.#lost(attempt, { code: 'silent' });
      return;
    }
    if (this.#attempt !== attempt) return;
    this.#tries = 0;
    const since = this.#ports.clock.now();
    this.state.set({ phase: 'connected', carrier: attempt.carrier ?? 'polling', rtt: null, since });
    void this.#echo();
  }

  /** Measures the round trip, and notices a connection that only looks alive. */
  async #echo(): Promise<void> {
    this.#stopEcho();
    const attempt = this.#attempt;
    const asked = this.#ports.clock.now();
    try {
      await this.call('echo', {});
    } catch {
      return;
    }
    if (this.#attempt !== attempt || this.#closed) return;
    const rtt = Math.max(0, this.#ports.clock.now() - asked);
    this.state.update((state) => (state.phase === 'connected' ? { ...state, rtt } : state));
    this.#stopEcho();
    this.#cancelEcho = this.#ports.clock.after(limits.echoInterval, () => void this.#echo());
  }

  #stopEcho(): void {
    this.#cancelEcho?.();
    this.#cancelEcho = null;
  }

  #lost(attempt: Attempt, cause: Cause): void {
    if (this.#attempt !== attempt) return;
    if (!this.#known || waitsForPerson(cause)) return this.#offline(attempt, cause);
    this.#endAttempt(attempt);
    if (this.#closed) return;
    this.#tries += 1;
    const wait = Math.max(retryAfter(cause), backoff(this.#tries - 1, this.#ports.random.fraction()));
    this.state.set({ phase: 'reconnecting', cause, retryAt: this.#ports.clock.now() + wait, attempt: this.#tries });
    this.#cancelTimer = this.#ports.clock.after(wait, () => {
      this.#cancelTimer = null;
      void this.#begin();
    });
  }

  #offline(attempt: Attempt, cause: Cause): void {
    this.#endAttempt(attempt);
    if (!this.#closed) this.state.set({ phase: 'offline', cause });
  }

  #joinFailed(attempt: Attempt, hello: Hello, cause: Cause): { ok: false; error: Refusal } {
    this.#endAttempt(attempt);
    const refused = cause.code === 'refused';
    // A newer attempt has the word.
    if (!this.#attempt) this.state.set(refused ? { phase: 'stranger', hello } : { phase: 'offline', cause });
    return { ok: false, error: refused ? cause.refusal : refuse('not-connected') };
  }
}
