/**
 * What this device holds of one log, and how it gets the rest. At its end it applies `last + 1` and nothing else;
 * whatever is missing there it asks for. Every way to fall behind (a lost push, a reconnect, a sleep) ends in the same
 * `catchUp`. Older entries and holes are fetched when somebody scrolls to them; of a long log, what is far from there goes.
 */
import {
  limits,
  type Answer,
  type CallFunction,
  type Entry,
  type Id,
  type Input,
  type LogHead,
  type NetworkCalls,
  type Output,
  type Position,
} from '../protocol';
import { Around, type Answered } from './around';
import { Ranges } from './ranges';
import type { Hole } from './views';
import { staying } from './window';

export interface ReplicaHooks {
  /** @throws when there is no connection */
  call: CallFunction<NetworkCalls>;
  /** The held entries changed, or what stands around them. `news` are those just added at the end. */
  changed(news: readonly Entry[]): void;
  /** The server speaks of another lineage than this replica: everything has to be asked again. */
  foreign(): void;
  /** Entries were left out before the newest page: what became of older messages in them is not known. */
  skipped?(): void;
}

type Span = Pick<Input<NetworkCalls['read']>, 'after' | 'before'>;

export class Replica {
  readonly log: Id;
  readonly #hooks: ReplicaHooks;
  #epoch: Id;
  #head = 0;
  #first = 1;
  readonly #ranges = new Ranges();
  readonly around = new Around(() => this.#ranges.entries);
  /** Where somebody looks; null: at the end. */
  #looking: number | null = null;
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

  /** Where what this person may read begins. */
  get first(): number {
    return this.#first;
  }

  set first(first: number) {
    if (first === this.#first) return;
    this.#first = first;
    if (this.#ranges.last > 0) this.#hooks.changed([]);
  }

  /** The first entry of the log that is this person's to read is held (or there is none). */
  get complete(): boolean {
    return this.#head < this.#first || (this.#ranges.first > 0 && this.#ranges.first <= this.#first);
  }

  get position(): Position | null {
    const last = this.#ranges.newest.at(-1);
    return last ? { log: this.log, epoch: this.#epoch, seq: last.seq, id: last.id } : null;
  }

  /** Takes over what this device kept from an earlier run; only a replica that holds nothing yet does. */
  restore(entries: readonly Entry[]): void {
    if (this.#ranges.last > 0) return;
    this.around.add(entries);
    this.#ranges.insert(entries);
    this.#head = Math.max(this.#head, this.#ranges.last);
    this.#hooks.changed([]);
  }

  /** Drops all that is held: it belongs to another history. */
  reset(epoch: Id): void {
    this.#epoch = epoch;
    this.#head = 0;
    this.#looking = null;
    this.#ranges.clear();
    this.around.clear();
    this.#hooks.changed([]);
  }

  /** Learns of a head; entries that are missing below it are fetched if this replica is in use. */
  noteHead(head: LogHead): void {
    this.expect(head);
    if (head.epoch === this.#epoch && this.#ranges.last > 0 && this.#head > this.#ranges.last) this.#catchUpSoon();
  }

  /** The same, where the push that brings the entries is on its way; a lost one is noticed by the next head. */
  expect(head: LogHead): void {
    if (head.epoch !== this.#epoch) return this.#hooks.foreign();
    if (head.head > this.#head) this.#head = head.head;
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
      if (page) this.#insertThere(page);
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
      if (page) this.#insertThere(page.filter(({ seq }) => seq > after && seq < hole.before));
    } finally {
      this.#filling.delete(after);
      this.#hooks.changed([]);
    }
  }

  /** Loads the page in whose middle a seq stands, with holes around it where nothing is held next to it. */
  async goTo(seq: number): Promise<void> {
    this.#looking = seq;
    if (this.entries.some((entry) => entry.seq === seq)) return;
    const after = Math.max(this.#first - 1, seq - (limits.pageEntries >> 1));
    const page = await this.#read({ after });
    if (!page) return;
    this.#insert(page);
    this.#hooks.changed([]);
  }

  /** Loads older entries until one of them is below what is wanted. @throws when there is no connection */
  async reach(below: (entry: Entry) => boolean): Promise<void> {
    await this.catchUp();
    for (let first = 0; first !== this.#ranges.first && this.entries.length < limits.heldEntries;) {
      ({ first } = this.#ranges);
      const [oldest] = this.newest;
      if (!oldest || below(oldest)) return;
      const [hole] = this.#ranges.missing.slice(-1);
      await (hole ? this.fill(hole.after, 'newer') : this.loadOlder());
    }
  }

  /** Anonymous polls change without an entry: of those that are held, how they stand is asked for again. */
  askPolls(): void {
    const polls = this.entries.filter(({ kind, body }) => kind === 'message' && body.poll?.anonymous);
    this.ask(polls.slice(-limits.foundIds).map(({ id }) => id)).catch(() => undefined);
  }

  /** Somebody looks at what is around this seq: the rest may go. */
  lookAt(seq: number): void {
    this.#looking = seq >= (this.#ranges.newest[0]?.seq ?? 0) ? null : seq;
  }

  /** What the server says of messages it was asked for: they are known, and what became of them. */
  answered(answer: Answered): void {
    this.around.answered(answer);
    this.around.lookedUp(answer.entries);
    this.#ranges.delete(answer.entries.flatMap((entry) => (isDeleted(entry) ? entry.id : [])));
    this.#hooks.changed([]);
  }

  /** Asks anew about messages that are held, or were looked up. @throws when there is no connection */
  async ask(ids: readonly Id[]): Promise<void> {
    // Large ones are not answered all at once.
    for (let left = ids; left.length > 0;) {
      const some = left.slice(0, limits.foundIds);
      const found = await this.#answer('find', { log: this.log, epoch: this.#epoch, ids: some });
      if (!found) return;
      this.answered(found);
      const came = new Set(found.entries.map(({ id }) => id));
      const rest = some.filter((id) => came.size > 0 && found.more.includes(id) && !came.has(id));
      left = [...rest, ...left.slice(some.length)];
    }
  }

  async #read(span: Span): Promise<readonly Entry[] | null> {
    const asked = { log: this.log, epoch: this.#epoch, limit: limits.pageEntries, ...span };
    const page = await this.#answer('read', asked);
    if (!page) return null;
    this.#head = Math.max(this.#head, page.head);
    this.around.answered(page);
    return page.entries;
  }

  /** @returns null where the answer is of no use any more: the lineage changed, or the server refused */
  async #answer<N extends 'read' | 'find'>(name: N, input: Input<NetworkCalls[N]>) {
    const epoch = this.#epoch;
    const answer: Answer<Output<NetworkCalls[N]>> = await this.#hooks.call(name, input);
    if (this.#epoch !== epoch) return null;
    if (answer.ok) return answer.value;
    if (answer.error.code === 'epoch-changed') this.#hooks.foreign();
    return null;
  }

  #append(entries: readonly Entry[]): boolean {
    if (!this.#ranges.follows(entries)) return false;
    this.around.add(entries);
    const news = this.#ranges.append(entries);
    this.#trim();
    if (news) this.#hooks.changed(news);
    return news !== null;
  }

  /** Another lineage may have begun meanwhile, or its neighbours have gone: a page that touches nothing held stands alone. */
  #insertThere(page: readonly Entry[]): void {
    const [first, last] = [page[0], page.at(-1)];
    if (!first || !last || !(this.#ranges.reaches(first.seq) || this.#ranges.reaches(last.seq))) return;
    this.#looking = page[page.length >> 1]?.seq ?? null;
    this.#insert(page);
  }

  #insertNewest(page: readonly Entry[]): void {
    const before = this.#ranges.last;
    const older = this.entries;
    this.#insert(page);
    this.#hooks.changed(page.filter(({ seq }) => seq > before));
    if (before > 0 && (this.#ranges.newest[0]?.seq ?? 0) > before) this.#skipped(older);
  }

  /** What became of older messages meanwhile stands in the hole. */
  #skipped(older: readonly Entry[]): void {
    this.around.forgetFound();
    const ids = older.flatMap((entry) => (entry.kind === 'message' && !isDeleted(entry) ? entry.id : []));
    this.ask(ids).catch(() => undefined);
    this.#hooks.skipped?.();
  }

  #insert(page: readonly Entry[]): void {
    this.around.add(page);
    this.#ranges.insert(page);
    this.#trim();
  }

  #trim(): void {
    const stays = staying(this.entries, this.#looking ?? this.#ranges.last);
    if (!stays) return;
    this.#ranges.keep(stays);
    this.around.prune();
  }
}

const isDeleted = (entry: Entry): boolean => entry.kind === 'message' && entry.body.deleted === true;
