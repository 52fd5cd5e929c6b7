/** The end of a timeline: whether it is in view, and the way there. */
import type { VirtualizerHandle } from 'virtua/svelte';

/** Closer to the end than this counts as being there, in pixels. */
const NEAR = 32;
/** A hand that has not moved the list for so long has let go of it, in ms; as the list's own end of a scroll. */
const LET_GO = 150;

export class End {
  readonly #list: () => VirtualizerHandle | undefined;
  readonly #last: () => number;
  readonly #place: () => HTMLElement | undefined;
  #near = $state(true);
  /** On the way to the end, what is measured on the way may move it up again: only a hand on it means to go up. */
  #heading = false;
  /** Runs while the list is in somebody's hands: what comes in does not move it. */
  #hand: ReturnType<typeof setTimeout> | null = null;

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

  /**
   * Somebody takes the list into their own hands. What they want of it is known with the first move, a frame or two later: until then
   * a line that comes in would undo it, and in a busy room there is always one.
   */
  readonly taken = (): void => {
    this.#heading = false;
    this.#hold();
  };

  /** The list has come to rest. */
  readonly rested = (): void => {
    this.#heading = false;
  };

  scrolled(list: VirtualizerHandle, offset: number, up: boolean): void {
    if (this.#hand !== null) this.#hold();
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

  /** Goes there, whoever has it in hand: somebody wants to. */
  go(): void {
    const list = this.#list();
    this.#release();
    this.#near = true;
    if (!list) return;
    this.#heading = leftBelow(list, list.getScrollOffset()) > 1;
    // The list would hold on to the end for a moment, also against a hand that begins to scroll just then.
    if (!this.#heading) return;
    list.scrollToIndex(this.#last(), { align: 'end' });
  }

  /**
   * Stays there, when something came in or grew. At once and once: the list's own way holds on to the end until all there is measured, also
   * against a hand.
   */
  stay(): void {
    const place = this.#place();
    if (!place || !this.#near || this.#hand !== null) return;
    const left = this.#leftInDocument();
    if (left <= 0) return;
    if (left > 1) this.#heading = true;
    place.scrollTop += left;
  }

  #hold(): void {
    if (this.#hand !== null) clearTimeout(this.#hand);
    this.#hand = setTimeout(() => {
      this.#hand = null;
      this.stay();
    }, LET_GO);
  }

  #release(): void {
    if (this.#hand !== null) clearTimeout(this.#hand);
    this.#hand = null;
  }
}

/** How much there is below what is in view, in pixels. */
const leftBelow = (list: VirtualizerHandle, offset: number): number =>
  list.getScrollSize() - list.getViewportSize() - offset;
