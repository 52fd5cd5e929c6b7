/** Text for programs that may read it as markup, although they were given plain text. */

/** WORD JOINER (U+2060): draws nothing and allows no line break. */
const JOINER = '\u2060';

/**
 * Makes a notification's text literal for every daemon. The freedesktop notification specification lets a daemon parse
 * `<b>`, `<a>`, `<img>` and entities in the body; some do, some show escapes as they are. A word joiner after `<` and `&`
 * ends every tag and entity, and draws nothing in either kind.
 */
export const literal = (text: string): string => text.replace(/[<&]/gu, (sign) => `${sign}${JOINER}`);
