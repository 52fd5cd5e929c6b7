/** When a timeline asks for lines it does not hold: above the first one, and in holes. Nothing here is reactive. */
import type { VirtualizerHandle } from 'virtua/svelte';
import type { Hole, LogView } from '../../../client';
import type { Row } from './rows';

type Side = 'older' | 'newer';
type HoleRow = Extract<Row, { kind: 'hole' }>;

/** Lines are fetched when they are fewer pixels than this away. */
const NEAR = 1_200;

export interface PagingParts {
  list: () => VirtualizerHandle | undefined;
  rows: () => readonly Row[];
  view: () => LogView;
  loadOlder: () => void;
  fill: (after: number, side: Side) => void;
}

export class Paging {
  readonly #parts: PagingParts;
  /** From which side each hole was asked for last, by the seq before it. */
  readonly #sides = new Map<number, Side>();
  #offset = 0;
  #upward = false;
  #firstBefore = 0;
  #holesBefore: readonly Hole[] = [];

  constructor(parts: PagingParts) {
    this.#parts = parts;
  }

  /** @returns whether the reader went up */
  scrolled(offset: number): boolean {
    if (offset !== this.#offset) this.#upward = offset < this.#offset;
    const up = offset < this.#offset;
    this.#offset = offset;
    return up;
  }

  /** Asks for what is near. */
  look(): void {
    const list = this.#parts.list();
    const view = this.#parts.view();
    if (!list) return;
    const [top, height] = [list.getScrollOffset(), list.getViewportSize()];
    if (top < NEAR && !view.complete && !view.loadingOlder && view.entries.length > 0) this.#parts.loadOlder();
    if (view.holes.length === 0) return;
    for (const [index, row] of this.#parts.rows().entries()) {
      if (row.kind !== 'hole' || row.loading) continue;
      const at = list.getItemOffset(index);
      if (at > top - NEAR && at < top + height + NEAR) this.fill(row);
    }
  }

  /** Asks for a page of a hole, from the side of it that is looked at. */
  fill({ key, after }: HoleRow): void {
    const list = this.#parts.list();
    const index = this.#parts.rows().findIndex((row) => row.key === key);
    if (!list || index === -1) return;
    const [top, start] = [list.getScrollOffset(), list.getItemOffset(index)];
    const above = start + list.getItemSize(index) < top;
    const below = start > top + list.getViewportSize();
    this.#ask(after, above || (this.#upward && !below) ? 'newer' : 'older');
  }

  /** Asks for what lies before the newest lines. @returns false where nothing is missing */
  seek(): boolean {
    const { holes, complete, loadingOlder } = this.#parts.view();
    const hole = holes.at(-1);
    if (hole && !hole.loading) this.#ask(hole.after, 'newer');
    else if (!hole && !complete && !loadingOlder) this.#parts.loadOlder();
    return hole !== undefined || !complete;
  }

  /**
   * To be asked once for each view. True exactly for the change that put lines above those that are looked at: at the
   * beginning, or at a hole's end.
   */
  grewAbove({ entries, holes }: LogView): boolean {
    const first = entries[0]?.seq ?? 0;
    const grown = this.#firstBefore > 0 && first > 0 && first < this.#firstBefore;
    const filled = this.#holesBefore.some(({ after, before }) => {
      const now = holes.find((hole) => hole.after === after);
      return now ? now.before < before : this.#sides.get(after) === 'newer';
    });
    this.#firstBefore = first;
    this.#holesBefore = holes;
    return grown || filled;
  }

  #ask(after: number, side: Side): void {
    this.#sides.set(after, side);
    this.#parts.fill(after, side);
  }
}
