/**
 * What this device holds of one log: a dense run of entries that only grows at its two ends.
 * It applies `last + 1` and nothing else; whatever is missing it asks for. Every way to fall behind
 * (a lost push, a reconnect, a sleep) ends in the same `catchUp`.
 */
import {
  limits,
  type CallFunction,
  type Entry,
  type Id,
  type LogHead,
  type NetworkCalls,
  type Position,
} from '../protocol';

export interface ReplicaHooks {
  /** @throws when there is no connection */
  call: CallFunction<NetworkCalls>;
  /** The held entries changed. `news` are those just added at the end. */
  changed(news: readonly Entry[]): void;
  /** The server speaks of another lineage than this replica: everything has to be asked again. */
  foreign(): void;
}

/** Further behind than this, the newest page is loaded instead of all that lies between. */
const FAR_BEHIND = 1_000;

export class Replica {
  readonly log: Id;
  readonly #hooks: ReplicaHooks;
  #epoch: Id;
  #head = 0;
  #entries: readonly Entry[] = [];
  #catching: Promise<void> | null = null;
  loadingOlder = false;

  constructor(log: Id, epoch: Id, hooks: ReplicaHooks) {
    this.log = log;
    this.#epoch = epoch;
    this.#hooks = hooks;
  }

  get epoch(): Id {
    return this.#epoch;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get head(): number {
    return this.#head;
  }

  /** The first entry of the log is held (or the log is empty). */
  get complete(): boolean {
    return this.#head === 0 || this.#entries[0]?.seq === 1;
  }

  get position(): Position | null {
    const last = this.#entries.at(-1);
    return last ? { log: this.log, epoch: this.#epoch, seq: last.seq, id: last.id } : null;
  }

  get #last(): number {
    return this.#entries.at(-1)?.seq ?? 0;
  }

  /** Takes over what this device kept from an earlier run; only a replica that holds nothing yet does. */
  restore(entries: readonly Entry[]): void {
    if (this.#entries.length > 0) return;
    this.#entries = entries;
    this.#head = Math.max(this.#head, this.#last);
    this.#hooks.changed([]);
  }

  /** Drops all that is held: it belongs to another history. */
  reset(epoch: Id): void {
    this.#epoch = epoch;
    this.#head = 0;
    this.#entries = [];
    this.#hooks.changed([]);
  }

  /** Learns of a head; entries that are missing below it are fetched if this replica is in use. */
  noteHead(head: LogHead): void {
    if (head.epoch !== this.#epoch) return this.#hooks.foreign();
    if (head.head > this.#head) this.#head = head.head;
    if (this.#entries.length > 0 && this.#head > this.#last) this.#catchUpSoon();
  }

  /** Applies pushed entries: lower ones are known already, a gap before them is fetched. */
  push(epoch: Id, entries: readonly Entry[]): void {
    if (epoch !== this.#epoch) return this.#hooks.foreign();
    const end = entries.at(-1)?.seq ?? 0;
    if (end > this.#head) this.#head = end;
    if (!this.#append(entries) && this.#head > this.#last) this.#catchUpSoon();
  }

  /** A catch-up that a lost connection ends is taken up by the next resume. */
  #catchUpSoon(): void {
    this.catchUp().catch(() => undefined);
  }

  /**
   * Loads what is missing up to the head; with nothing held, the newest page. Safe to call at any time.
   * @throws when the connection ends before it is done; what has come by then is kept
   */
  catchUp(): Promise<void> {
    this.#catching ??= this.#catchUp().finally(() => {
      this.#catching = null;
    });
    return this.#catching;
  }

  async #catchUp(): Promise<void> {
    while (this.#head > this.#last) {
      const epoch = this.#epoch;
      const newestPage = this.#entries.length === 0 || this.#head - this.#last > FAR_BEHIND;
      const range = newestPage ? { before: this.#head + 1 } : { after: this.#last };
      const answer = await this.#hooks.call('read', { log: this.log, epoch, limit: limits.pageEntries, ...range });
      if (this.#epoch !== epoch) return;
      if (!answer.ok) {
        if (answer.error.code === 'epoch-changed') this.#hooks.foreign();
        return;
      }
      this.#head = Math.max(this.#head, answer.value.head);
      const { entries } = answer.value;
      if (newestPage && (entries[0]?.seq ?? 0) > this.#last + 1) this.#replace(entries);
      else if (!this.#append(entries)) return;
    }
  }

  /** Loads the page before the first entry held. */
  async loadOlder(): Promise<void> {
    const first = this.#entries[0]?.seq;
    if (this.loadingOlder || this.complete || first === undefined) return;
    this.loadingOlder = true;
    this.#hooks.changed([]);
    try {
      const epoch = this.#epoch;
      const answer = await this.#hooks.call('read', { log: this.log, epoch, before: first, limit: limits.pageEntries });
      if (!answer.ok || this.#epoch !== epoch) return;
      // A catch-up from far behind may have replaced the run meanwhile: the page must still touch it.
      if (answer.value.entries.at(-1)?.seq !== (this.#entries[0]?.seq ?? 0) - 1) return;
      this.#entries = [...answer.value.entries, ...this.#entries];
    } finally {
      this.loadingOlder = false;
      this.#hooks.changed([]);
    }
  }

  #append(entries: readonly Entry[]): boolean {
    const news = this.#entries.length === 0 ? entries : entries.filter((entry) => entry.seq > this.#last);
    const first = news[0];
    if (!first || (this.#entries.length > 0 && first.seq !== this.#last + 1)) return false;
    this.#entries = [...this.#entries, ...news];
    this.#hooks.changed(news);
    return true;
  }

  #replace(entries: readonly Entry[]): void {
    const before = this.#last;
    this.#entries = entries;
    this.#hooks.changed(before === 0 ? [] : entries.filter((entry) => entry.seq > before));
  }
}
