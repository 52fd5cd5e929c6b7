/** Light or dark. A singleton, as a document has one look. */
import type { Theme } from '../../protocol';

class ThemeOfDocument {
  #chosen: Theme = $state('system');
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');

  constructor() {
    this.#dark.addEventListener('change', () => this.show(this.#chosen));
  }

  /** `system` follows the system from then on. */
  show(chosen: Theme): void {
    this.#chosen = chosen;
    document.documentElement.dataset['theme'] = chosen === 'system' ? (this.#dark.matches ? 'dark' : 'light') : chosen;
  }
}

export const theme = new ThemeOfDocument();
