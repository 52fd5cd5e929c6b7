/** What there is, and all about one command. */
import type { Command } from '../context';
import { Ended, exits } from '../exits';
import type { Words } from '../words';
import { commands, type CommandName } from '../words/en';

/** How many columns a terminal gives a text: Hangul and its like take two (UAX 11). */
const columns = (text: string): number =>
  [...text].reduce(
    (sum, sign) => sum + (/[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uff00-\uff60]/u.test(sign) ? 2 : 1),
    0,
  );

export function overview(words: Words): string {
  const widest = Math.max(...commands.map((name) => columns(words.usage[name])));
  const line = (name: CommandName) =>
    `  maru ${words.usage[name]}${' '.repeat(widest - columns(words.usage[name]) + 2)}${words.summary[name]}`;
  return [words.title, '', ...commands.map(line), '', words.everywhere].join('\n');
}

export function about(name: CommandName, words: Words): string {
  const parts = [`maru ${words.usage[name]}`, words.summary[name], words.more[name], words.everywhere];
  return parts.filter((part) => part !== '').join('\n\n');
}

export const help: Command = async ({ given, words, out }) => {
  const [named] = given.rest;
  if (named === undefined) return out.line(overview(words));
  const command = commands.find((name) => name === named);
  if (!command) throw new Ended(exits.usage, words.unknownCommand(named));
  out.line(about(command, words));
};
