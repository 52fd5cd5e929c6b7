/**
 * Knows when what an input method composes has arrived in a field. A syllable's end is not one event: with ibus the value
 * is without the syllable first, then `compositionend` comes, then an `input` puts the syllable in. Whoever reads the
 * value in between loses it; so who wants to read waits for `settled`.
 */

/** Where no `input` follows the end (macOS, Windows), the value is right by then. */
const GAP_MS = 40;
/** A composition that does not end although it should: the value is taken as it is. */
const PATIENCE_MS = 400;
/** A key so shortly behind an end is the one that made it: nobody presses two keys within it. */
const SAME_KEY_MS = 50;

export class Composition {
  #composing = false;
  #data = '';
  #endedAt = -Infinity;
  /** The last end said what was composed. */
  #brought = false;
  #gap: ReturnType<typeof setTimeout> | null = null;
  #waiting: (() => void)[] = [];
  readonly #onSettled: (() => void) | undefined;

  /** @param onSettled at each end of a composition, once the field's value is whole */
  constructor(onSettled?: () => void) {
    this.#onSettled = onSettled;
  }

  get composing(): boolean {
    return this.#composing;
  }

  /** What is composed is Hangul: its Enter means "send" as well, while other methods' Enter only chooses a candidate. */
  get hangul(): boolean {
    return /\p{Script=Hangul}$/u.test(this.#data);
  }

  /** What is composed stands in Latin letters: Vietnamese, an accent, Pinyin that is taken as it was typed. */
  get latin(): boolean {
    return /\p{Script=Latin}$/u.test(this.#data);
  }

  /** A key that comes now is the one that ended the composition. (`timeStamp` does not tell: fcitx5 passes keys on with times of its own.) */
  get endedNow(): boolean {
    return performance.now() - this.#endedAt < SAME_KEY_MS;
  }

  /** Who cannot wait any longer: where the end brought its text along, that has arrived. */
  hurry(): void {
    if (this.#gap !== null && this.#brought) this.#settle();
  }

  /** Null where the field's value is whole now, else a promise for that moment. */
  get settled(): Promise<void> | null {
    if (!this.#composing && this.#gap === null) return null;
    return new Promise((resolve) => {
      const patience = setTimeout(resolve, PATIENCE_MS);
      this.#waiting.push(() => {
        clearTimeout(patience);
        resolve();
      });
    });
  }

  /** Listens to a field; the returned function stops it. */
  watch(field: EventTarget): () => void {
    const listeners: Record<string, (event: Event) => void> = {
      compositionstart: () => {
        this.hurry();
        this.#composing = true;
        this.#data = '';
        this.#closeGap();
      },
      compositionupdate: (event) => this.#note(event),
      compositionend: (event) => {
        this.#note(event);
        this.#composing = false;
        this.#endedAt = performance.now();
        this.#brought = 'data' in event && event.data !== '';
        this.#closeGap();
        this.#gap = setTimeout(() => this.#settle(), GAP_MS);
      },
      input: () => {
        if (this.#gap !== null) this.#settle();
      },
    };
    for (const [name, listener] of Object.entries(listeners)) field.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) field.removeEventListener(name, listener);
      this.#composing = false;
      this.#settle();
    };
  }

  #note(event: Event): void {
    const data = 'data' in event && typeof event.data === 'string' ? event.data : '';
    if (data) this.#data = data;
  }

  #settle(): void {
    this.#closeGap();
    for (const resolve of this.#waiting.splice(0)) resolve();
    this.#onSettled?.();
  }

  #closeGap(): void {
    if (this.#gap !== null) clearTimeout(this.#gap);
    this.#gap = null;
  }
}
