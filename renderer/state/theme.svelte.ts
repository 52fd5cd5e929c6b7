/** How the document looks: colours, rows, motion, size. A singleton, as a document has one look. */
import type { Settings } from '../../protocol';

/** @returns what `data-theme` names: the palettes of styles/tokens.css */
export function paletteOf(
  theme: Settings['theme'],
  system: { dark: boolean; contrast: boolean },
): 'light' | 'dark' | 'contrast-light' | 'contrast-dark' {
  const side = theme === 'dark' || (theme !== 'light' && system.dark) ? 'dark' : 'light';
  return theme === 'contrast' || (theme === 'system' && system.contrast) ? `contrast-${side}` : side;
}

class LookOfDocument {
  #shown: Settings = { theme: 'system' };
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #contrast = matchMedia('(prefers-contrast: more)');

  constructor() {
    for (const asked of [this.#dark, this.#contrast]) asked.addEventListener('change', () => this.show(this.#shown));
  }

  /** @param zooms whether the page makes itself larger; the window is made so by main */
  show(settings: Settings, zooms = this.#zooms): void {
    this.#shown = settings;
    this.#zooms = zooms;
    const { dataset, style } = document.documentElement;
    dataset['theme'] = paletteOf(settings.theme, { dark: this.#dark.matches, contrast: this.#contrast.matches });
    dataset['density'] = settings.density ?? 'comfortable';
    dataset['motion'] = settings.still ? 'none' : 'any';
    // In percent of what the browser's own settings say: the tokens are in rem.
    const size = zooms && settings.zoom !== undefined && settings.zoom !== 100 ? `${settings.zoom}%` : '';
    if (size !== this.#size) style.fontSize = this.#size = size;
  }

  #zooms = false;
  #size = '';
}

export const theme = new LookOfDocument();
