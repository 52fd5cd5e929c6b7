/** The sentences of a walk to somebody's server. */
import type { Diagnosis, Id, Refusal } from '../../../protocol';
import { refusalProblem, speech } from '../../words';
import type { Line, Verdict } from './examination.svelte';

export interface Way {
  url: string;
  server?: Id;
  refusal?: Refusal;
  others?: string[];
}

export function linesOfWay({ steps, cause, facts }: Diagnosis): Line[] {
  const words = speech.words.doctor;
  const passed = steps.flatMap(({ step, state }): Line[] => {
    if (state === 'ok') return [{ state, text: words.passed[step](facts) }];
    if (state === 'failed') return [{ state, text: titleOf(cause, facts) }];
    return [];
  });
  const unlooked = steps.flatMap(({ step, state }) => (state === 'unlooked' ? words.steps[step] : []));
  // What comes after the cause is one line; as long as it looks, what is to come is not said.
  if (cause === null || unlooked.length === 0) return passed;
  return [...passed, { state: 'unlooked', text: words.unlooked(unlooked) }];
}

function titleOf(cause: Diagnosis['cause'], facts: Diagnosis['facts']): string {
  if (cause === 'refused' && facts.refusal) return refusalProblem(facts.refusal).title;
  return speech.words.doctor.causes[cause ?? 'none'].title(facts);
}

export function verdictOfWay({ cause, facts }: Diagnosis): Verdict {
  const fine = cause === 'none';
  const title = titleOf(cause, facts);
  if (cause === 'refused' && facts.refusal) return { title, advice: refusalProblem(facts.refusal).advice, fine };
  return {
    title,
    advice: speech.words.doctor.causes[cause ?? 'none'].advice(facts),
    fine,
    ...(cause === 'firewall' ? { open: { port: facts.port, known: null } } : {}),
    ...(facts.found === undefined ? {} : { instead: facts.found }),
  };
}
