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

/** More marks than this on one letter are decoration that runs over its neighbours (“zalgo”); no script needs them (UAX 15, stream-safe text allows 30, real words have at most 4). */
const PILED = /(\p{M}{4})\p{M}+/gu;

const withoutForbidden = (text: string) =>
  text.replace(FORBIDDEN_IN_NAMES, '').replace(PILED, '$1').replace(/\s+/gu, ' ').trim();

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
const note = (max: number) =>
  v.pipe(
    v.string('shape' satisfies Rule),
    v.maxLength(max, 'long' satisfies Rule),
    v.transform((text) => withoutForbidden(text.normalize('NFC'))),
  );

export const Note = note(limits.note);
/** What a room is about. */
export const Topic = note(limits.topic);
/** What somebody says of themselves. */
export const StatusText = note(limits.statusText);
/** One answer of a poll. */
export const PollOption = name(limits.pollOption);

/** One emoji as people see it: a pictograph with whatever joins, tints or follows it, a flag, or a keycap (UTS 51 §1.4.9). */
const EMOJI =
  /^(?:[0-9#*]\uFE0F?\u20E3|\p{Regional_Indicator}{2}|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?)*)$/u;
export const Emoji = v.pipe(
  v.string('shape' satisfies Rule),
  v.maxLength(limits.emoji, 'long' satisfies Rule),
  v.regex(EMOJI, 'shape' satisfies Rule),
);

/** What a message says: kept as it was typed, but NFC, and marks piled on a letter cut; not only white space. */
export const MessageText = v.pipe(
  v.string('shape' satisfies Rule),
  v.maxLength(limits.messageText, 'long' satisfies Rule),
  v.check((text) => text.trim() !== '', 'empty' satisfies Rule),
  v.transform((text) => text.normalize('NFC').replace(PILED, '$1')),
);
