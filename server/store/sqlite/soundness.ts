/**
 * Whether a database is as it was when it was closed last. It was whole then: what was read and written went through SQLite,
 * which notices a page that is none. So it need not be looked through again, which takes as long as reading all of it.
 */
import { rmSync, statSync, writeFileSync, readFileSync } from 'node:fs';

export class Soundness {
  readonly #file: string;
  readonly #mark: string;
  readonly #least: number;

  /** @param least bytes below which it is looked through in any case */
  constructor(file: string, least: number) {
    this.#file = file;
    this.#mark = `${file}.sound`;
    this.#least = least;
  }

  /** True where nobody has touched it since. From then on it is not known to be whole, until it is `closed`. */
  take(): boolean {
    try {
      const told = readFileSync(this.#mark, 'utf8');
      rmSync(this.#mark);
      return this.#size() >= this.#least && told === this.#print();
    } catch {
      // Not closed as it should have been, or never: or what says so cannot be taken away.
      return false;
    }
  }

  /** It was closed, and all that was in its journal is in it. */
  closed(): void {
    try {
      writeFileSync(this.#mark, this.#print(), { mode: 0o600 });
    } catch {
      // The next start takes longer, and nothing else.
    }
  }

  #size(): number {
    return statSync(this.#file).size;
  }

  #print(): string {
    const { size, mtimeNs, ino } = statSync(this.#file, { bigint: true });
    return `${size} ${mtimeNs} ${ino}`;
  }
}
