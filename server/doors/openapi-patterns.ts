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

const known = new Map<string, string>();

/** A property of characters (UTS 18 §1.2) as the ranges it stands for. */
function rangesOf(property: string): string {
  const before = known.get(property);
  if (before !== undefined) return before;
  const has = new RegExp(property, 'u');
  let text = '';
  for (let point = 0, from = -1; point <= LAST_POINT + 1; point += 1) {
    const inside = point <= LAST_POINT && has.test(String.fromCodePoint(point));
    if (inside && from === -1) from = point;
    if (inside || from === -1) continue;
    text += from === point - 1 ? written(from) : `${written(from)}-${written(point - 1)}`;
    from = -1;
  }
  known.set(property, `[${text}]`);
  return `[${text}]`;
}

/** An expression with the flag `u`, without what that flag alone gives. */
export const portable = ({ source }: RegExp): string =>
  source
    .replace(/\\p\{\w+\}/g, rangesOf)
    .replace(/\\u\{([0-9A-F]+)\}/gi, (_, hex: string) => written(parseInt(hex, 16)));
