/** How many colours faces have: `--face-0` and up in tokens.css. */
export const FACES = 10;

/** A colour's number from a member's id, the same on every device (FNV-1a, 32 bits). */
export function faceOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < id.length; place += 1) hash = Math.imul(hash ^ id.charCodeAt(place), 0x01000193);
  return (hash >>> 0) % FACES;
}

const graphemes = 'Segmenter' in Intl ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : null;

/** The first thing one sees of a name: a syllable, a letter, a whole emoji. */
export function initialOf(name: string): string {
  const text = name.trim();
  const first = graphemes ? graphemes.segment(text)[Symbol.iterator]().next().value?.segment : [...text][0];
  return (first ?? '?').toLocaleUpperCase();
}
