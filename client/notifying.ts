/**
 * How a person is told of what arrives: one function of the facts, whose rows stand in notifying-table.ts. What it promises:
 * what somebody has before them is told by nothing else, do-not-disturb silences toast, sound and flash alike and still
 * counts, what was missed is one digest, and where others may see the screen no toast has a text.
 */
import type { NoticeLevel } from '../protocol';

/** Why something is told. `ordinary`: it is for everybody. `reply`: it answers a message of this person. */
export type NoticeWhy =
  | 'ordinary'
  | 'poll'
  | 'mention'
  | 'keyword'
  | 'reply'
  | 'direct'
  | 'whisper' /** Somebody is at the door. */
  | 'knock';

/** How the window stands. `visible`: on the screen, without the focus. `hidden`: only the tray shows that it runs. */
export type WindowState = 'focused' | 'visible' | 'minimised' | 'hidden';

export interface NoticeFacts {
  why: NoticeWhy;
  /** This person said it: here, or on another device of theirs. */
  own: boolean;
  /** It came with the resume of a connection that was lost. */
  missed: boolean;
  window: WindowState;
  /** Its place is the one on the screen: the room, the thread; for a knock the server. */
  inView: boolean;
  /** That place is scrolled to its end. */
  atEnd: boolean;
  level: NoticeLevel;
  /** The room, or all of its server (`mutedUntilOf`). Milliseconds since 1970, as `quietUntil` and `now`; null: not muted. */
  mutedUntil: number | null;
  /** Do not disturb, by this person's word. */
  quietUntil: number | null;
  now: number;
  /** Their schedule tells nothing at this hour. */
  offHours: boolean;
  /** The system's own do-not-disturb is on, where it can be read. */
  systemQuiet: boolean;
  locked: boolean;
  presenting: boolean;
  /** This person wants no text in notifications. */
  showText: boolean;
  soundOn: boolean;
}

export interface Told {
  /** `digest`: it is one of those that one notification tells of together. */
  toast: 'none' | 'full' | 'textless' | 'digest';
  sound: boolean;
  /** It counts in the number on the application's icon. */
  badge: boolean;
  /** The taskbar asks for attention. */
  flash: boolean;
}

/** For this person, and not for everybody. */
const PERSONAL: readonly NoticeWhy[] = ['mention', 'keyword', 'reply', 'direct', 'whisper', 'knock'];
/** What comes through a room that is muted. */
const THROUGH_MUTE: readonly NoticeWhy[] = ['mention', 'whisper', 'knock'];

const NOTHING: Told = { toast: 'none', sound: false, badge: false, flash: false };

/** A lock hides what is on the screen, so nothing is seen behind it. */
export const isSeen = ({ window, inView, atEnd, locked }: Omit<NoticeFacts, 'why'>): boolean =>
  window === 'focused' && inView && atEnd && !locked;

const isTold = ({ why, level, mutedUntil, now }: NoticeFacts): boolean => {
  if (why === 'knock') return true;
  if (level === 'none') return false;
  if ((mutedUntil ?? 0) > now) return THROUGH_MUTE.includes(why);
  return level === 'all' || PERSONAL.includes(why);
};

/** A server that is muted is as if each of its rooms were: the later end holds. Null: not muted. */
export const mutedUntilOf = (room: number | null, server: number | null): number | null =>
  room === null || server === null ? (room ?? server) : Math.max(room, server);

export function notifying(facts: NoticeFacts): Told {
  const { why, own, missed, window, inView, quietUntil, now, offHours, systemQuiet, locked } = facts;
  if (own || isSeen(facts) || !isTold(facts)) return NOTHING;
  const counts: Told = { ...NOTHING, badge: why !== 'knock' };
  if ((quietUntil ?? 0) > now || offHours || systemQuiet) return counts;
  const personal = PERSONAL.includes(why);
  const before = window === 'focused' && !locked;
  // Whoever reads further up in that room, or was away for a moment, sees in the window that there is more.
  if (before && ((inView && !personal) || missed)) return counts;
  const textless = locked || facts.presenting || !facts.showText;
  return {
    toast: missed ? 'digest' : textless ? 'textless' : 'full',
    sound: facts.soundOn,
    badge: counts.badge,
    // A window that is hidden has nothing in the taskbar.
    flash: personal && (window === 'visible' || window === 'minimised'),
  };
}

interface Waiting {
  level: NoticeLevel;
  muted: boolean;
  direct: boolean;
  /** Of the room's log. */
  unread: number;
  mentions: number;
  /** Keywords and answers that were told on this device, which no server counts. */
  called: number;
}

/** How many of a room's unread messages count in the number on the application's icon: those whose row has `badge`. */
export function badgeOf({ level, muted, direct, unread, mentions, called }: Waiting): number {
  if (level === 'none') return 0;
  if (muted) return mentions;
  return level === 'all' || direct ? Math.max(unread, mentions) : mentions + called;
}
