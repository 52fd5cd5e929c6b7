/** The parser at every edge: raw input in, a typed value or a named refusal out. Never throws. */
import * as v from 'valibot';
import type { Answer, Output, Schema } from './define';
import { calls, type NetworkCalls } from './network';
import { refuse, Refusal, rules, type Rule } from './refusals';

/**
 * @param schema what is expected
 * @param raw anything at all: null, a foreign shape, a hostile getter
 * @returns the parsed value, or `invalid` with the first field that did not fit and the rule it broke
 */
export function parse<T>(schema: Schema<T>, raw: unknown): Answer<T> {
  try {
    const result = v.safeParse(schema, raw, { abortEarly: true, abortPipeEarly: true });
    if (result.success) return { ok: true, value: result.output };
    const issue = result.issues[0];
    const field = v.getDotPath(issue) ?? undefined;
    const rule: Rule = rules.find((name) => name === issue.message) ?? 'shape';
    const limit = rule === 'long' && typeof issue.requirement === 'number' ? issue.requirement : undefined;
    return { ok: false, error: refuse('invalid', { ...(field ? { field } : {}), rule, ...(limit ? { limit } : {}) }) };
  } catch {
    return { ok: false, error: refuse('invalid', { rule: 'shape' }) };
  }
}

/** What a server answered to a call. One that is newer than this client may say more than it knows: what is known is taken. */
export function answerOf<N extends keyof NetworkCalls & string>(
  name: N,
  raw: unknown,
): Answer<Output<NetworkCalls[N]>> {
  const { ok, value, error } = (raw ?? {}) as { ok?: unknown; value?: unknown; error?: unknown };
  if (ok === true) {
    const answer = parse<Output<NetworkCalls[N]>>(calls[name].output, value);
    return answer.ok ? answer : { ok: false, error: refuse('internal') };
  }
  const refusal = parse(Refusal, error);
  if (refusal.ok) return { ok: false, error: refusal.value };
  // A code of a later version: its kind still says whether to keep trying.
  const kind = (error as { kind?: unknown } | null | undefined)?.kind === 'final' ? 'final' : 'retry';
  return { ok: false, error: { ...refuse('internal'), kind } };
}
