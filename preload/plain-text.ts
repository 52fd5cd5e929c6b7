/** What of a text is language. Pure. */

/** Code, addresses, @people, #rooms, /commands, :emoji:, and names of files: whatever is no word is nobody's mistake. */
const other = [
  /```[\s\S]*?(?:```|$)/gu,
  /`[^`\n]*`?/gu,
  /\b[a-z][a-z0-9+.-]*:\/\/\S+/giu,
  /\bwww\.\S+/giu,
  /\S+@\S+\.\S+/gu,
  /[@#]\S+/gu,
  /^\/\S+/gmu,
  /:[a-z0-9_+-]+:/giu,
  /\S*[\\/_]\S*/gu,
  /\S+\.[a-z0-9]{2,}\b/giu,
  /\S*\p{N}\S*/gu,
];

/** @returns the text with everything else left out */
export const plainText = (text: string): string => other.reduce((left, pattern) => left.replace(pattern, ' '), text);
