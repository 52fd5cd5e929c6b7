/** What comes and goes many times a second, in no order. */

interface Cell<T> {
  readonly item: T;
  /** Where it stands; -1 once it was taken out. */
  at: number;
}

/**
 * A Set would do, but for one thing: V8 gives a Set whose members come and go one table after the other, each of which leads
 * to the next (OrderedHashTable::Rehash). Once one of them is old, all that ever stood in a later one lives until the next
 * full collection, with everything it holds on to: of a long poll its request, its answer and its buffers.
 */
export class Bag<T> {
  readonly #cells: Cell<T>[] = [];

  get size(): number {
    return this.#cells.length;
  }

  /** @returns takes it out again; idempotent */
  add(item: T): () => void {
    const cell: Cell<T> = { item, at: this.#cells.length };
    this.#cells.push(cell);
    return () => {
      if (cell.at === -1) return;
      const last = this.#cells.pop();
      if (last && last !== cell) {
        this.#cells[cell.at] = last;
        last.at = cell.at;
      }
      cell.at = -1;
    };
  }

  /** A copy: whoever is called may leave, or let others in. */
  all(): T[] {
    return this.#cells.map(({ item }) => item);
  }
}
