/** What waits on this device for one server, in the order it was said, and which of it may go out. */
import { limits, targetOf, type Id, type Side } from '../protocol';
import type { Clock, Random } from './ports';
import type { Pending } from './views';
import { byOrder, toWaiting, type Rows, type Waiting } from './waiting';

type Said = Pick<Waiting, 'server' | 'log' | 'side' | 'others' | 'draft'>;

export class Queue {
  readonly #rows: Rows;
  readonly #clock: Clock;
  readonly #random: Random;
  #waiting: Waiting[] = [];
  #last = 0;

  constructor(rows: Rows, clock: Clock, random: Random) {
    this.#rows = rows;
    this.#clock = clock;
    this.#random = random;
  }

  get logs(): ReadonlySet<Id> {
    return new Set(this.#waiting.map(({ log }) => log));
  }

  get sides(): ReadonlyMap<Id, Side> {
    return new Map(this.#waiting.flatMap(({ log, side }) => (side ? [[log, side] as const] : [])));
  }

  get all(): readonly Waiting[] {
    return this.#waiting;
  }

  of(log: Id): Waiting[] {
    return this.#waiting.filter((entry) => entry.log === log);
  }

  pending(log: Id): Pending[] {
    return this.of(log).map((entry) => {
      const { id, draft, at, tried, refused } = entry;
      const { kind, body } = draft;
      const text = 'text' in body ? body.text : '';
      return { id, kind, target: targetOf(draft), text, body, at, tried, refused, held: this.held(entry) };
    });
  }

  has(entry: Waiting): boolean {
    return this.#waiting.includes(entry);
  }

  find(log: Id, id: Id): Waiting | undefined {
    return this.of(log).find((entry) => entry.id === id);
  }

  /** What waits to change a message. */
  changes(log: Id, target: Id): Waiting[] {
    return this.of(log).filter((entry) => targetOf(entry.draft) === target);
  }

  /** Too old to go out unasked. */
  held({ at, confirmed, acknowledged }: Waiting): boolean {
    return !confirmed && acknowledged === null && this.#clock.now() - at > limits.sendUnasked;
  }

  /** What may go out, in order. A change never goes before its message, and nothing else waits for either. */
  next(log: Id): Waiting[] {
    const all = this.of(log);
    const stuck = new Set(all.filter((entry) => entry.refused !== null || this.held(entry)).map(({ id }) => id));
    return all.filter(
      ({ id, draft, acknowledged }) => acknowledged === null && !stuck.has(id) && !stuck.has(targetOf(draft) ?? ''),
    );
  }

  newId(): Id {
    return this.#random.id();
  }

  add(said: Said): Waiting {
    const entry = toWaiting({
      ...said,
      id: said.draft.id,
      n: (this.#last += 1),
      at: this.#clock.now(),
      refused: null,
      tried: false,
    });
    this.#waiting.push(entry);
    void this.#rows.write(entry);
    return entry;
  }

  /** Entries that were said before, each back in its place. */
  takeUp(entries: readonly Waiting[]): void {
    const known = new Set(this.#waiting.map(({ id }) => id));
    this.#waiting = [...entries.filter(({ id }) => !known.has(id)), ...this.#waiting].sort(byOrder);
    this.rise(this.#waiting.at(-1)?.n ?? 0);
  }

  /** What is said from now on stands behind place `n`. */
  rise(n: number): void {
    this.#last = Math.max(this.#last, n);
  }

  /** Takes an entry out; its row is for the caller to delete. */
  drop(entry: Waiting): void {
    this.#waiting = this.#waiting.filter((candidate) => candidate !== entry);
  }

  /** Takes an entry out, and off the disk. */
  forget(entry: Waiting): void {
    this.drop(entry);
    void this.#rows.delete(entry);
  }
}
