/** What a person's process writes down as it happens, one JSON line each; it survives a kill of that process. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Id } from '../../protocol';

export type Line =
  /** About to say number n; written before the client hears of it. */
  | { t: 'intent'; n: number }
  /** The client gave number n this id. */
  | { t: 'sent'; n: number; id: Id }
  /** The server acknowledged it: it must never be lost from now on. */
  | { t: 'acknowledged'; id: Id }
  /** An entry came onto the screen. */
  | { t: 'seen'; seq: number; id: Id; text: string | null }
  /** The connection was gone for so long, in ms. */
  | { t: 'back'; ms: number }
  /** All that is held at the end, as [seq, id]. */
  | { t: 'view'; rows: [number, Id][] };

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
