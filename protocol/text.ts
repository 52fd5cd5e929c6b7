/** Schemas for what people type. Each broken rule carries its name, so that the client can say it in the user's language. */
import * as v from 'valibot';
import { limits } from './limits';
import type { Rule } from './refusals';

/** A character class from code points and ranges of them: written so, none of them can hide in the source. */
const oneOf = (...ranges: readonly (number | readonly [number, number])[]) => {
  const escaped = (point: number) => `\\u${point.toString(16).padStart(4, '0')}`;
  return ranges.map((range) => (typeof range === 'number' ? escaped(range) : range.map(escaped).join('-'))).join('');
};

/** C0 and C1 controls, line separators, and the bidi marks with which one name could pose as another (Unicode TR36 §3.2). */
const controls = oneOf([0x00, 0x1f], [0x7f, 0x9f], 0x200b, 0x200e, 0x200f, [0x2028, 0x202e], [0x2060, 0x2069], 0xfeff);
/** Letters and joiners that draw nothing (the Hangul fillers among them): allowed inside a name, never all of it. */
const blanks = oneOf(
  0xad,
  0x34f,
  0x115f,
  0x1160,
  0x17b4,
  0x17b5,
  0x180e,
  0x200c,
  0x200d,
  0x2800,
  0x3164,
  [0xfe00, 0xfe0f],
  0xffa0,
);
const FORBIDDEN_IN_NAMES = new RegExp(`[${controls}]`, 'gu');
const INVISIBLE = new RegExp(`[\\s${blanks}]`, 'gu');

const withoutForbidden = (text: string) => text.replace(FORBIDDEN_IN_NAMES, '').replace(/\s+/gu, ' ').trim();

/** A one-line name: NFC, no controls, no outer space, something to see, 1 to `max` code units. */
const name = (max: number) =>
  v.pipe(
    v.string('shape' satisfies Rule),
    // Long input is refused before anything is computed on it; room is left for what is taken out.
    v.check((text) => text.length <= max * 4, 'long' satisfies Rule),
    v.check((text) => text.trim() !== '', 'empty' satisfies Rule),
    v.transform((text) => withoutForbidden(text.normalize('NFC'))),
    v.check((text) => text.replace(INVISIBLE, '') !== '', 'characters' satisfies Rule),
    v.maxLength(max, 'long' satisfies Rule),
  );

export const MemberName = name(limits.memberName);
export const RoomName = name(limits.roomName);
export const ServerName = name(limits.serverName);

export const Password = v.pipe(
  v.string('shape' satisfies Rule),
  v.nonEmpty('empty' satisfies Rule),
  v.maxLength(limits.password, 'long' satisfies Rule),
);

/** A line or two beside something else: no controls, may be empty. */
export const Note = v.pipe(
  v.string('shape' satisfies Rule),
  v.maxLength(limits.note, 'long' satisfies Rule),
  v.transform((text) => withoutForbidden(text.normalize('NFC'))),
);

/** What a message says: kept as it was typed, but NFC; not only white space. */
export const MessageText = v.pipe(
  v.string('shape' satisfies Rule),
  v.maxLength(limits.messageText, 'long' satisfies Rule),
  v.check((text) => text.trim() !== '', 'empty' satisfies Rule),
  v.transform((text) => text.normalize('NFC')),
);
