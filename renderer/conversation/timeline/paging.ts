/** When a timeline asks for lines it does not hold: above the first one, and in holes. Nothing here is reactive. */
import type { VirtualizerHandle } from 'virtua/svelte';
import type { LogView } from '../../../client';
import type { HoleRow, Row } from './row';

type Side = 'older' | 'newer';

/** Lines are fetched when they are fewer pixels than this away. */
const NEAR = 1_200;
/** What is looked at is told no more often than this, in milliseconds. */
const TELL_EVERY = 300;

export interface PagingParts {
  list: () => VirtualizerHandle | undefined;
  rows: () => readonly Row[];
  view: () => LogView;
  loadOlder: () => void;
  fill: (after: number, side: Side) => void;
  /** What is looked at stands around this seq of the room. */
  lookAt: (seq: number) => void;
}

export class Paging {
  readonly #parts: PagingParts;
  #offset = 0;
  #upward = false;
  #told = 0;

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
    this.#tell(list, top + height / 2);
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
    this.#parts.fill(after, above || (this.#upward && !below) ? 'newer' : 'older');
  }

  #tell(list: VirtualizerHandle, middle: number): void {
    const now = performance.now();
    if (now - this.#told < TELL_EVERY) return;
    const rows = this.#parts.rows();
    for (let index = list.findItemIndex(middle); index >= 0; index -= 1) {
      const seq = seqOf(rows[index]);
      if (seq === null) continue;
      this.#told = now;
      return this.#parts.lookAt(seq);
    }
  }
}

/** Of the room’s own log. */
function seqOf(row: Row | undefined): number | null {
  if (row?.kind === 'message') return row.whisper ? null : row.seq;
  return row?.kind === 'quiet' ? row.entry.seq : null;
}
