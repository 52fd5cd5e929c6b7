/** Six letters that were read out: which of the servers near this machine made them. */
import { codePrefix, type CodeMiss, type Id, type NearServer } from '../../protocol';
import { ok, type HandlersFor } from '../answers';

/** What one server says of a code; `silent`: it did not answer, or not with the certificate that it announced. */
export type CodeAnswer = { id: Id } | 'unknown' | 'spent' | 'silent';

export interface CodeParts {
  /** Those that answered a moment ago. */
  near(): readonly NearServer[];
  ask(server: NearServer, code: string): Promise<CodeAnswer>;
}

/** The first two letters say who is asked; nobody else hears of the code. */
export const findCodes = ({ near, ask }: CodeParts): HandlersFor<'findByCode'> => ({
  async findByCode({ code }) {
    const fitting = near().filter(({ id }) => code.startsWith(codePrefix(id)));
    const answers = await Promise.all(fitting.map(async (server) => ({ server, answer: await ask(server, code) })));
    const found = answers.filter(({ server, answer }) => typeof answer === 'object' && answer.id === server.id);
    const [one] = found;
    // The same id twice is a dispute that the words at the door would not settle: whoever lies answers everybody.
    if (one && found.length === 1) return ok({ found: true, url: one.server.url });
    return ok({ found: false, why: found.length > 1 ? 'several' : worst(answers.map(({ answer }) => answer)) });
  },
});

function worst(answers: readonly CodeAnswer[]): CodeMiss {
  if (answers.length === 0) return 'nobody';
  if (answers.includes('spent')) return 'spent';
  return answers.includes('unknown') ? 'unknown' : 'silent';
}
