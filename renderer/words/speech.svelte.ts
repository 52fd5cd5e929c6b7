/** The language of this screen. A singleton, as a document has one language. */
import type { Language } from '../../protocol';
import { en } from './en';
import { Formats } from './formats';
import { ko } from './ko';
import type { Words } from './words';

const dictionaries: Readonly<Record<Language, Words>> = { en, ko };
const formats: Readonly<Record<Language, Formats>> = { en: new Formats('en'), ko: new Formats('ko') };

/** ko for Korean in any region, else English. */
export const languageOf = (tag: string): Language => (/^ko\b/i.test(tag) ? 'ko' : 'en');

class Speech {
  #language: Language = $state('en');

  get language(): Language {
    return this.#language;
  }

  /** All sentences in the language chosen now. Markup that reads them follows a change. */
  get words(): Words {
    return dictionaries[this.#language];
  }

  get formats(): Formats {
    return formats[this.#language];
  }

  /** Switches at once, also the document's `lang`, by which a screen reader and hyphenation go. */
  speak(language: Language): void {
    this.#language = language;
    if (typeof document !== 'undefined') document.documentElement.lang = language;
  }
}

export const speech = new Speech();
