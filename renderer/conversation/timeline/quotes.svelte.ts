/** Messages that others answer, wherever in the log they stand: held ones at once, the rest from the server, once each. */
import { SvelteMap } from 'svelte/reactivity';
import type { LogView, Session } from '../../../client';
import type { Entry, Id } from '../../../protocol';
import { becameOf } from './became';

export type Quote =
  | { state: 'said'; author: Id | null; text: string }
  | { state: 'deleted' }
  /** Not there, or not this person's to read. */
  | { state: 'unknown' }
  | { state: 'fetching' };

/** Lists of entries are replaced whole. */
const byId = new WeakMap<readonly Entry[], ReadonlyMap<Id, Entry>>();

function entryIn({ entries }: LogView, id: Id): Entry | undefined {
  let index = byId.get(entries);
  if (!index) byId.set(entries, (index = new Map(entries.map((entry) => [entry.id, entry]))));
  return index.get(id);
}

export class Quotes {
  readonly #view: (log: Id) => LogView | null;
  readonly #session: Session;
  readonly #found = new SvelteMap<Id, Entry | null>();
  /** By log, what is asked for at the end of this turn. Nothing here is reactive. */
  readonly #wanted: Record<Id, Id[]> = {};
  readonly #asked: Record<Id, true> = {};

  constructor(view: (log: Id) => LogView | null, session: Session) {
    this.#view = view;
    this.#session = session;
  }

  of(log: Id, id: Id): Quote {
    const view = this.#view(log);
    const entry = (view && entryIn(view, id)) ?? this.#found.get(id);
    if (entry === undefined) {
      this.#want(log, id);
      return { state: 'fetching' };
    }
    if (entry?.kind !== 'message') return { state: 'unknown' };
    const changes = view?.changes.get(id);
    if (entry.body.deleted || changes?.some(({ kind }) => kind === 'delete')) return { state: 'deleted' };
    return { state: 'said', author: entry.author, text: becameOf(changes).anew?.text ?? entry.body.text };
  }

  /** What could not be asked for is asked for again, now that there is a connection. */
  again(): void {
    for (const id of Object.keys(this.#asked)) if (!this.#found.has(id)) Reflect.deleteProperty(this.#asked, id);
  }

  #want(log: Id, id: Id): void {
    if (this.#asked[id]) return;
    this.#asked[id] = true;
    const wanted = this.#wanted[log];
    if (wanted) return void wanted.push(id);
    this.#wanted[log] = [id];
    queueMicrotask(() => void this.#ask(log));
  }

  async #ask(log: Id): Promise<void> {
    const ids = this.#wanted[log] ?? [];
    Reflect.deleteProperty(this.#wanted, log);
    const answer = await this.#session.talk.find(log, ids);
    if (!answer.ok) return;
    for (const id of ids) this.#found.set(id, answer.value.find((entry) => entry.id === id) ?? null);
  }
}
