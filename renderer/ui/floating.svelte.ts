/**
 * How bits-ui places what floats beside its trigger. Without its lock on the page, which stayed on the body after a press
 * had opened a menu.
 */
export const floating = { preventScroll: false, strategy: 'fixed', sideOffset: 4, collisionPadding: 8 } as const;

/**
 * What floats is made when it is first wanted, and stays from then on: a page has as many menus as messages and people, and
 * hardly one is opened. Made in a component's script.
 */
export class Wanted {
  readonly #open: () => boolean;
  #was = $state(false);

  constructor(open: () => boolean) {
    this.#open = open;
    $effect(() => {
      if (open()) this.#was = true;
    });
  }

  get current(): boolean {
    return this.#open() || this.#was;
  }
}
