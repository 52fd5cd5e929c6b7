/** What keeps a member from writing: the one rule every store obeys. Pure. */
import { may, refuse, type Draft, type Member, type Refusal, type RefusalCode } from '../../protocol';

/** What a store knows of an author in one log. */
export interface Restraint {
  /** Until when nothing is said at all; null for as they like. */
  mutedUntil: number | null;
  /** Milliseconds between two messages; 0 for as they like. */
  slow: number;
  /** When the last one was said that counts; null for none. */
  spokenAt: number | null;
  /** Why nobody adds anything to this log now. */
  closed?: RefusalCode | null;
}

export const FREE: Restraint = { mutedUntil: null, slow: 0, spokenAt: null };

/** @param seconds a room's `slow`: those who may set it do not wait */
export const slowFor = ({ role }: Pick<Member, 'role'>, seconds: number): number =>
  may(role, 'slow') ? 0 : seconds * 1_000;

/** Why this may not be said now, or null. Only messages wait in a slow room: what was said may always be put right. */
export function restrained(
  kind: Draft['kind'],
  { mutedUntil, slow, spokenAt, closed }: Restraint,
  now: number,
): Refusal | null {
  // What one whispered may be taken back, whoever of its people has gone.
  if (closed && !(closed === 'not-in-room' && kind === 'delete')) return refuse(closed);
  if (mutedUntil !== null && mutedUntil > now) return refuse('muted', { retryAfter: mutedUntil - now });
  // A clock that was set back makes nobody wait longer than the room is slow.
  const left = kind === 'message' && spokenAt !== null ? Math.min(spokenAt, now) + slow - now : 0;
  return left > 0 ? refuse('slow', { retryAfter: left }) : null;
}
