/**
 * The thread with the dictionaries: Hunspell, which reads one when it is asked for its language. In a thread because Korean
 * takes a second to be read, and a wrong word a tenth of one.
 */
import { Hunspell } from 'hunspell-wasm';
import initialise from 'hunspell-wasm/wasm/hunspell.js';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import type { SpellingLanguage } from '../../protocol';
import type { Question, Reply } from './messages';

/** Beside this file, where scripts/build.mjs puts them. */
const read = (...name: string[]): Buffer => readFileSync(path.join(__dirname, ...name));
const textOf = (name: string): string => gunzipSync(read('spelling', name)).toString('utf8');

/**
 * Emscripten's own start reads the file by its URL, and in an archive Electron finds files by their paths alone: so it is handed
 * what is in it (https://emscripten.org/docs/api_reference/module.html#Module.wasmBinary). Its types know of no options.
 */
const machine = (initialise as (options: { wasmBinary: Buffer }) => Promise<unknown>)({
  wasmBinary: read('hunspell.wasm'),
});
const open = new Map<SpellingLanguage, Hunspell>();

async function dictionary(language: SpellingLanguage): Promise<Hunspell> {
  const made = await machine;
  const found = open.get(language) ?? new Hunspell(made, textOf(`${language}.aff.gz`), textOf(`${language}.dic.gz`));
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
