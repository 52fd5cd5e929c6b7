/**
 * The entries a device holds of one log: runs that are dense in themselves, with holes between them. The newest run is
 * the one that grows. Pure; what it gives out is never changed in place.
 */
import { blank, targetOf, type Entry, type Id } from '../protocol';

type Run = readonly Entry[];

/** Entries that are missing between two held ones: those with `after < seq < before`. */
export interface Missing {
  after: number;
  before: number;
}

const firstOf = (run: Run | undefined): number => run?.[0]?.seq ?? 0;
const lastOf = (run: Run | undefined): number => run?.at(-1)?.seq ?? 0;

export class Ranges {
  /** Ascending, none of them empty, none touching the next. */
  #runs: readonly Run[] = [];
  #entries: Run | null = null;
  /** Messages known to be deleted: a page that was under way meanwhile may still have their text. */
  readonly #deleted = new Set<Id>();

  /** All that is held, ascending; dense but for `missing`. */
  get entries(): Run {
    this.#entries ??= this.#runs.length === 1 ? (this.#runs[0] ?? []) : this.#runs.flat();
    return this.#entries;
  }

  /** The run that grows at its end. */
  get newest(): Run {
    return this.#runs.at(-1) ?? [];
  }

  /** The lowest and the highest seq held; 0 where nothing is. */
  get first(): number {
    return firstOf(this.#runs[0]);
  }

  get last(): number {
    return lastOf(this.#runs.at(-1));
  }

  get missing(): Missing[] {
    return this.#runs.slice(1).map((run, index) => ({ after: lastOf(this.#runs[index]), before: firstOf(run) }));
  }

  /**
   * Takes entries that follow the last one; lower ones are known already.
   * @returns those that are new, or null where something is missing before them
   */
  append(entries: Run): Run | null {
    const news = entries.filter(({ seq }) => seq > this.last);
    if (news.length === 0 || (this.last > 0 && firstOf(news) !== this.last + 1)) return null;
    this.insert(news);
    return news;
  }

  /** Takes in a dense page wherever it belongs; runs that it touches become one. */
  insert(page: Run): void {
    if (page.length === 0) return;
    const [first, last] = [firstOf(page), lastOf(page)];
    const touches = (run: Run) => lastOf(run) >= first - 1 && firstOf(run) <= last + 1;
    const touching = this.#runs.filter(touches);
    for (const { kind, body } of page) if (kind === 'delete') this.#deleted.add(body.target);
    const run = [
      ...touching.flatMap((held) => held.filter(({ seq }) => seq < first)),
      ...page,
      ...touching.flatMap((held) => held.filter(({ seq }) => seq > last)),
    ];
    const apart = this.#runs.filter((held) => !touches(held));
    this.#runs = [...apart, run].sort((a, b) => firstOf(a) - firstOf(b));
    this.#blankDeleted();
    this.#entries = null;
  }

  clear(): void {
    this.#runs = [];
    this.#entries = null;
    this.#deleted.clear();
  }

  #blankDeleted(): void {
    if (this.#deleted.size === 0) return;
    const gone = (entry: Entry) =>
      'text' in entry.body &&
      entry.body.text !== '' &&
      this.#deleted.has(entry.kind === 'message' ? entry.id : (targetOf(entry) ?? ''));
    this.#runs = this.#runs.map((run) =>
      run.some(gone) ? run.map((entry) => (gone(entry) ? blank(entry) : entry)) : run,
    );
  }
}
