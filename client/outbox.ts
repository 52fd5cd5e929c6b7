/**
 * Entries this device has made and not yet seen acknowledged. An entry gets its id once and is on the device's disk
 * before it is first tried; it leaves on an acknowledgement, or when the person discards a refused one.
 * One ordered batch is in flight per log, so a sender's entries keep their order.
 */
import {
  limits,
  MessageText,
  parse,
  type Answer,
  type AppendResult,
  type CallFunction,
  type Draft,
  type Id,
  type LogHead,
  type NetworkCalls,
  type Refusal,
} from '../protocol';
import type { Clock, Random, Table } from './ports';
import { backoff } from './backoff';
import { firstBatch } from './batch';
import type { Pending } from './views';

interface Kept extends Pending {
  server: Id;
  log: Id;
}

interface Waiting extends Kept {
  written: Promise<unknown>;
  /** The acknowledged seq, while the entry itself has not come back yet. */
  acknowledged: number | null;
}

export interface OutboxHooks {
  /** Null while there is no connection; a call throws when it ends. */
  call(): CallFunction<NetworkCalls> | null;
  changed(log: Id): void;
  acknowledged(head: LogHead, draft: Draft, result: Extract<AppendResult, { ok: true }>): void;
}

export class Outbox {
  readonly #table: Table<Kept>;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #hooks: OutboxHooks;
  #server: Id | null = null;
  #waiting: Waiting[] = [];
  /** Logs with a batch under way; true: asked again meanwhile. */
  readonly #busy = new Map<Id, boolean>();
  /** Logs whose last batch was refused for now; `cancel` is null once the wait is over and the next try runs. */
  readonly #pauses = new Map<Id, { tries: number; cancel: (() => void) | null }>();
  /** Logs whose batches hold one entry, since a larger one was refused whole. */
  readonly #oneByOne = new Set<Id>();

  constructor(table: Table<Kept>, clock: Clock, random: Random, hooks: OutboxHooks) {
    this.#table = table;
    this.#clock = clock;
    this.#random = random;
    this.#hooks = hooks;
  }

