/** The parser at every edge: raw input in, a typed value or a named refusal out. Never throws. */
import * as v from 'valibot';
import type { Answer, Schema } from './define';
import { refuse, rules, type Rule } from './refusals';

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
