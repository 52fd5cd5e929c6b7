/**
 * The last entries of logs that are asked for again and again, as they were told: who polls is answered from here, and the
 * store is left in peace. Each is written as JSON once, however many ask.
 */
import { limits, type Id, type NetworkPushes, type Payload } from '../../protocol';
import type { Place } from './catching-up';

interface Tail {
  epoch: Id;
  /** The seq of the first one here; dense from there on. */
  first: number;
  /** Each entry, as JSON. */
  texts: string[];
  bytes: number;
}

export class Tails {
  /** Of the logs asked for, the one that was asked for last at the end; null: nothing of it was told since. */
  readonly #tails = new Map<Id, Tail | null>();
  #last: Id | null = null;

  /** What is told of a log, in its order. */
  take({ log, epoch, entries }: Payload<NetworkPushes['entries']>): void {
    const before = this.#tails.get(log);
    const [first] = entries;
    if (before === undefined || !first) return;
    // A deletion blanks what stands before it: that is read anew.
    if (entries.some(({ kind }) => kind === 'delete')) return void this.#tails.set(log, null);
    const follows = before?.epoch === epoch && before.first + before.texts.length === first.seq;
    const tail = follows ? before : { epoch, first: first.seq, texts: [], bytes: 0 };
    for (const entry of entries) {
      const text = JSON.stringify(entry);
      tail.texts.push(text);
      tail.bytes += Buffer.byteLength(text);
    }
    while (tail.texts.length > limits.pageEntries || tail.bytes > limits.pageBytes) {
      tail.bytes -= Buffer.byteLength(tail.texts.shift() ?? '');
      tail.first += 1;
    }
    this.#tails.set(log, tail);
  }

  /**
   * @param place where it was looked, in this turn, whether it is theirs to read
   * @param head of the log
   * @returns writes, in this turn, what comes after the place, as JSON of a list, where all of it is here; else null, and from
   * now on what is told of that log is kept
   */
  after({ log, epoch, after }: Place, head: number, limit: number): (() => string) | null {
    const tail = this.#tails.get(log) ?? null;
    this.#asked(log, tail);
    // What was committed and not told yet may be a deletion.
    if (tail?.epoch !== epoch || after < tail.first - 1 || tail.first + tail.texts.length - 1 !== head) return null;
    const from = after - tail.first + 1;
    return () => `[${tail.texts.slice(from, from + limit).join(',')}]`;
  }

  /** Puts it at the end; where everybody asks for the same one it stands there. */
  #asked(log: Id, tail: Tail | null): void {
    if (this.#last === log) return;
    this.#last = log;
    this.#tails.delete(log);
    this.#tails.set(log, tail);
    for (const [oldest] of this.#tails) {
      if (this.#tails.size <= limits.tails) return;
      this.#tails.delete(oldest);
    }
  }
}
