/** Schemas for what people type. Each broken rule carries its name, so that the client can say it in the user's language. */
import * as v from 'valibot';
import { limits } from './limits';
import type { Rule } from './refusals';

/** C0 and C1 controls, line separators, and the bidi marks with which one name could pose as another (Unicode TR36 §3.2). */
// eslint-disable-next-line no-control-regex -- controls are exactly what this looks for
const FORBIDDEN_IN_NAMES = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
/** Letters and joiners that draw nothing (the Hangul fillers among them): allowed inside a name, never all of it. */
const INVISIBLE = /[\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0]/gu;

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

/** What a message says: kept as it was typed, but NFC; not only white space. */
export const MessageText = v.pipe(
  v.string('shape' satisfies Rule),
  v.maxLength(limits.messageText, 'long' satisfies Rule),
  v.check((text) => text.trim() !== '', 'empty' satisfies Rule),
  v.transform((text) => text.normalize('NFC')),
);
