/** Patterns that every dialect of regular expressions reads alike: JSON Schema names one (ECMA-262), tools have their own. */

/** White space as ECMAScript trims it (ECMA-262 §22.1.3.32), written out. */
export const SPACE = '\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
/** What is taken out of a name, and what draws nothing (protocol/text.ts). */
export const UNSEEN =
  '\\u0000- \\u007f-\\u00a0\\u00ad\\u034f\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180e\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0';

/** The end of the planes in which there are letters and pictures (Unicode §2.8). */
const LAST_POINT = 0x1_ff_ff;

const written = (point: number): string =>
  point > 0xff_ff ? String.fromCodePoint(point) : `\\u${point.toString(16).padStart(4, '0')}`;

/** A property of characters (UTS 18 §1.2) as the ranges it stands for. */
function rangesOf(property: string): string {
  const has = new RegExp(property, 'u');
  let text = '';
  for (let point = 0, from = -1; point <= LAST_POINT + 1; point += 1) {
    const inside = point <= LAST_POINT && has.test(String.fromCodePoint(point));
    if (inside && from === -1) from = point;
    if (inside || from === -1) continue;
    text += from === point - 1 ? written(from) : `${written(from)}-${written(point - 1)}`;
    from = -1;
  }
  return `[${text}]`;
}

/**
 * An emoji (protocol/text.ts). What is joined is counted here, so that it keeps within `limits.emoji` in UTF-16 code units;
 * no emoji that people write is longer (UTS 51 §1.4.9: at most three are joined, at most six tags follow one).
 */
export function emojiPattern(): string {
  const picture = `${rangesOf('\\p{Extended_Pictographic}')}(?:\\ufe0f|${rangesOf('\\p{Emoji_Modifier}')})?`;
  const tags = `[${written(0xe0020)}-${written(0xe007e)}]{1,12}${written(0xe007f)}`;
  const flag = `${rangesOf('\\p{Regional_Indicator}')}{2}`;
  return `^(?:[0-9#*]\\ufe0f?\\u20e3|${flag}|${picture}(?:${tags}|(?:\\u200d${picture}){0,5}))$`;
}
