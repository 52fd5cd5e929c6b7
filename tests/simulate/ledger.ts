/** What one person of a simulation said and what came of it, as it happened: what the judge goes by. */
import type { Answer, Draft, Id, NetworkCalls, Output } from '../../protocol';
import type { Line } from '../faults/journal';
import { brief } from '../faults/said';
import type { Writing } from './device-disk';
import type { Noted } from './screen';
import type { Time } from './time';

/** A row of client/'s outbox, as far as one has to know it here. */
interface OutboxRow {
  draft: Draft;
}

/** What waits to be sent, as a view shows it. */
interface Waiting {
  id: Id;
  refused: unknown;
}

export class Ledger {
  readonly journal: Noted[] = [];
  /** What is wrong that the checker's letters do not say. */
  readonly wrong: string[] = [];
  /** Messages whose deletion is on this device's disk, or was acknowledged. */
  readonly removed = new Set<Id>();
  /** What its person was told will not be sent. */
  readonly refused = new Set<Id>();
  /** Edits and reactions by the message they are about. */
  readonly edits = new Map<Id, Id[]>();
  readonly reactions = new Set<Id>();
  /** What stood on the screen as refused, at any time. */
  readonly returned = new Set<Id>();
  /** Whose taking back is on this device's disk. */
  readonly takenBack = new Set<Id>();
  readonly #time: Time;
  readonly #words: Map<Id, string>;
  readonly #numbers = new Map<Id, number>();
  readonly #safe = new Set<Id>();
  readonly #settled = new Set<Id>();
  readonly #withdrawn = new Set<Id>();
  readonly #discarded = new Set<Id>();
  /** In which side log something was said. */
  readonly #sides = new Map<Id, Id>();
  readonly #mine: Id[] = [];
  #next = 0;

  /** @param words what was said under an id, by everybody */
  constructor(time: Time, words: Map<Id, string>) {
    this.#time = time;
    this.#words = words;
  }

  /** The number of what is said next. */
  get next(): number {
    return this.#next;
  }

  /** One of the messages said in the room; undefined where there is none. */
  mine(which: number): Id | undefined {
    return this.#mine.at(-1 - (which % Math.max(1, this.#mine.length)));
  }

  /** Edits and reactions that go with a message. */
  with(message: Id): readonly Id[] {
    return this.edits.get(message) ?? [];
  }

  note(line: Line, epoch: Id | null = null, side: Id | null = null): void {
    this.journal.push({ line, epoch, side });
  }

  /** The next number is about to be said. */
  intend(): void {
    this.note({ t: 'intent', n: this.#next, at: this.#time.now });
  }

  /** The next number was said under this id. */
  said(id: Id): void {
    this.#numbers.set(id, this.#next);
    this.#next += 1;
  }

  message(id: Id, text: string): void {
    this.said(id);
    this.#mine.push(id);
    this.#words.set(id, brief(text));
  }

  whisper(id: Id, text: string, side: Id): void {
    this.said(id);
    this.#sides.set(id, side);
    this.#words.set(id, brief(text));
  }

  about(message: Id, id: Id): void {
    this.said(id);
    this.edits.set(message, [...this.with(message), id]);
  }

  /** @returns whether they were taken back; said before, since the view changes at once */
  withdraw(ids: readonly Id[], act: () => boolean): boolean {
    const all = ids.flatMap((id) => [id, ...this.with(id)]);
    for (const id of all) this.#withdrawn.add(id);
    const done = act();
    if (!done) for (const id of all) this.#withdrawn.delete(id);
    return done;
  }

  discard(id: Id, act: () => boolean): boolean {
    const done = this.withdraw([id], act);
    if (done) this.#discarded.add(id);
    return done;
  }

  /** Of what was taken back just now the device may know nothing any more: then it is said all the same. */
  killed(): void {
    for (const id of this.#discarded) if (!this.takenBack.has(id)) this.#discarded.delete(id);
  }

  /** A change is on the device's disk. */
  written({ table, key: id, row }: Writing): void {
    if (table !== 'outbox') return;
    if (row === null) {
      if (this.#discarded.has(id)) this.takenBack.add(id);
      return;
    }
    const { draft } = JSON.parse(row) as OutboxRow;
    if (draft.kind === 'delete') this.removed.add(draft.body.target);
    const n = this.#numbers.get(id);
    if (n === undefined || this.#safe.has(id)) return;
    this.#safe.add(id);
    this.note({ t: 'sent', n, id }, null, this.#sideOf(id));
    if (!this.#withdrawn.has(id)) return;
    this.#settled.add(id);
    this.note({ t: 'returned', id }, null, this.#sideOf(id));
  }

  /** What the views show as waiting now. */
  looked(all: readonly Waiting[]): void {
    const waiting = new Map(all.map(({ id, refused }) => [id, refused !== null]));
    for (const id of this.#safe) {
      const refused = waiting.get(id);
      if (refused === true) this.returned.add(id);
      if (this.#settled.has(id) || refused === false) continue;
      this.#settled.add(id);
      const back = refused === true || this.#withdrawn.has(id);
      if (refused === true) this.refused.add(id);
      this.note(back ? { t: 'returned', id } : { t: 'acknowledged', id, ms: null }, null, this.#sideOf(id));
    }
  }

  asks(name: string, input: unknown): void {
    if (name !== 'append') return;
    for (const { id } of (input as { entries: { id: Id }[] }).entries)
      if (this.#numbers.has(id) && !this.#safe.has(id)) this.wrong.push(`${id} was sent before it was on the disk`);
  }

  hears(name: string, answer: Answer<unknown>): void {
    if (name !== 'append' || !answer.ok) return;
    const { results, epoch } = answer.value as Output<NetworkCalls['append']>;
    for (const result of results)
      if (result.ok) this.note({ t: 'answered', id: result.id, seq: result.seq }, epoch, this.#sideOf(result.id));
  }

  #sideOf(id: Id): Id | null {
    return this.#sides.get(id) ?? null;
  }
}
