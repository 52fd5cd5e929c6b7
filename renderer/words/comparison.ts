/** A key's fingerprint as six words that two people read out to each other. */
import type { Fingerprint, Language } from '../../protocol';

/** Six words of 2,048: the first 66 bits. */
export const COMPARED = 6;
const BITS = 11;

/**
 * The fingerprint's first bits, eleven for each word, the highest first.
 * @returns places in a list of 2,048: the same in every language
 */
export function placesOf(fingerprint: Fingerprint): number[] {
  const bytes = Array.from(atob(fingerprint.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0).toString(2).padStart(8, '0'),
  ).join('');
  return Array.from({ length: COMPARED }, (_, word) => parseInt(bytes.slice(word * BITS, (word + 1) * BITS), 2));
}

/** The words in one language. The lists are fetched with the first ones that are shown. */
export async function comparisonWords(fingerprint: Fingerprint, language: Language): Promise<string[]> {
  const lists = await import('./lists');
  // BIP-39 writes Korean in single letters (NFKD); people read, copy and search syllables.
  return placesOf(fingerprint).map((place) => (lists[language][place] ?? '').normalize('NFC'));
}
