/** What a person's process writes down as it happens, one JSON line each; it survives a kill of that process. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Id } from '../../protocol';

export type Line =
  /** A process of this person starts: the first, or one behind a kill. */
  | { t: 'begun' }
  /** About to say number n, at this time by its own clock; written before the client hears of it. */
  | { t: 'intent'; n: number; at: number }
  /** The client gave number n this id. */
  | { t: 'sent'; n: number; id: Id }
  /** It is in the outbox on the device's disk: no kill may lose it from now on. */
  | { t: 'kept'; id: Id }
  /** The server's own words over the wire: it is in the log at this place. */
  | { t: 'answered'; id: Id; seq: number }
  /** The server said no over the wire; id is null where it said so of a whole batch. */
  | { t: 'refused'; id: Id | null; code: string; kind: 'retry' | 'final' }
  /** The client counts it as said: it must never be lost from now on. ms: since it was sent; null by another process. */
  | { t: 'acknowledged'; id: Id; ms: number | null }
  /** The client shows it as refused for good. */
  | { t: 'returned'; id: Id }
  /** An entry came onto the screen; text is what `brief` makes of it, null for entries that are no messages. */
  | { t: 'seen'; seq: number; id: Id; text: string | null }
  /** The connection, or this process, was gone for so long, in ms. */
  | { t: 'back'; ms: number }
  /** All that is held at the end as [seq, id], and the ranges [first, last] that are known not to be held. */
  | { t: 'view'; rows: [number, Id][]; holes: [number, number][] };

export class Journal {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  write(line: Line): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  /** A kill may cut the last line short; what it would have said never happened. */
  read(): Line[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, 'utf8').split('\n');
    return lines.slice(0, -1).map((line) => JSON.parse(line) as Line);
  }
}
