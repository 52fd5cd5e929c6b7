/** How far others have read the logs somebody looks at: asked for when the first one listens, and kept up while one does. Guests who are gone for long drop out when it is asked again. */
import {
  limits,
  type CallFunction,
  type Id,
  type NetworkCalls,
  type NetworkPushes,
  type Payload,
  type Reader,
} from '../protocol';
import type { Clock } from './ports';
import { Signal, type Readable } from './signal';

interface ReadersHooks {
  /** @throws when there is no connection */
  call: CallFunction<NetworkCalls>;
  connected(): boolean;
  within(log: Id, member: Id): boolean;
}

interface Watched {
  readers: ReadonlyMap<Id, Reader>;
  signal: Signal<readonly Reader[]>;
  listeners: number;
  readable: Readable<readonly Reader[]>;
  /** Raised by each question: only the last one's answer counts. */
  asked: number;
  /** What came while a question was under way may be newer than its answer; null: none is. */
  meanwhile: Payload<NetworkPushes['reads']>['readers'] | null;
  /** Ends the wait for the next question. */
  cancel: (() => void) | null;
}

export class Readers {
  readonly #clock: Clock;
  readonly #hooks: ReadersHooks;
  readonly #watched = new Map<Id, Watched>();

  constructor(clock: Clock, hooks: ReadersHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  of(log: Id): Readable<readonly Reader[]> {
    const there = this.#watched.get(log);
    if (there) return there.readable;
    const signal = new Signal<readonly Reader[]>([]);
    const readable: Readable<readonly Reader[]> = {
      get current() {
        return signal.current;
      },
      subscribe: (listener) => {
        watched.listeners += 1;
        if (watched.listeners === 1) this.#ask(log, watched);
        const stop = signal.subscribe(listener);
        let listens = true;
        return () => {
          if (listens) watched.listeners -= 1;
          listens = false;
          if (watched.listeners === 0) watched.cancel?.();
          stop();
        };
      },
    };
    const watched: Watched = {
      ...{ readers: new Map(), signal, listeners: 0, readable },
      ...{ asked: 0, meanwhile: null, cancel: null },
    };
    this.#watched.set(log, watched);
    return readable;
  }

  /** A new connection: what was heard before it may be old. */
  again(): void {
    for (const [log, watched] of this.#watched) if (watched.listeners > 0) this.#ask(log, watched);
  }

  heard({ log, readers }: Payload<NetworkPushes['reads']>): void {
    const watched = this.#watched.get(log);
    if (!watched || watched.listeners === 0) return;
    watched.meanwhile &&= [...watched.meanwhile, ...readers];
    watched.readers = risen(watched.readers, readers);
    this.#show(log, watched);
    // A guest who was not waited for any more is back, and reads.
    const unknown = readers.some(({ member }) => !watched.readers.has(member) && this.#hooks.within(log, member));
    if (unknown && watched.meanwhile === null) this.#ask(log, watched);
  }

  refresh(): void {
    for (const [log, watched] of this.#watched) if (watched.listeners > 0) this.#show(log, watched);
  }

  close(): void {
    for (const { cancel } of this.#watched.values()) cancel?.();
  }

  #ask(log: Id, watched: Watched): void {
    if (!this.#hooks.connected()) return;
    watched.cancel?.();
    watched.cancel = this.#clock.after(limits.readersEvery, () => this.#ask(log, watched));
    watched.asked += 1;
    watched.meanwhile = [];
    const question = watched.asked;
    this.#hooks.call('readers', { log }).then(
      (answer) => {
        if (!answer.ok || question !== watched.asked) return;
        const told = new Map(answer.value.readers.map((reader) => [reader.member, reader]));
        watched.readers = risen(told, watched.meanwhile ?? []);
        watched.meanwhile = null;
        this.#show(log, watched);
      },
      // The next connection asks again.
      () => undefined,
    );
  }

  #show(log: Id, { readers, signal }: Watched): void {
    signal.set([...readers.values()].filter(({ member }) => this.#hooks.within(log, member)));
  }
}

/** Marks only rise; of somebody who came in the server says since when. Nothing is known of the others. */
function risen(
  readers: ReadonlyMap<Id, Reader>,
  news: Payload<NetworkPushes['reads']>['readers'],
): ReadonlyMap<Id, Reader> {
  const all = new Map(readers);
  for (const { member, seq, since } of news) {
    const before = all.get(member);
    if (since !== undefined) all.set(member, { member, since, seq: Math.max(seq, before?.seq ?? 0) });
    else if (before && seq > before.seq) all.set(member, { ...before, seq });
  }
  return all;
}
