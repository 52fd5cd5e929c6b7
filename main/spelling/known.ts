/** What is right whatever a dictionary says: names, one's own words, and what is no word. */
import type { SpellingLanguage } from '../../protocol';

const hangul = /^\p{Script=Hangul}+$/u;
/** Laughter and sighs are written with single letters: ㅋㅋㅋ, ㅠㅠ. */
const letters = /[\u3131-\u318e]/u;
/** A word of plain text begins with a capital, or has none: iPhone, JSON and camelCase are something else. */
const plain = /^\p{Lu}?[\p{Ll}\p{M}'’-]+$/u;

/** Whether a dictionary has anything to say of it. */
export function isChecked(word: string, language: SpellingLanguage): boolean {
  if (word.length < 2) return false;
  return language === 'ko' ? hangul.test(word) && !letters.test(word) : plain.test(word);
}

const folded = (word: string): string => word.normalize('NFC').toLowerCase();

export class Known {
  readonly #words = new Set<string>();
  /** Korean ones are met with particles at their end: 나래는, 나래한테도. */
  readonly #stems = new Set<string>();
  #longest = 0;

  /** @param texts words, or names of several */
  constructor(texts: Iterable<string>) {
    for (const text of texts) {
      for (const word of folded(text).split(/[^\p{L}\p{M}\p{N}'’-]+/u)) {
        if (word === '') continue;
        this.#words.add(word);
        if (word.length < 2 || !hangul.test(word)) continue;
        this.#stems.add(word);
        this.#longest = Math.max(this.#longest, word.length);
      }
    }
  }

  has(word: string): boolean {
    const asked = folded(word);
    // Of somebody: Mira's.
    if (this.#words.has(asked) || this.#words.has(asked.replace(/['’]s?$/u, ''))) return true;
    for (let end = Math.min(asked.length, this.#longest); end >= 2; end -= 1)
      if (this.#stems.has(asked.slice(0, end))) return true;
    return false;
  }
}
