/**
 * What this device holds of one log, and how it gets the rest. At its end it applies `last + 1` and nothing else;
 * whatever is missing there it asks for. Every way to fall behind (a lost push, a reconnect, a sleep) ends in the same
 * `catchUp`. Older entries and holes are fetched when somebody scrolls to them.
 */
import {
  limits,
  type CallFunction,
  type Entry,
  type Id,
  type Input,
  type LogHead,
  type NetworkCalls,
  type Position,
} from '../protocol';
import { Ranges } from './ranges';
import type { Hole } from './views';

export interface ReplicaHooks {
  /** @throws when there is no connection */
  call: CallFunction<NetworkCalls>;
  /** The held entries changed. `news` are those just added at the end. */
  changed(news: readonly Entry[]): void;
  /** The server speaks of another lineage than this replica: everything has to be asked again. */
  foreign(): void;
}

type Span = Pick<Input<NetworkCalls['read']>, 'after' | 'before'>;

export class Replica {
  readonly log: Id;
  readonly #hooks: ReplicaHooks;
  #epoch: Id;
  #head = 0;
  readonly #ranges = new Ranges();
  #catching: Promise<void> | null = null;
  /** Holes that are being filled, by the seq before them. */
  readonly #filling = new Set<number>();
  loadingOlder = false;

  constructor(log: Id, epoch: Id, hooks: ReplicaHooks) {
    this.log = log;
    this.#epoch = epoch;
    this.#hooks = hooks;
  }

  get epoch(): Id {
    return this.#epoch;
  }

  /** Ascending; dense but for `holes`. */
  get entries(): readonly Entry[] {
    return this.#ranges.entries;
  }

  /** The dense run at the end: what is worth keeping for the next start. */
  get newest(): readonly Entry[] {
    return this.#ranges.newest;
  }

  get holes(): Hole[] {
    return this.#ranges.missing.map((missing) => ({ ...missing, loading: this.#filling.has(missing.after) }));
  }

  get head(): number {
    return this.#head;
  }

  /** The first entry of the log is held (or the log is empty). */
  get complete(): boolean {
    return this.#head === 0 || this.#ranges.first === 1;
  }

  get position(): Position | null {
    const last = this.#ranges.newest.at(-1);
    return last ? { log: this.log, epoch: this.#epoch, seq: last.seq, id: last.id } : null;
  }

  /** Takes over what this device kept from an earlier run; only a replica that holds nothing yet does. */
  restore(entries: readonly Entry[]): void {
    if (this.#ranges.last > 0) return;
    this.#ranges.insert(entries);
    this.#head = Math.max(this.#head, this.#ranges.last);
    this.#hooks.changed([]);
  }

  /** Drops all that is held: it belongs to another history. */
  reset(epoch: Id): void {
    this.#epoch = epoch;
    this.#head = 0;
    this.#ranges.clear();
    this.#hooks.changed([]);
  }

  /** Learns of a head; entries that are missing below it are fetched if this replica is in use. */
  noteHead(head: LogHead): void {
    if (head.epoch !== this.#epoch) return this.#hooks.foreign();
    if (head.head > this.#head) this.#head = head.head;
    if (this.#ranges.last > 0 && this.#head > this.#ranges.last) this.#catchUpSoon();
  }

  /** Applies pushed entries: lower ones are known already, a gap before them is fetched. */
  push(epoch: Id, entries: readonly Entry[]): void {
    if (epoch !== this.#epoch) return this.#hooks.foreign();
    const end = entries.at(-1)?.seq ?? 0;
    if (end > this.#head) this.#head = end;
    if (!this.#append(entries) && this.#head > this.#ranges.last) this.#catchUpSoon();
  }

  /** A catch-up that a lost connection ends is taken up by the next resume. */
  #catchUpSoon(): void {
    this.catchUp().catch(() => undefined);
  }

  /**
   * Loads what is missing at the end, up to the head; with nothing held, or far behind, the newest page, which leaves a
   * hole before it. Safe to call at any time.
   * @throws when the connection ends before it is done; what has come by then is kept
   */
  catchUp(): Promise<void> {
    this.#catching ??= this.#catchUp().finally(() => {
      this.#catching = null;
    });
    return this.#catching;
  }

  async #catchUp(): Promise<void> {
    while (this.#head > this.#ranges.last) {
      const { last } = this.#ranges;
      const newestPage = last === 0 || this.#head - last > limits.farBehind;
      const page = await this.#read(newestPage ? { before: this.#head + 1 } : { after: last });
      if (!page || page.length === 0) return;
      if (newestPage) this.#insertNewest(page);
      else if (!this.#append(page)) return;
    }
  }

  /** Loads the page before the first entry held. */
  async loadOlder(): Promise<void> {
    const { first } = this.#ranges;
    if (this.loadingOlder || this.complete || first === 0) return;
    this.loadingOlder = true;
    this.#hooks.changed([]);
    try {
      const page = await this.#read({ before: first });
      // Another lineage may have begun meanwhile: a page that touches nothing held is none of it.
      if (page?.at(-1)?.seq === this.#ranges.first - 1) this.#ranges.insert(page);
    } finally {
      this.loadingOlder = false;
      this.#hooks.changed([]);
    }
  }

  /**
   * Loads a page of the hole after the seq `after`: from the side that somebody came from.
   * Does nothing where there is no such hole, or while it is being filled.
   */
  async fill(after: number, side: 'older' | 'newer'): Promise<void> {
    const hole = this.#ranges.missing.find((missing) => missing.after === after);
    if (!hole || this.#filling.has(after)) return;
    this.#filling.add(after);
    this.#hooks.changed([]);
    try {
      const page = await this.#read(side === 'older' ? { after, before: hole.before } : { before: hole.before });
      const still = this.#ranges.missing.some((missing) => missing.after === after && missing.before === hole.before);
      if (page && still) this.#ranges.insert(page.filter(({ seq }) => seq > after));
    } finally {
      this.#filling.delete(after);
      this.#hooks.changed([]);
    }
  }

  /** @returns null where the page is of no use any more: the lineage changed, or the server refused */
  async #read(span: Span): Promise<readonly Entry[] | null> {
    const epoch = this.#epoch;
    const answer = await this.#hooks.call('read', { log: this.log, epoch, limit: limits.pageEntries, ...span });
    if (this.#epoch !== epoch) return null;
    if (!answer.ok) {
      if (answer.error.code === 'epoch-changed') this.#hooks.foreign();
      return null;
    }
    this.#head = Math.max(this.#head, answer.value.head);
    return answer.value.entries;
  }

  #append(entries: readonly Entry[]): boolean {
    const news = this.#ranges.append(entries);
    if (news) this.#hooks.changed(news);
    return news !== null;
  }

  #insertNewest(page: readonly Entry[]): void {
    const before = this.#ranges.last;
    this.#ranges.insert(page);
    this.#hooks.changed(before === 0 ? [] : page.filter(({ seq }) => seq > before));
  }
}
