import { onMount, tick } from 'svelte';

/**
 * How bits-ui places what floats beside its trigger. Without its lock on the page, which stayed on the body after a press
 * had opened a menu.
 */
export const floating = { preventScroll: false, strategy: 'fixed', sideOffset: 4, collisionPadding: 8 } as const;

/**
 * The library's own trigger, which takes the place of one that rested (Resting.svelte): with it the focus that was on the other. Made in
 * a component's script.
 */
export class TakingOver {
  /** Bound to the trigger. */
  button: HTMLElement | null = $state(null);
  #ready = $state(false);

  constructor() {
    onMount(
      () =>
        void tick().then(() => {
          // The focus was on the one that is gone: it is where it comes back to.
          if (document.activeElement === document.body) this.button?.focus({ preventScroll: true });
          this.#ready = true;
        }),
    );
  }

  /** Before that nothing is opened: what opens remembers where the focus was. */
  get ready(): boolean {
    return this.#ready;
  }
}
