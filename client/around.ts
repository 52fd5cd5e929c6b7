/**
 * What stands around the messages of one log: what became of them, the threads that hang on them, how anonymous polls stand.
 * It is read from the entries that come, and from what a server says `about` the messages it answers.
 */
import {
  blank,
  isChange,
  limits,
  type About,
  type Change,
  type Entry,
  type Id,
  type MessageEntry,
  type Tally,
  type ThreadSummary,
} from '../protocol';

/** An answer of the server with messages in it, and what is to be said about them as of that head. */
export interface Answered {
  head: number;
  entries: readonly Entry[];
  about: About;
}

/** A map that is given out as it was, and changed as often as one likes in between. */
class Shared<V> {
  readonly now = new Map<Id, V>();
  #given: ReadonlyMap<Id, V> = new Map();
  #changed = false;

  set(id: Id, value: V): void {
    this.now.set(id, value);
    this.#changed = true;
  }

  delete(id: Id): void {
    if (this.now.delete(id)) this.#changed = true;
  }

  clear(): void {
    for (const id of this.now.keys()) this.delete(id);
  }

  get given(): ReadonlyMap<Id, V> {
    if (this.#changed) this.#given = new Map(this.now);
    this.#changed = false;
    return this.#given;
  }
}

const threadOf = (entry: Entry): Id | undefined => (entry.kind === 'message' ? entry.body.thread : undefined);
const isDeleted = (entry: Entry): boolean => entry.kind === 'message' && entry.body.deleted === true;

export class Around {
  readonly #changes = new Shared<readonly Change[]>();
  readonly #threads = new Shared<ThreadSummary>();
  readonly #tallies = new Shared<Tally>();
  /** Entries that were looked up and are not held: quoted ones, pinned ones, those of threads. */
  readonly #found = new Map<Id, Entry>();
  readonly #held: () => readonly Entry[];
  /** Messages that are deleted: nothing is about them any more. */
  readonly #gone = new Set<Id>();

  /** @param held what the device holds of this log, ascending */
  constructor(held: () => readonly Entry[]) {
    this.#held = held;
  }

  get changes(): ReadonlyMap<Id, readonly Change[]> {
    return this.#changes.given;
  }

  get threads(): ReadonlyMap<Id, ThreadSummary> {
    return this.#threads.given;
  }

  get tallies(): ReadonlyMap<Id, Tally> {
    return this.#tallies.given;
  }

  /** An entry that was looked up. */
  found(id: Id): Entry | null {
    return this.#found.get(id) ?? null;
  }

