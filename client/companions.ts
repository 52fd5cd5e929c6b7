/** Company as a device keeps it: nothing of it is on a disk, and nothing of it waits for a connection. */
import {
  limits,
  type Answer,
  type CallFunction,
  type Id,
  type Input,
  type Member,
  type NetworkCalls,
  type NetworkPushes,
  type Payload,
  type Reader,
} from '../protocol';
import type { Company, Writing } from './company';
import type { Clock } from './ports';
import { Readers } from './readers';
import { Signal, type Readable } from './signal';

export interface CompanionsHooks {
  /** @throws when there is no connection */
  call: CallFunction<NetworkCalls>;
  connected(): boolean;
  me(): Id | null;
  /** Somebody is a reader of a log now: they have not left its room, nor the server. */
  within(log: Id, member: Id): boolean;
  setStatus(said: Input<NetworkCalls['setStatus']>): Promise<Answer<Member>>;
}

interface Heard {
  signal: Signal<readonly Writing[]>;
  cancel: (() => void) | null;
}

export class Companions implements Company {
  readonly #clock: Clock;
  readonly #hooks: CompanionsHooks;
  readonly #heard = new Map<Id, Heard>();
  /** By log: what the server was told of this person's writing there, and when. */
  readonly #told = new Map<Id, { thread: Id | undefined; at: number }>();
  readonly #readers: Readers;
  #idle = false;

  constructor(clock: Clock, hooks: CompanionsHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#readers = new Readers(clock, hooks);
  }

  writing(log: Id): Readable<readonly Writing[]> {
    return this.#writers(log).signal;
  }

  writes(log: Id, thread?: Id): void {
    if (!this.#hooks.connected()) return;
    const told = this.#told.get(log);
    const now = this.#clock.now();
    // A clock that was set back must not silence anybody.
    const lately = told !== undefined && now >= told.at && now - told.at < limits.typingEvery;
    if (lately && told.thread === thread) return;
    this.#told.set(log, { thread, at: now });
    this.#say({ log, ...(thread === undefined ? {} : { thread }) });
  }

  stopsWriting(log: Id, thread?: Id): void {
    const told = this.#told.get(log);
    if (!told || told.thread !== thread) return;
    this.#told.delete(log);
    if (this.#hooks.connected() && this.#clock.now() - told.at < limits.typingFor)
      this.#say({ log, ...(thread === undefined ? {} : { thread }), stopped: true });
  }

  readers(log: Id): Readable<readonly Reader[]> {
    return this.#readers.of(log);
  }

  setIdle(idle: boolean): void {
    if (this.#idle === idle) return;
    this.#idle = idle;
    if (this.#hooks.connected()) this.#sayIdle();
  }

  setStatus(said: Input<NetworkCalls['setStatus']>): Promise<Answer<Member>> {
    return this.#hooks.setStatus(said);
  }

  /** The connection stands again. Whoever comes is taken to be active. */
  cameIn(): void {
    if (this.#idle) this.#sayIdle();
    this.#readers.again();
  }

  /** Nobody is known to write any more, and nobody knows that this person does. */
  lost(): void {
    this.#told.clear();
    for (const log of this.#heard.keys()) this.#set(log, []);
  }

  typing({ log, writing }: Payload<NetworkPushes['typing']>): void {
    const me = this.#hooks.me();
    this.#set(
      log,
      writing.filter(({ member }) => member !== me),
    );
  }

  reads(push: Payload<NetworkPushes['reads']>): void {
    this.#readers.heard(push);
  }

  /** Rooms or members changed: who has left reads no more. */
  changed(): void {
    this.#readers.refresh();
  }

  /** What somebody was writing is there now: they are not waited for. */
  said(log: Id, author: Id | null): void {
    const { current } = this.#writers(log).signal;
    if (current.some(({ member }) => member === author))
      this.#set(
        log,
        current.filter(({ member }) => member !== author),
      );
    if (author === this.#hooks.me()) this.#told.delete(log);
  }

  close(): void {
    this.#readers.close();
    for (const { cancel } of this.#heard.values()) cancel?.();
  }

  #writers(log: Id): Heard {
    const heard = this.#heard.get(log) ?? { signal: new Signal<readonly Writing[]>([]), cancel: null };
    this.#heard.set(log, heard);
    return heard;
  }

  #set(log: Id, writing: readonly Writing[]): void {
    const heard = this.#writers(log);
    heard.cancel?.();
    heard.cancel = null;
    if (writing.length > 0) {
      // A server that said nothing since: they are not writing any more, or nobody knows.
      heard.cancel = this.#clock.after(limits.typingFor + limits.digestEvery, () => this.#set(log, []));
    } else if (heard.signal.current.length === 0) return;
    heard.signal.set(writing);
  }

  /** At most once: what is not heard is said again with a later key, or was over anyway. */
  #say(input: Input<NetworkCalls['typing']>): void {
    this.#hooks.call('typing', input).catch(() => undefined);
  }

  #sayIdle(): void {
    this.#hooks.call('setIdle', { idle: this.#idle }).catch(() => undefined);
  }
}
