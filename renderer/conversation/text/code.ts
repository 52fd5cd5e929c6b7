/** Code as it is drawn: text, and parts that have a name. */
export type Part = string | { what: string; parts: readonly Part[] };

/** What is longer stays plain: telling its parts apart would hold the page up. In UTF-16 code units. */
const LONGEST = 6_000;

/** @returns the code's parts; null where it stays plain */
export async function partsOf(code: string, language: string): Promise<readonly Part[] | null> {
  if (language === '' || code.length > LONGEST) return null;
  const { highlight } = await import('./highlight');
  return highlight(code, language.toLowerCase());
}