  /** Entries of this log, ascending; each may come again. To be told before they are held. */
  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (isChange(entry)) this.#change(entry, entries);
      else if (entry.kind === 'message') this.#message(entry);
    }
  }

  /** The answer to a question, whose entries are held, or are not. */
  answered({ head, entries, about }: Answered): void {
    for (const entry of about.changes) if (isChange(entry)) this.#change(entry);
    const summed = new Set(about.threads.map(({ root }) => root));
    for (const { kind, id } of entries) {
      const known = kind === 'message' && !summed.has(id) ? this.#threads.now.get(id) : undefined;
      if (known && known.last <= head) this.#threads.delete(id);
    }
    for (const summary of about.threads) this.#summary(summary);
    // An answer is this person’s own: without their vote they have none, whichever device took it back.
    for (const tally of about.tallies) this.#tallies.set(tally.poll, tally);
  }

  /** Keeps entries that were looked up. */
  lookedUp(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#found.delete(entry.id);
      this.#found.set(entry.id, entry);
      if (entry.kind === 'message' && entry.body.deleted) this.#message(entry);
    }
    for (const id of this.#found.keys()) {
      if (this.#found.size <= limits.heldEntries) return;
      this.#found.delete(id);
    }
  }

  /** As everybody is told, which says nothing of one's own vote. */
  tallied(tallies: readonly Tally[]): void {
    for (const tally of tallies) {
      const mine = tally.mine ?? this.#tallies.now.get(tally.poll)?.mine;
      this.#tallies.set(tally.poll, mine ? { ...tally, mine } : tally);
    }
  }

  /** One's own vote, as it was just answered. */
  voted(tally: Tally): void {
    this.#tallies.set(tally.poll, tally);
  }

  /** Forgets what is about messages that are not held any more: it comes again with them. */
  prune(): void {
    const held = new Set(this.#held().map(({ id }) => id));
    for (const map of [this.#changes, this.#threads, this.#tallies] as readonly Shared<unknown>[])
      for (const id of map.now.keys()) if (!held.has(id) && !this.#found.has(id)) map.delete(id);
  }

  /** Some of what became of messages has passed this device by: what was looked up may be another today. */
  forgetFound(): void {
    this.#found.clear();
  }

  clear(): void {
    for (const map of [this.#changes, this.#threads, this.#tallies] as readonly Shared<unknown>[]) map.clear();
    this.#found.clear();
    this.#gone.clear();
  }

  /** @param among the entries it came with */
  #change(change: Change, among: readonly Entry[] = []): void {
    const { target } = change.body;
    const known = this.#changes.now.get(target) ?? [];
    if (known.some(({ id }) => id === change.id)) return;
    if (change.kind === 'delete') return this.#deleted(change, among);
    if (this.#gone.has(target)) return;
    const later = known.findIndex(({ seq }) => seq > change.seq);
    const before = later < 0 ? known : known.slice(0, later);
    this.#changes.set(target, [...before, change, ...known.slice(before.length)]);
  }

  #deleted(change: Change, among: readonly Entry[]): void {
    const { target } = change.body;
    const is = ({ id }: Entry) => id === target;
    const message = this.#held().find(is) ?? this.#found.get(target) ?? among.find(is);
    const thread = message && !this.#isGone(message) ? threadOf(message) : undefined;
    this.#gone.add(target);
    const summary = thread === undefined ? undefined : this.#threads.now.get(thread);
    if (summary) this.#without(summary);
    const found = this.#found.get(target);
    if (found) this.#found.set(target, blank(found));
    this.#tallies.delete(target);
    this.#changes.set(target, [change]);
  }

  #message(message: MessageEntry): void {
    if (message.body.deleted) {
      this.#gone.add(message.id);
      if (this.#changes.now.get(message.id)?.[0]?.kind !== 'delete') this.#changes.delete(message.id);
      return this.#tallies.delete(message.id);
    }
    const root = message.body.thread;
    if (root === undefined || this.#gone.has(message.id)) return;
    const summary = this.#threads.now.get(root);
    if (!summary || message.seq > summary.last) this.#threads.set(root, withReply(summary, root, message));
  }

  /** Told as of some head: what came since stands on top of it. */
  #summary(summary: ThreadSummary): void {
    const { root, last } = summary;
    const known = this.#threads.now.get(root);
    let now = summary;
    if (known && known.last > last)
      for (const entry of this.#held())
        if (entry.seq > last && entry.kind === 'message' && entry.body.thread === root && !this.#isGone(entry))
          now = withReply(now, root, entry);
    this.#threads.set(root, now);
  }

  #isGone(message: Entry): boolean {
    return this.#gone.has(message.id) || isDeleted(message);
  }

  /** A message of a thread was deleted. */
  #without(summary: ThreadSummary): void {
    const { root, count } = summary;
    if (count <= 1) return this.#threads.delete(root);
    const rest = this.#held().filter((entry) => threadOf(entry) === root && !this.#isGone(entry));
    const last = rest.at(-1);
    this.#threads.set(root, {
      ...summary,
      count: count - 1,
      ...(last ? { last: last.seq, lastAt: last.at } : {}),
    });
  }
}

/** @param before as it stood without this message, which is its last one now */
function withReply(before: ThreadSummary | undefined, root: Id, { seq, at, author }: MessageEntry): ThreadSummary {
  const others = (before?.people ?? []).filter((id) => id !== author);
  const people = [...(author ? [author] : []), ...others].slice(0, limits.threadPeople);
  return { root, count: (before?.count ?? 0) + 1, last: seq, lastAt: at, people };
}
