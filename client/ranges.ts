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
  #missing: readonly Missing[] | null = null;
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

  get missing(): readonly Missing[] {
    this.#missing ??= this.#runs
      .slice(1)
      .map((run, index) => ({ after: lastOf(this.#runs[index]), before: firstOf(run) }));
    return this.#missing;
  }

  /**
   * Takes entries that follow the last one; lower ones are known already.
   * @returns those that are new, or null where something is missing before them
   */
  append(entries: Run): Run | null {
    const { last } = this;
    if (!this.follows(entries)) return null;
    const news = firstOf(entries) > last ? entries : entries.filter(({ seq }) => seq > last);
    this.#hear(news);
    this.#set([...this.#runs.slice(0, -1), this.newest.concat(this.#blanked(news))]);
    return news;
  }

  /** There are new ones among these, and nothing is missing before them. */
  follows(entries: Run): boolean {
    const { last } = this;
    return lastOf(entries) > last && (last === 0 || firstOf(entries) <= last + 1);
  }

  /** Takes in a dense page wherever it belongs; runs that it touches become one. */
  insert(page: Run): void {
    if (page.length === 0) return;
    this.#hear(page);
    const [first, last] = [firstOf(page), lastOf(page)];
    const touches = (run: Run) => lastOf(run) >= first - 1 && firstOf(run) <= last + 1;
    const touching = this.#runs.filter(touches);
    const run = [
      ...touching.flatMap((held) => held.filter(({ seq }) => seq < first)),
      ...this.#blanked(page),
      ...touching.flatMap((held) => held.filter(({ seq }) => seq > last)),
    ];
    const apart = this.#runs.filter((held) => !touches(held));
    this.#set([...apart, run].sort((a, b) => firstOf(a) - firstOf(b)));
  }

  /** Something that is held stands next to this seq, or at it. */
  reaches(seq: number): boolean {
    return this.#runs.some((run) => firstOf(run) <= seq + 1 && lastOf(run) >= seq - 1);
  }

  /** Drops what is not to stay; a hole is where it was. */
  keep(stays: (seq: number) => boolean): void {
    const runs: Entry[][] = [];
    for (const run of this.#runs) {
      let open: Entry[] | null = null;
      for (const entry of run) {
        if (!stays(entry.seq)) open = null;
        else if (open) open.push(entry);
        else runs.push((open = [entry]));
      }
    }
    this.#set(runs);
  }

  /** These messages are deleted, by whatever word that came. */
  delete(messages: Iterable<Id>): void {
    const before = this.#deleted.size;
    for (const id of messages) this.#deleted.add(id);
    if (this.#deleted.size > before) this.#set(this.#runs.map((run) => this.#blanked(run)));
  }

  clear(): void {
    this.#set([]);
    this.#deleted.clear();
  }

  #set(runs: readonly Run[]): void {
    this.#runs = runs;
    this.#entries = null;
    this.#missing = null;
  }

  #hear(entries: Run): void {
    const gone = entries.flatMap(({ kind, body }) => (kind === 'delete' ? body.target : []));
    if (gone.length > 0) this.delete(gone);
  }

  #blanked(run: Run): Run {
    if (this.#deleted.size === 0) return run;
    const gone = (entry: Entry) =>
      'text' in entry.body &&
      entry.body.text !== '' &&
      this.#deleted.has(entry.kind === 'message' ? entry.id : (targetOf(entry) ?? ''));
    return run.some(gone) ? run.map((entry) => (gone(entry) ? blank(entry) : entry)) : run;
  }
}
