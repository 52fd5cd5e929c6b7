/** A key's fingerprint as six words that two people read out to each other. */
import { comparedPlaces, type Fingerprint, type Language } from '../../protocol';

/** The words in one language. The lists are fetched with the first ones that are shown. */
export async function comparisonWords(fingerprint: Fingerprint, language: Language): Promise<string[]> {
  const lists = await import('./lists');
  // BIP-39 writes Korean in single letters (NFKD); people read, copy and search syllables.
  return comparedPlaces(fingerprint).map((place) => (lists[language][place] ?? '').normalize('NFC'));
}
