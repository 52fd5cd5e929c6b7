/** The beginning of a text, in one line, as it was typed. Pure. */

/** More than two lines of a panel hold. */
const LENGTH = 160;

export function excerptOf(text: string): string {
  const line = text
    .slice(0, LENGTH * 2)
    .replace(/\s+/gu, ' ')
    .trim();
  // Cut between signs, not within one.
  const signs = Array.from(line);
  return signs.length > LENGTH || text.length > LENGTH * 2 ? `${signs.slice(0, LENGTH).join('')}…` : line;
}
