/** Entries as they stand in the log, one line of JSON each. */
import * as v from 'valibot';
import { Id, parse, Seq } from '../../protocol';
import type { Format } from './target';

const Line = v.object({ log: Id, epoch: Id, seq: Seq });

function lineOf(text: string): v.InferOutput<typeof Line> | null {
  try {
    const parsed = parse(Line, JSON.parse(text));
    return parsed.ok ? parsed.value : null;
  } catch {
    return null;
  }
}

export const jsonl: Format = {
  head: () => '',
  source: (beginning) => lineOf(beginning.slice(0, Math.max(0, beginning.indexOf('\n')))),
  seqOf: (line) => lineOf(line)?.seq ?? null,
};
