/** The end of a timeline: whether it is in view, and the way there. */
import type { VirtualizerHandle } from 'virtua/svelte';

/** Closer to the end than this counts as being there, in pixels. */
const NEAR = 32;

export class End {
  readonly #list: () => VirtualizerHandle | undefined;
  readonly #last: () => number;
  readonly #place: () => HTMLElement | undefined;
  #near = $state(true);
  /** On the way to the end, what is measured on the way may move it up again: only a hand on it means to go up. */
  #heading = false;

  /**
   * @param last the index of the last line
   * @param place what scrolls
   */
  constructor(list: () => VirtualizerHandle | undefined, last: () => number, place: () => HTMLElement | undefined) {
    this.#list = list;
    this.#last = last;
    this.#place = place;
  }

  /** It is in view, and stays there while lines come in. */
  get near(): boolean {
    return this.#near;
  }

  leave(): void {
    this.#near = false;
  }

  /** Somebody takes the list into their own hands; or it has come to rest. */
  readonly taken = (): void => {
    this.#heading = false;
  };

  scrolled(list: VirtualizerHandle, offset: number, up: boolean): void {
    const below = leftBelow(list, offset);
    if (below <= NEAR) this.#near = true;
    else if (up && !this.#heading && this.#leftInDocument() > NEAR) this.#near = false;
  }

  /** A window that grows pushes the list up, and the list learns of its new size only after that. */
  #leftInDocument(): number {
    const place = this.#place();
    return place ? place.scrollHeight - place.clientHeight - place.scrollTop : 0;
  }

  /** Leaves the end for a line, which may stand there as well. @param options where in view the line is to be */
  show(index: number, options: Parameters<VirtualizerHandle['scrollToIndex']>[1]): void {
    const list = this.#list();
    if (!list) return;
    this.leave();
    list.scrollToIndex(index, options);
    // Where nothing had to move, nobody is told of a move.
    requestAnimationFrame(() => {
      const offset = list.getScrollOffset();
      const below = list.getItemOffset(index) - offset;
      if (below >= 0 && below < list.getViewportSize()) this.scrolled(list, offset, false);
    });
  }

  /** Goes there. */
  go(): void {
    const list = this.#list();
    this.#near = true;
    if (!list) return;
    this.#heading = leftBelow(list, list.getScrollOffset()) > 1;
    // The list would hold on to the end for a moment, also against a hand that begins to scroll just then.
    if (!this.#heading) return;
    list.scrollToIndex(this.#last(), { align: 'end' });
  }
}

/** How much there is below what is in view, in pixels. */
const leftBelow = (list: VirtualizerHandle, offset: number): number =>
  list.getScrollSize() - list.getViewportSize() - offset;
