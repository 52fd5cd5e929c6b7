/** All that this command says to people, in the language they asked for. */
import { comparedPlaces, type Fingerprint, type Language } from '../../protocol';
import { en, type Words } from './en';
import { ko } from './ko';
import * as lists from './lists';

export type { Words } from './en';

export const wordsIn = (language: Language): Words => ({ en, ko })[language];

/** As POSIX finds it: the first of these that says anything. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const said = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value);
  return said?.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

/** A key as six words. BIP-39 writes Korean in single letters (NFKD); people read and compare syllables. */
export const comparisonWords = (fingerprint: Fingerprint, language: Language): string =>
  comparedPlaces(fingerprint)
    .map((place) => (lists[language][place] ?? '').normalize('NFC'))
    .join(' ');
