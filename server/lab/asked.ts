/** What a request of the lab names: a demonstration, a door, a place. */
import { LabDoor, limits, parse, refuse, type Answer } from '../../protocol';
import { queryOf, type Asked } from '../doors/asking';
import type { Demonstration } from './demonstration';

export type Find = (pass: unknown) => Demonstration | null;

export interface Named {
  demonstration: Demonstration;
  door: LabDoor;
  /** The last seq that is held. */
  after: number;
  /** How long to wait where there is nothing, in ms. */
  wait: number;
  callback: string | undefined;
}

export function demonstrationOf(find: Find, request: Asked): Answer<Demonstration> {
  const demonstration = find(queryOf(request)['pass']);
  return demonstration ? { ok: true, value: demonstration } : { ok: false, error: refuse('token-unknown') };
}

export function namedIn(find: Find, request: Asked): Answer<Named> {
  const { door, after = '0', wait = '0', callback } = queryOf(request);
  const demonstration = demonstrationOf(find, request);
  if (!demonstration.ok) return demonstration;
  const by = parse(LabDoor, door);
  const field = by.ok ? (/^\d{1,9}$/.test(after) ? (/^\d{1,2}$/.test(wait) ? null : 'wait') : 'after') : 'door';
  if (!by.ok || field !== null)
    return { ok: false, error: refuse('invalid', { field: field ?? 'door', rule: 'shape' }) };
  const seconds = Math.min(Number(wait), limits.waitSeconds);
  return {
    ok: true,
    value: {
      demonstration: demonstration.value,
      door: by.value,
      after: Number(after),
      wait: seconds * 1_000,
      callback,
    },
  };
}