  /** Takes up what an earlier run of this device left for this server. */
  async load(server: Id): Promise<void> {
    if (this.#server === server) return;
    this.#server = server;
    const kept = (await this.#table.all()).filter((entry) => entry.server === server);
    const known = new Set(this.#waiting.map(({ id }) => id));
    const older = kept
      .filter(({ id }) => !known.has(id))
      .map((entry) => ({ ...entry, written: Promise.resolve(), acknowledged: null }));
    // Version 7 ids sort by the time they were made.
    this.#waiting = [...older.sort((a, b) => (a.id < b.id ? -1 : 1)), ...this.#waiting];
    for (const log of new Set(older.map((entry) => entry.log))) this.#hooks.changed(log);
  }

  pending(log: Id): Pending[] {
    return this.#waiting
      .filter((entry) => entry.log === log)
      .map(({ id, text, at, tried, refused }) => ({ id, text, at, tried, refused }));
  }

  /** @returns the new entry's id, or the limit its text breaks */
  add(server: Id, log: Id, text: string): Answer<Id> {
    const parsed = parse(MessageText, text);
    if (!parsed.ok) return parsed;
    const kept: Kept = {
      id: this.#random.id(),
      server,
      log,
      text: parsed.value,
      at: this.#clock.now(),
      refused: null,
      tried: false,
    };
    this.#waiting.push({ ...kept, written: this.#table.put(kept.id, kept), acknowledged: null });
    this.#hooks.changed(log);
    void this.pump(log);
    return { ok: true, value: kept.id };
  }

  discard(log: Id, id: Id): boolean {
    const entry = this.#waiting.find((candidate) => candidate.id === id && candidate.log === log);
    if (!entry || (entry.tried && !entry.refused)) return false;
    this.#forget(entry);
    this.#hooks.changed(log);
    return true;
  }

  /** The log is held up to `last` now, with `ids` among it: those rows are no longer pending ones. */
  arrived(log: Id, ids: ReadonlySet<Id>, last: number): void {
    const here = (entry: Waiting) => ids.has(entry.id) || (entry.acknowledged !== null && entry.acknowledged <= last);
    for (const entry of this.#waiting.filter((candidate) => candidate.log === log && here(candidate)))
      this.#forget(entry);
  }

  /** Sends what waits in every log, also where a wait was going on: the connection is new. */
  pumpAll(): void {
    this.close();
    for (const log of new Set(this.#waiting.map((entry) => entry.log))) void this.pump(log);
  }

  close(): void {
    for (const pause of this.#pauses.values()) pause.cancel?.();
    this.#pauses.clear();
  }

  /** Sends a log's entries, batch after batch, until none waits or something stops it. */
  async pump(log: Id): Promise<void> {
    if (this.#pauses.get(log)?.cancel) return;
    if (this.#busy.has(log)) return void this.#busy.set(log, true);
    try {
      do {
        this.#busy.set(log, false);
        while (await this.#sendBatch(log));
      } while (this.#busy.get(log) && !this.#pauses.get(log)?.cancel);
    } finally {
      this.#busy.delete(log);
    }
  }

  async #sendBatch(log: Id): Promise<boolean> {
    const call = this.#hooks.call();
    const next = this.#waiting.filter((entry) => entry.log === log && !entry.refused && entry.acknowledged === null);
    const chosen = firstBatch(next, this.#oneByOne.has(log) ? 1 : limits.batchEntries);
    if (!call || chosen.length === 0) return false;
    const first = chosen.some(({ tried }) => !tried);
    await Promise.all(chosen.map((entry) => this.#markTried(entry)));
    if (first) this.#hooks.changed(log);
    const batch = chosen.filter((entry) => this.#waiting.includes(entry));
    if (batch.length === 0) return true;
    const drafts = batch.map(({ id, text }): Draft => ({ id, kind: 'message', body: { text } }));
    let answer;
    try {
      answer = await call('append', { log, entries: drafts });
    } catch {
      return false;
    }
    if (!answer.ok) return this.#wholeRefused(log, batch, answer.error);
    let pause = false;
    for (const result of answer.value.results) {
      const entry = batch.find(({ id }) => id === result.id);
      const draft = drafts.find(({ id }) => id === result.id);
      if (!entry || !draft) continue;
      if (result.ok) {
        entry.acknowledged = result.seq;
        void this.#table.delete(entry.id);
        this.#hooks.acknowledged(answer.value, draft, result);
      } else if (result.error.kind === 'final') this.#refuse(entry, result.error);
      else {
        this.#pause(log, result.error);
        pause = true;
      }
    }
    if (!pause) this.#pauses.delete(log);
    this.#hooks.changed(log);
    return !pause;
  }

  #wholeRefused(log: Id, batch: readonly Waiting[], error: Refusal): boolean {
    const [only] = batch;
    if (error.kind === 'retry') {
      this.#pause(log, error);
      return false;
    }
    if (batch.length === 1 && only) this.#refuse(only, error);
    this.#oneByOne.add(log);
    this.#hooks.changed(log);
    return true;
  }

  async #markTried(entry: Waiting): Promise<void> {
    await entry.written;
    // It may have been discarded while it was being written.
    if (entry.tried || !this.#waiting.includes(entry)) return;
    entry.tried = true;
    await this.#write(entry);
  }

  #refuse(entry: Waiting, refused: Refusal): void {
    entry.refused = refused;
    void this.#write(entry);
  }

  #write(entry: Waiting): Promise<void> {
    const { id, server, log, text, at, refused, tried } = entry;
    return this.#table.put(id, { id, server, log, text, at, refused, tried });
  }

  #forget(entry: Waiting): void {
    this.#waiting = this.#waiting.filter((candidate) => candidate !== entry);
    void entry.written.then(() => this.#table.delete(entry.id));
  }

  #pause(log: Id, refusal: Refusal): void {
    const last = this.#pauses.get(log);
    last?.cancel?.();
    const tries = (last?.tries ?? 0) + 1;
    const wait = Math.max(refusal.retryAfter ?? 0, backoff(tries - 1, this.#random.fraction()));
    const cancel = this.#clock.after(wait, () => {
      this.#pauses.set(log, { tries, cancel: null });
      void this.pump(log);
    });
    this.#pauses.set(log, { tries, cancel });
  }
}
