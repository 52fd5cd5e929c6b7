/** Many messages in one room within moments: after the first few, its notification is put up to date once in a while. */
import type { Clock } from '../../client';

/** So many of a room within `WITHIN` ms are shown one by one. */
const FEW = 5;
const WITHIN = 1_000;

interface Place {
  /** Since the room was looked at. */
  count: number;
  /** When the last few were shown. */
  shown: number[];
  /** What is to be shown next, where that is not now. */
  next: (() => void) | null;
  cancel: (() => void) | null;
}

export class Pace {
  readonly #clock: Clock;
  readonly #places = new Map<string, Place>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param show shows it; `count`: so many since the room was looked at; `late`: it stands for several, and makes no noise
   */
  tell(place: string, show: (count: number, late: boolean) => void): void {
    const now = this.#clock.now();
    const here = this.#places.get(place) ?? { count: 0, shown: [], next: null, cancel: null };
    this.#places.set(place, here);
    here.count += 1;
    here.shown = here.shown.filter((at) => now - at < WITHIN);
    if (here.shown.length < FEW && !here.cancel) {
      here.shown.push(now);
      return show(here.count, false);
    }
    here.next = () => show(here.count, true);
    here.cancel ??= this.#clock.after(WITHIN, () => {
      here.cancel = null;
      here.next?.();
      here.next = null;
    });
  }

  /** The room was looked at. */
  forget(place: string): void {
    this.#places.get(place)?.cancel?.();
    this.#places.delete(place);
  }
}
