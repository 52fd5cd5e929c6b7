/**
 * Tells subscribers what was committed. For each log it pushes every seq above the last one it sent, in order, once:
 * from the entries that come with a notice where they follow, else from the store. It obeys what it reads: whoever an
 * entry removes, or takes out of a room, hears neither that entry nor a later one, and who comes in hears it and what follows.
 *
 * Telling a crowd takes long (a write to each of them): the log rests afterwards, and what is committed meanwhile is told
 * together.
 */
import { limits, type Entry, type Id, type LogHead } from '../protocol';
import type { Clock } from './clock';
import { facts, type Logger } from './log';
import type { Outlet } from './outlet';
import { cut } from './store/entries';
import type { Appended, Store } from './store/store';

/** A line after which others hear the log. */
export type Crossing = Extract<Entry, { kind: 'entered' | 'left' }>;
const isCrossing = (entry: Entry | undefined): entry is Crossing => entry?.kind === 'entered' || entry?.kind === 'left';
/** What is not put off: from here on others are told, or somebody is not. */
const isUrgent = (entry: Entry): boolean => isCrossing(entry) || entry.kind === 'removed';
/** For how long a log rests that was told to so many, in ms; 0: not at all. */
const restAfter = (listeners: number): number =>
  listeners < limits.crowd.least ? 0 : Math.min(listeners * limits.crowd.rest, limits.crowd.longest);

interface Line {
  epoch: Id;
  /** The highest seq known to be committed. */
  head: number;
  /** The highest seq that was pushed. */
  sent: number;
  reading: boolean;
  /** Ends the rest it takes; null: it takes none. */
  resting: (() => void) | null;
  /** Committed while it rests, and not told yet. */
  held: Entry[];
}

const headTold = (log: Id, { epoch, head, sent, resting }: Line): LogHead => ({
  log,
  epoch,
  head: resting ? sent : head,
});

export interface FeedParts {
  store: Pick<Store, 'read'>;
  outlet: Outlet;
  clock: Pick<Clock, 'after'>;
  log: Logger;
}

/** What an entry does to those who hear. */
export interface Consequences {
  /** Ends all connections of a member, at once. */
  removed(member: Id): void;
  /** Lets those who come in hear a log from now on, and those who leave no more. */
  crossed(log: Id, entry: Crossing): void;
}

export class Feed {
  readonly #parts: FeedParts;
  readonly #consequences: Consequences;
  readonly #lines = new Map<Id, Line>();

  /** @param heads of all logs: what is there before the first subscriber is not pushed */
  constructor(parts: FeedParts, heads: readonly LogHead[], consequences: Consequences) {
    this.#parts = parts;
    this.#consequences = consequences;
    for (const head of heads) this.open(head);
  }

  /** Of all logs, as `told`. */
  get heads(): LogHead[] {
    return [...this.#lines].map(([log, line]) => headTold(log, line));
  }

  /** The head that others are told of: what waits for the end of a rest is on its way, and nobody is to ask for it. */
  told(log: Id): LogHead | null {
    const line = this.#lines.get(log);
    return line ? headTold(log, line) : null;
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
    if (!this.#lines.has(log))
      this.#lines.set(log, { epoch, head, sent: head, reading: false, resting: null, held: [] });
  }

  /** Something was committed. Never throws. */
  notice({ head: { log, head }, added }: Pick<Appended, 'head' | 'added'>): void {
    const line = this.#lines.get(log);
    if (!line) return;
    line.head = Math.max(line.head, head);
    if (line.reading || line.sent >= line.head) return;
    if (!line.resting || added.some(isUrgent) || line.held.length + added.length > limits.pageEntries)
      return this.#tell(log, line, added);
    // What comes behind a gap is read with what is missing there, when the rest is over.
    if (added[0]?.seq === line.sent + line.held.length + 1) line.held.push(...added);
  }

  /** Tells what waits for the end of a rest, and rests no more. */
  close(): void {
    for (const [log, line] of this.#lines) if (line.resting) this.#tell(log, line, []);
    for (const { resting } of this.#lines.values()) resting?.();
  }

  /** What follows what was sent is at hand, or in the store. */
  #tell(log: Id, line: Line, added: readonly Entry[]): void {
    for (const some of [line.held.splice(0), added]) if (some[0]?.seq === line.sent + 1) this.#send(log, line, some);
    if (line.sent < line.head) void this.#catchUp(log, line);
  }

  #send(log: Id, line: Line, entries: readonly Entry[]): void {
    for (let rest = [...entries]; rest.length > 0;) {
      if (isCrossing(rest[0])) this.#consequences.crossed(log, rest[0]);
      const next = rest.findIndex((entry, at) => at > 0 && isCrossing(entry));
      const together = next === -1 ? rest : rest.slice(0, next);
      const page = cut(together.slice(0, limits.pageEntries), limits.pageBytes, 'start');
      rest = rest.slice(page.length);
      for (const entry of page) if (entry.kind === 'removed') this.#consequences.removed(entry.body.member);
      line.sent = page.at(-1)?.seq ?? line.sent;
      const listeners = this.#parts.outlet.push({ log }, 'entries', { log, epoch: line.epoch, entries: page });
      this.#rest(log, line, restAfter(listeners));
    }
  }

  /** From now on, instead of a rest it takes already. */
  #rest(log: Id, line: Line, duration: number): void {
    line.resting?.();
    line.resting = null;
    if (duration === 0) return;
    line.resting = this.#parts.clock.after(duration, () => {
      line.resting = null;
      if (!line.reading && line.sent < line.head) this.#tell(log, line, []);
    });
  }

  async #catchUp(log: Id, line: Line): Promise<void> {
    line.reading = true;
    try {
      while (line.sent < line.head) {
        const page = await this.#parts.store.read({ log, after: line.sent, limit: limits.pageEntries });
        // A line that is committed and not noticed yet waits: whoever comes in by it is not let in by now.
        const noticed = page?.entries.filter(({ seq }) => seq <= line.head) ?? [];
        if (noticed.length === 0) return;
        this.#send(log, line, noticed);
      }
    } catch (error) {
      // Nothing is lost: the next notice reads again, and heads make clients ask.
      this.#parts.log.warn({ ...facts(error), log }, 'could not read what to push');
    } finally {
      line.reading = false;
    }
  }
}
