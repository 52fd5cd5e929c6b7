/**
 * Keeps what is looked at in its place while lines come and go around it: older pages above, holes that fill, far lines that
 * are dropped. Nothing here is reactive.
 */
import type { VirtualizerHandle } from 'virtua/svelte';
import type { Row } from './row';

export class Steady {
  readonly #list: () => VirtualizerHandle | undefined;
  #rows: readonly Row[] = [];

  constructor(list: () => VirtualizerHandle | undefined) {
    this.#list = list;
  }

  /**
   * The list can keep the distance to one end only: where lines change on both sides of what is looked at, those below
   * change first.
   * @returns what is to be drawn now; where that is not all of it, this is to be asked again once it is drawn
   */
  next(rows: Row[]): Row[] {
    const stays = this.#staying(rows);
    if (!stays) return rows;
    const { index, now } = stays;
    const before = this.#rows;
    if (now === index || rows.length - now === before.length - index) return rows;
    const between = [...before.slice(0, index), ...rows.slice(now)];
    return new Set(between.map(({ key }) => key)).size === between.length ? between : rows;
  }

  /**
   * To be asked once for each new set of lines, before it is drawn.
   * @returns whether they changed above what is looked at: then its distance to the end is what stays
   */
  changedAbove(rows: readonly Row[]): boolean {
    const stays = this.#staying(rows);
    this.#rows = rows;
    return stays !== null && stays.now !== stays.index;
  }

  /** The first line in view that is still there: where it was among all lines, and where it is. */
  #staying(rows: readonly Row[]): { index: number; now: number } | null {
    const before = this.#rows;
    const list = this.#list();
    if (!list || before === rows || before.length === 0) return null;
    for (const index of this.#inView(list, before)) {
      const now = placeOf(rows, before[index]?.key ?? '', index);
      if (now !== -1) return { index, now };
    }
    return null;
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
