/** Sends what waits: one ordered batch in flight per log, until nothing waits or something stops it. */
import {
  limits,
  refuse,
  targetOf,
  type AppendResult,
  type CallFunction,
  type Draft,
  type Id,
  type LogHead,
  type NetworkCalls,
  type Refusal,
} from '../protocol';
import { firstBatch } from './batch';
import { Pauses } from './pauses';
import { FrameTooLarge, type Clock, type Random } from './ports';
import type { Queue } from './queue';
import type { Said } from './said';
import type { Rows, Waiting } from './waiting';

export interface SenderHooks {
  /** Null while there is no connection; a call throws when it ends. */
  call(): CallFunction<NetworkCalls> | null;
  changed(log: Id): void;
  acknowledged(head: LogHead, draft: Draft, result: Extract<AppendResult, { ok: true }>): void;
}

export class Sender {
  readonly #rows: Rows;
  readonly #said: Said;
  readonly #queue: Queue;
  readonly #hooks: SenderHooks;
  readonly #pauses: Pauses;
  /** Logs with a batch under way; true: asked again meanwhile. */
  readonly #busy = new Map<Id, boolean>();
  /** Logs whose batches hold one entry, since a larger one was refused whole. */
  readonly #oneByOne = new Set<Id>();

  constructor(
    { rows, said, queue }: { rows: Rows; said: Said; queue: Queue },
    clock: Clock,
    random: Random,
    hooks: SenderHooks,
  ) {
    this.#rows = rows;
    this.#said = said;
    this.#queue = queue;
    this.#pauses = new Pauses(clock, random, (log) => void this.pump(log));
    this.#hooks = hooks;
  }

  /** Ends all waits between tries. */
  close(): void {
    this.#pauses.clear();
  }

  /** Sends a log's entries, batch after batch, until none waits or something stops it. */
  async pump(log: Id): Promise<void> {
    if (this.#waits(log)) return;
    if (this.#busy.has(log)) return void this.#busy.set(log, true);
    try {
      do {
        this.#busy.set(log, false);
        while (await this.#sendBatch(log));
      } while (this.#busy.get(log) && !this.#waits(log));
    } finally {
      this.#busy.delete(log);
    }
  }

  #waits(log: Id): boolean {
    return this.#pauses.waits(log) && !this.#pauses.slow(log);
  }

  /** What may go out now. While a room is slow that is what changes messages which are there. */
  #due(log: Id): Waiting[] {
    const next = this.#queue.next(log);
    if (!this.#pauses.slow(log)) return next;
    const unsaid = new Set(next.flatMap(({ id, draft }) => (draft.kind === 'message' ? id : [])));
    return next.filter(({ draft }) => draft.kind !== 'message' && !unsaid.has(targetOf(draft) ?? ''));
  }

  async #sendBatch(log: Id): Promise<boolean> {
    const call = this.#hooks.call();
    const chosen = firstBatch(this.#due(log), this.#oneByOne.has(log) ? 1 : limits.batchEntries);
    if (!call || chosen.length === 0) return false;
    const first = chosen.some(({ tried }) => !tried);
    await Promise.all(chosen.map((entry) => this.#markTried(entry)));
    if (first) this.#hooks.changed(log);
    const batch = chosen.filter((entry) => this.#queue.has(entry));
    if (batch.length === 0) return true;
    // While they were being written a connection may have come back, and what another lineage lacks goes first.
    const due = this.#due(log);
    if (batch.some((entry, index) => due[index] !== entry)) return true;
    let answer;
    try {
      const side = batch[0]?.side;
      answer = await call('append', { log, ...(side ? { side } : {}), entries: batch.map(({ draft }) => draft) });
    } catch (error) {
      // The line is gone either way; offered as it is, the batch would end the next one, too.
      if (error instanceof FrameTooLarge)
        this.#wholeRefused(log, batch, refuse('too-large', { limit: limits.frameBytes }));
      return false;
    }
    if (!answer.ok) return this.#wholeRefused(log, batch, answer.error);
    const refusals = answer.value.results.flatMap((result) => {
      const entry = batch.find(({ id }) => id === result.id);
      return entry ? (this.#settle(entry, result, answer.value) ?? []) : [];
    });
    const [pause] = refusals;
    if (pause) this.#pauses.begin(log, pause);
    else if (!this.#pauses.slow(log)) this.#pauses.end(log);
    this.#hooks.changed(log);
    return !pause;
  }

  /** @returns the refusal where the entry stays waiting */
  #settle(entry: Waiting, result: AppendResult, head: LogHead): Refusal | null {
    if (result.ok && head.log !== entry.log) {
      // A command went to its bot, as a whisper: that is where it is from now on. Nobody wants it done again after a restore.
      this.#queue.drop(entry);
      void this.#rows.delete(entry);
      this.#hooks.acknowledged(head, entry.draft, result);
      return null;
    }
    if (result.ok) {
      entry.acknowledged = result.seq;
      void this.#said.keep(entry, head.epoch).then(() => this.#rows.delete(entry));
      this.#hooks.acknowledged(head, entry.draft, result);
      return null;
    }
    if (result.error.kind === 'retry') return result.error;
    this.#refuse(entry, result.error);
    return null;
  }

  #wholeRefused(log: Id, batch: readonly Waiting[], error: Refusal): boolean {
    const [only] = batch;
    if (error.kind === 'retry') {
      this.#pauses.begin(log, error);
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
    if (entry.tried || !this.#queue.has(entry)) return;
    entry.tried = true;
    await this.#rows.write(entry);
  }

  #refuse(entry: Waiting, refused: Refusal): void {
    // Nothing is there to delete, or to take back from: that is what was wanted.
    if (refused.code === 'no-such-entry' && (takesBack(entry.draft) || isNoLoss(entry)))
      return this.#queue.forget(entry);
    entry.refused = refused;
    void this.#rows.write(entry);
  }
}

/** After a restore, its message is gone: nobody would know what to do about it. Words are never dropped so. */
const isNoLoss = ({ again, draft }: Waiting): boolean => again && !('text' in draft.body);

const takesBack = ({ kind, body }: Draft): boolean => kind === 'delete' || ('on' in body && !body.on);
