/** What was answered, for stories that know what it must be. */
import type { Answer } from '../../protocol';

/** @throws when it was refused */
export function value<T>(answer: Answer<T> | undefined): T {
  if (!answer?.ok) throw new Error(`refused: ${answer?.error.code ?? 'nothing'}`);
  return answer.value;
}

export const code = (answer: Answer<unknown> | undefined) => (answer?.ok ? 'done' : answer?.error.code);
