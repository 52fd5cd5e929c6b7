#!/usr/bin/env node
/** Entry of the command `maru`: a member's side of a porch without a screen. See `maru help`. */
import { resolve } from 'node:path';
import { readArguments, type Given } from './arguments';
import { doctor } from './commands/doctor';
import { exporting } from './commands/export';
import { about, help, overview } from './commands/help';
import { join } from './commands/join';
import { leave } from './commands/leave';
import { rooms } from './commands/rooms';
import { send } from './commands/send';
import { tail } from './commands/tail';
import { whoami } from './commands/whoami';
import type { Command } from './context';
import { Ended, exits } from './exits';
import { Output } from './output';
import { defaultProfile, Profile } from './profile';
import { languageOf, wordsIn, type Words } from './words';
import type { CommandName } from './words/en';

/** The package's version, put here by the bundler. */
declare const __APP_VERSION__: string;

const run: Readonly<Record<CommandName, Command>> = {
  ...{ join, send, tail, rooms, export: exporting, doctor, whoami, leave, help },
};
/** What may stand behind each; -1: as much as one likes. */
const takes: Readonly<Record<CommandName, number>> = {
  ...{ join: 1, send: -1, tail: -1, rooms: 0, export: 1, doctor: 1, whoami: 0, leave: 0, help: 1 },
};

function spoken(lang: string | undefined): Words | null {
  if (lang === undefined) return wordsIn(languageOf(process.env));
  return lang === 'ko' || lang === 'en' ? wordsIn(lang) : null;
}

async function perform(given: Given, words: Words, out: Output): Promise<number> {
  if (given.is('version')) return (out.line(__APP_VERSION__), exits.fine);
  const { command, rest } = given;
  if (given.is('help')) {
    out.line(command === 'help' ? overview(words) : about(command, words));
    return exits.fine;
  }
  if (takes[command] >= 0 && rest.length > takes[command]) throw new Ended(exits.usage, words.tooMany);
  const profile = new Profile(resolve(given.text('profile') ?? defaultProfile(process.env)), words);
  const ending: (() => void)[] = [];
  const end = () => ending.splice(0).forEach((each) => each());
  for (const [signal, exit] of [['SIGINT', exits.interrupted] as const, ['SIGTERM', exits.terminated] as const])
    process.once(signal, () => {
      end();
      process.exit(exit);
    });
  try {
    return (await run[command]({ given, words, out, profile, atEnd: (act) => ending.push(act) })) ?? exits.fine;
  } finally {
    end();
  }
}

async function main(): Promise<void> {
  const read = readArguments(process.argv.slice(2));
  const lang = read.ok ? read.given.text('lang') : read.lang;
  const words = spoken(lang) ?? wordsIn(languageOf(process.env));
  const out = new Output(read.ok && read.given.is('json'));
  const fail = (error: unknown) => {
    const ended = error instanceof Ended ? error : new Ended(exits.refused, words.unforeseen(String(error)));
    out.say(`maru: ${ended.message}`);
    const command = read.ok ? read.given.command : read.command;
    if (ended.exit === exits.usage) out.say(words.seeHelp(command === 'help' ? null : command));
    return ended.exit;
  };
  process.on('unhandledRejection', (error) => process.exit(fail(error)));
  let exit: number;
  try {
    if (!read.ok)
      throw new Ended(
        exits.usage,
        read.unknown === null ? words.unknownOption(read.message) : words.unknownCommand(read.unknown),
      );
    if (spoken(lang) === null) throw new Ended(exits.usage, words.badLanguage);
    exit = await perform(read.given, words, out);
  } catch (error) {
    exit = fail(error);
  }
  await out.flushed();
  process.exit(exit);
}

void main();
