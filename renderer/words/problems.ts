/** Finds the sentences for what went wrong. The codes are the facts (protocol/refusals, client/ports); the words are each language's. */
import type { Cause } from '../../client';
import type { HostFailure, Refusal } from '../../protocol';
import { speech } from './speech.svelte';

/** What happened, and what is safe and to be done. */
export interface Problem {
  title: string;
  advice: string;
}

export const refusalProblem = (refusal: Refusal): Problem => {
  const field = fieldProblem(refusal);
  const problem = speech.words.problems.refusals[refusal.code];
  return field ? { title: field, advice: '' } : problem;
};

export const causeProblem = (cause: Cause): Problem =>
  cause.code === 'refused' ? refusalProblem(cause.refusal) : speech.words.problems.causes[cause.code];

export const hostProblem = (failure: HostFailure): Problem => speech.words.problems.host[failure.code];

type Field = keyof typeof speech.words.problems.fields;
const isField = (name: string): name is Field => name in speech.words.problems.fields;

/** The sentence to stand under a field, or null where the refusal is about none that a person fills in. */
export function fieldProblem({ code, field, rule, limit }: Refusal): string | null {
  if (code !== 'invalid' || rule === undefined) return null;
  // A nested field ("entries.0.body.text") goes by its last part; a value parsed on its own has no field.
  const name = field?.split('.').at(-1) ?? '';
  if (!isField(name)) return null;
  return speech.words.problems.fields[name][rule](limit === undefined ? null : speech.formats.number(limit));
}
