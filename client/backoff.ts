/** When to try again. */
import { limits } from '../protocol';
import type { Cause } from './ports';

/** The waiting time before try number `attempt` (from 1): doubles from 1 s to 10 s, spread so that many clients do not come back at once. */
export function backoff(attempt: number, fraction: number): number {
  const full = Math.min(limits.backoffMax, limits.backoffMin * 2 ** attempt);
  return Math.max(limits.backoffMin, Math.round(full * (0.5 + fraction / 2)));
}

/** How long a server asked to be left alone, in ms. */
export const retryAfter = (cause: Cause): number => (cause.code === 'refused' ? (cause.refusal.retryAfter ?? 0) : 0);
