/**
 * The truth table of notifications: what is told of what arrives, row by row. tests/client/notifying.test.ts holds the
 * function against it, tests/desktop/notifying.story.ts the real window and a real notification daemon.
 */
import type { NoticeFacts, Told } from './notifying';

const NOW = 1_800_000_000_000;
const LATER = NOW + 60_000;

/** An ordinary message in an ordinary room, while the window stands beside another one. */
export const USUAL: NoticeFacts = {
  ...{ why: 'ordinary', own: false, missed: false, window: 'visible', inView: false, atEnd: true },
  ...{ level: 'all', mutedUntil: null, quietUntil: null, now: NOW, offHours: false, systemQuiet: false },
  ...{ locked: false, presenting: false, showText: true, soundOn: true },
};

const told = (toast: Told['toast'], sound: boolean, badge: boolean, flash: boolean): Told => ({
  ...{ toast, sound, badge, flash },
});
const NOTHING = told('none', false, false, false);
const COUNTED = told('none', false, true, false);
const SHOWN = told('full', true, true, false);
const CALLED = told('full', true, true, true);

export interface Row {
  name: string;
  /** What is other than usual. */
  facts: Partial<NoticeFacts>;
  told: Told;
}

const row = (name: string, facts: Partial<NoticeFacts>, told: Told): Row => ({ name, facts, told });

const focused = { window: 'focused' } as const;
const minimised = { window: 'minimised' } as const;
const hidden = { window: 'hidden' } as const;
const here = { inView: true } as const;
const muted = { mutedUntil: LATER };
const quiet = { quietUntil: LATER };

export const rows: readonly Row[] = [
  // How the window stands.
  row('seen: the room is in view, focused and at its end', { ...focused, ...here }, NOTHING),
  row('a mention that is seen', { ...focused, ...here, why: 'mention' }, NOTHING),
  row('somebody reads further up in that room', { ...focused, ...here, atEnd: false }, COUNTED),
  row('the same, by name', { ...focused, ...here, atEnd: false, why: 'mention' }, SHOWN),
  row('focused, another room is open', { ...focused }, SHOWN),
  row('a mention while another room is open', { ...focused, why: 'mention' }, SHOWN),
  row('the room is open, the window has no focus', { ...here }, SHOWN),
  row('a mention there', { ...here, why: 'mention' }, CALLED),
  row('the room is open, the window is minimised', { ...minimised, ...here }, SHOWN),
  row('minimised, another room is open', { ...minimised }, SHOWN),
  row('a mention while minimised', { ...minimised, why: 'mention' }, CALLED),
  row('the room is open, the window is in the tray', { ...hidden, ...here }, SHOWN),
  row('a mention in the tray', { ...hidden, why: 'mention' }, SHOWN),
  // Why it is told.
  row('a direct message', { ...minimised, why: 'direct' }, CALLED),
  row('a keyword', { ...minimised, why: 'keyword' }, CALLED),
  row('an answer', { ...minimised, why: 'reply' }, CALLED),
  row('a whisper', { ...minimised, why: 'whisper' }, CALLED),
  row('a poll', { ...minimised, why: 'poll' }, SHOWN),
  row('a knock', { ...minimised, why: 'knock' }, told('full', true, false, true)),
  row('a knock at the porch one has before oneself', { ...focused, ...here, why: 'knock' }, NOTHING),
  row('an own message', { ...minimised, own: true }, NOTHING),
  row('an own message with one’s own name in it', { ...minimised, own: true, why: 'mention' }, NOTHING),
  // The room's level.
  row('for mentions only: an ordinary message', { ...minimised, level: 'mentions' }, NOTHING),
  row('for mentions only: a poll', { ...minimised, level: 'mentions', why: 'poll' }, NOTHING),
  row('for mentions only: a mention', { ...minimised, level: 'mentions', why: 'mention' }, CALLED),
  row('for mentions only: a direct message', { ...minimised, level: 'mentions', why: 'direct' }, CALLED),
  row('for mentions only: a keyword', { ...minimised, level: 'mentions', why: 'keyword' }, CALLED),
  row('for mentions only: an answer', { ...minimised, level: 'mentions', why: 'reply' }, CALLED),
  row('for mentions only: a whisper', { ...minimised, level: 'mentions', why: 'whisper' }, CALLED),
  row('for nothing: an ordinary message', { ...minimised, level: 'none' }, NOTHING),
  row('for nothing: a mention', { ...minimised, level: 'none', why: 'mention' }, NOTHING),
  // Muted for a while.
  row('muted: an ordinary message', { ...minimised, ...muted }, NOTHING),
  row('muted: a direct message', { ...minimised, ...muted, why: 'direct' }, NOTHING),
  row('muted: a keyword', { ...minimised, ...muted, why: 'keyword' }, NOTHING),
  row('muted: a mention', { ...minimised, ...muted, why: 'mention' }, CALLED),
  row('muted: a whisper', { ...minimised, ...muted, why: 'whisper' }, CALLED),
  row('muted until a moment ago', { ...minimised, mutedUntil: NOW }, SHOWN),
  // Do not disturb.
  row('do not disturb: an ordinary message', { ...minimised, ...quiet }, COUNTED),
  row('do not disturb: a mention', { ...minimised, ...quiet, why: 'mention' }, COUNTED),
  row('do not disturb: a whisper in the tray', { ...hidden, ...quiet, why: 'whisper' }, COUNTED),
  row('do not disturb: a knock', { ...minimised, ...quiet, why: 'knock' }, NOTHING),
  row('do not disturb until a moment ago', { ...minimised, quietUntil: NOW }, SHOWN),
  row('after hours: a mention', { ...minimised, offHours: true, why: 'mention' }, COUNTED),
  row('the system does not disturb: a mention', { ...minimised, systemQuiet: true, why: 'mention' }, COUNTED),
  // What others may see, and what they hear.
  row('locked: a mention', { ...minimised, locked: true, why: 'mention' }, told('textless', true, true, true)),
  row('locked: the room is open behind it', { ...focused, ...here, locked: true }, told('textless', true, true, false)),
  row('presenting: a direct message', { presenting: true, why: 'direct' }, told('textless', true, true, true)),
  row('no text by one’s own wish', { ...minimised, showText: false }, told('textless', true, true, false)),
  row('without sound', { ...minimised, soundOn: false, why: 'mention' }, told('full', false, true, true)),
  // What was missed while the connection was lost.
  row('missed: an ordinary message', { ...minimised, missed: true }, told('digest', true, true, false)),
  row('missed: a mention', { ...minimised, missed: true, why: 'mention' }, told('digest', true, true, true)),
  row('missed, and the window is before them', { ...focused, missed: true, why: 'mention' }, COUNTED),
  row('missed, for mentions only', { ...minimised, missed: true, level: 'mentions' }, NOTHING),
  row('missed: do not disturb', { ...minimised, missed: true, ...quiet, why: 'mention' }, COUNTED),
];
