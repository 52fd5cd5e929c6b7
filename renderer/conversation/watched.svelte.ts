/** Whether somebody has this page before them: it is visible and has the focus. */
export class Watched {
  #current = $state(now());

  get current(): boolean {
    return this.#current;
  }

  readonly look = (): void => {
    this.#current = now();
  };
}

const now = (): boolean => document.visibilityState === 'visible' && document.hasFocus();
