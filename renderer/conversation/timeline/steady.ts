/**
 * Keeps what is looked at in its place while lines come and go around it: older pages above, holes that fill, far lines that
 * are dropped. Nothing here is reactive.
 */
import type { VirtualizerHandle } from 'virtua/svelte';
import type { Row } from './row';

/** The line that stays where it is, and how far below the upper edge it stands, in pixels. */
interface Anchor {
  key: string;
  below: number;
}

export class Steady {
  readonly #list: () => VirtualizerHandle | undefined;
  #rows: readonly Row[] = [];
  #drift: Anchor | null = null;

  constructor(list: () => VirtualizerHandle | undefined) {
    this.#list = list;
  }

  /**
   * To be asked once for each new set of lines, before it is drawn.
   * @returns whether they changed above what is looked at: then its distance to the end is what stays
   */
  changedAbove(rows: readonly Row[]): boolean {
    const before = this.#rows;
    this.#rows = rows;
    this.#drift = null;
    const list = this.#list();
    if (!list || before === rows || before.length === 0) return false;
    for (const index of this.#inView(list, before)) {
      const key = before[index]?.key ?? '';
      const now = placeOf(rows, key, index);
      if (now === -1) continue;
      const above = now !== index;
      const below = rows.length - now !== before.length - index;
      // The list can keep the distance to one end only.
      if (above && below) this.#drift = { key, below: list.getItemOffset(index) - list.getScrollOffset() };
      return above;
    }
    return false;
  }

  /** After it was drawn: puts right what the list cannot. */
  settle(): void {
    const [list, drift] = [this.#list(), this.#drift];
    this.#drift = null;
    if (!list || !drift) return;
    const index = this.#rows.findIndex(({ key }) => key === drift.key);
    if (index !== -1) list.scrollTo(list.getItemOffset(index) - drift.below);
  }

  /** Lines that were said, from the upper edge down: dividers and holes come and go. */
  *#inView(list: VirtualizerHandle, rows: readonly Row[]): Generator<number> {
    const top = list.getScrollOffset();
    const end = top + list.getViewportSize();
    for (let index = list.findItemIndex(top); index < rows.length && list.getItemOffset(index) < end; index += 1) {
      const kind = rows[index]?.kind;
      if (kind === 'message' || kind === 'quiet') yield index;
    }
  }
}

/** Most often it is where it was, or as many places further as lines came in above. */
function placeOf(rows: readonly Row[], key: string, index: number): number {
  return rows[index]?.key === key ? index : rows.findIndex((row) => row.key === key);
}
