/**
 * Tells subscribers what was committed. For each log it pushes every seq above the last one it sent, in order, once:
 * from the entries that come with a notice where they follow, else from the store. It obeys what it reads: whoever an
 * entry removes, or takes out of a room, hears neither that entry nor a later one, and who comes in hears it and what follows.
 */
import { limits, type Entry, type Id, type LogHead } from '../protocol';
import { facts, type Logger } from './log';
import type { Outlet } from './outlet';
import { cut } from './store/entries';
import type { Appended, Store } from './store/store';

/** A line after which others hear the log. */
export type Crossing = Extract<Entry, { kind: 'entered' | 'left' }>;
const isCrossing = (entry: Entry | undefined): entry is Crossing => entry?.kind === 'entered' || entry?.kind === 'left';

interface Line {
  epoch: Id;
  /** The highest seq known to be committed. */
  head: number;
  /** The highest seq that was pushed. */
  sent: number;
  reading: boolean;
}

export class Feed {
  readonly #store: Pick<Store, 'read'>;
  readonly #outlet: Outlet;
  readonly #log: Logger;
  readonly #removed: (member: Id) => void;
  readonly #crossed: (log: Id, entry: Crossing) => void;
  readonly #lines = new Map<Id, Line>();

  /**
   * @param heads of all logs: what is there before the first subscriber is not pushed
   * @param removed ends all connections of a member, at once
   * @param crossed lets those who come in hear a log from now on, and those who leave no more
   */
  constructor(
    store: Pick<Store, 'read'>,
    outlet: Outlet,
    log: Logger,
    heads: readonly LogHead[],
    removed: (member: Id) => void = () => {},
    crossed: (log: Id, entry: Crossing) => void = () => {},
  ) {
    this.#store = store;
    this.#outlet = outlet;
    this.#log = log;
    this.#removed = removed;
    this.#crossed = crossed;
    for (const head of heads) this.open(head);
  }

  get heads(): LogHead[] {
    return [...this.#lines].map(([log, { epoch, head }]) => ({ log, epoch, head }));
  }

  head(log: Id): LogHead | null {
    const line = this.#lines.get(log);
    return line ? { log, epoch: line.epoch, head: line.head } : null;
  }

  /** The highest seq of a log that was pushed. */
  sent(log: Id): number {
    return this.#lines.get(log)?.sent ?? 0;
  }

  /** A new log, whose first entries come with the push that tells of it. */
  open({ log, epoch, head }: LogHead): void {
    if (!this.#lines.has(log)) this.#lines.set(log, { epoch, head, sent: head, reading: false });
  }

  /** Something was committed. Never throws. */
  notice({ head: { log, head }, added }: Pick<Appended, 'head' | 'added'>): void {
    const line = this.#lines.get(log);
    if (!line) return;
    line.head = Math.max(line.head, head);
    if (line.reading || line.sent >= line.head) return;
    if (added[0]?.seq === line.sent + 1) this.#send(log, line, added);
    if (line.sent < line.head) void this.#catchUp(log, line);
  }

  #send(log: Id, line: Line, entries: readonly Entry[]): void {
    for (let rest = [...entries]; rest.length > 0;) {
      if (isCrossing(rest[0])) this.#crossed(log, rest[0]);
      const next = rest.findIndex((entry, at) => at > 0 && isCrossing(entry));
      const together = next === -1 ? rest : rest.slice(0, next);
      const page = cut(together.slice(0, limits.pageEntries), limits.pageBytes, 'start');
      rest = rest.slice(page.length);
      for (const entry of page) if (entry.kind === 'removed') this.#removed(entry.body.member);
      line.sent = page.at(-1)?.seq ?? line.sent;
      this.#outlet.push({ log }, 'entries', { log, epoch: line.epoch, entries: page });
    }
  }

  async #catchUp(log: Id, line: Line): Promise<void> {
    line.reading = true;
    try {
      while (line.sent < line.head) {
        const page = await this.#store.read({ log, after: line.sent, limit: limits.pageEntries });
        // A line that is committed and not noticed yet waits: whoever comes in by it is not let in by now.
        const noticed = page?.entries.filter(({ seq }) => seq <= line.head) ?? [];
        if (noticed.length === 0) return;
        this.#send(log, line, noticed);
      }
    } catch (error) {
      // Nothing is lost: the next notice reads again, and heads make clients ask.
      this.#log.warn({ ...facts(error), log }, 'could not read what to push');
    } finally {
      line.reading = false;
    }
  }
}
