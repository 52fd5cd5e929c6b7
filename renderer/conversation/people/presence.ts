/** How somebody is here: a shape, a word, and what they say of themselves. */
import { limits, type Member } from '../../../protocol';
import type { ServerView } from '../../../client';
import { speech } from '../../words';

export type Presence = 'here' | 'away' | 'quiet' | 'off';

/** @param now milliseconds since 1970: not to be disturbed ends by itself */
export function presenceOf(
  { id, quietUntil }: Pick<Member, 'id' | 'quietUntil'>,
  { here, idle }: Pick<ServerView, 'here' | 'idle'>,
  now: number,
): Presence {
  if (!here.has(id)) return 'off';
  if (quietUntil !== null && quietUntil > now) return 'quiet';
  return idle.has(id) ? 'away' : 'here';
}

/** An hour that is this near can only be the next one of its name. */
const NEAR_MS = 18 * 60 * 60_000;

/** 15:00, with the day where that is not clear; null for what has no end. */
export function endOf(until: number | null, now: number): string | null {
  if (until === null || until >= limits.lastMoment) return null;
  const time = speech.formats.time(until);
  return until - now < NEAR_MS ? time : `${speech.formats.day(until, now)} ${time}`;
}

/** What somebody says of themselves, or that they are not to be disturbed, and until when; null for nothing. */
export function statusOf({ status, quietUntil }: Pick<Member, 'status' | 'quietUntil'>, now: number): string | null {
  const holds = status && status.text !== '' && (status.until === null || status.until > now) ? status : null;
  const quiet = quietUntil !== null && quietUntil > now;
  const text = holds?.text ?? (quiet ? speech.words.rooms.presence.quiet : null);
  if (text === null) return null;
  const end = endOf(holds ? holds.until : quietUntil, now);
  return end === null ? text : `${text} · ${speech.words.rooms.until(end)}`;
}

export const statusTerms = ['open', 'half', 'one', 'four', 'today'] as const;
export type StatusTerm = (typeof statusTerms)[number];

/** @returns null: until it is changed */
export function statusEnd(term: StatusTerm, now: number): number | null {
  if (term === 'open') return null;
  if (term === 'today') return new Date(now).setHours(23, 59, 59, 999);
  return now + { half: 30, one: 60, four: 240 }[term] * 60_000;
}
