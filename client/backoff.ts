/** When to try again. */
import { limits } from '../protocol';
import type { Cause } from './ports';

/** The waiting time before try number `attempt` (from 1): doubles from 1 s to 10 s, spread so that many clients do not come back at once. */
export function backoff(attempt: number, fraction: number): number {
  const full = Math.min(limits.backoffMax, limits.backoffMin * 2 ** attempt);
  return Math.max(limits.backoffMin, Math.round(full * (0.5 + fraction / 2)));
}

/** It is useless to try again unasked: a person has to decide or to do something first. */
export const waitsForPerson = (cause: Cause): boolean =>
  ['key-unknown', 'key-changed', 'no-privacy'].includes(cause.code) ||
  (cause.code === 'refused' && cause.refusal.kind === 'final');

/** How long a server asked to be left alone, in ms. */
export const retryAfter = (cause: Cause): number => (cause.code === 'refused' ? (cause.refusal.retryAfter ?? 0) : 0);
