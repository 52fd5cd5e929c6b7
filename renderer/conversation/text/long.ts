/** Texts that would fill the screen begin folded. Pure. */

const LINES = 20;
const SIGNS = 2_000;

/**
 * @returns the beginning of a long text, as much of it as is shown folded; null for one that is shown whole. What is cut
 * off is always more than what a "show all" takes itself.
 */
export function beginningOf(text: string): string | null {
  const lines = lineEnd(text, LINES);
  const end = Math.min(lines, SIGNS);
  if (text.length <= end || (text.length - end < SIGNS / 8 && lineEnd(text, LINES + 4) >= text.length)) return null;
  if (end === lines) return text.slice(0, lines);
  // Between two words, or at least between two signs.
  const gap = Math.max(text.lastIndexOf(' ', end), text.lastIndexOf('\n', end));
  if (gap > end - 200) return text.slice(0, gap);
  return text.slice(0, /[\uD800-\uDBFF]/u.test(text[end - 1] ?? '') ? end - 1 : end);
}

/** Where the first lines of a text end; behind it where it has no more. */
function lineEnd(text: string, lines: number): number {
  let at = -1;
  for (let line = 0; line < lines; line += 1) {
    at = text.indexOf('\n', at + 1);
    if (at === -1) return Infinity;
  }
  return at;
}
