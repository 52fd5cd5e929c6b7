/**
 * The thread with the dictionaries: Hunspell, which reads one when it is asked for its language. In a thread because Korean
 * takes a second to be read, and a wrong word a tenth of one.
 */
import { createHunspellFromStrings, type Hunspell } from 'hunspell-wasm';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import type { SpellingLanguage } from '../../protocol';
import type { Question, Reply } from './messages';

/** Beside this file, where scripts/build.mjs puts them. */
const textOf = (name: string): string =>
  gunzipSync(readFileSync(path.join(__dirname, 'spelling', name))).toString('utf8');

const open = new Map<SpellingLanguage, Promise<Hunspell>>();

function dictionary(language: SpellingLanguage): Promise<Hunspell> {
  const found =
    open.get(language) ?? createHunspellFromStrings(textOf(`${language}.aff.gz`), textOf(`${language}.dic.gz`));
  open.set(language, found);
  return found;
}

async function reply({ id, language, words, word }: Question): Promise<Reply> {
  const hunspell = await dictionary(language);
  if (word !== undefined) return { id, found: hunspell.getSpellingSuggestions(word) };
  return { id, found: (words ?? []).filter((one) => !hunspell.testSpelling(one)) };
}

parentPort?.on('message', (question: Question) => {
  void reply(question).then((answer) => parentPort?.postMessage(answer));
});
