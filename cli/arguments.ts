/** The command line, read: which command, what it was given, and what holds for every command. */
import { parseArgs } from 'node:util';
import { commands, type CommandName } from './words/en';

type Options = Readonly<Record<string, { type: 'string' | 'boolean'; short?: string }>>;
type Values = Readonly<Record<string, string | boolean | undefined>>;

const everywhere = {
  profile: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const satisfies Options;

/** What each takes beside that. */
const options: Readonly<Record<CommandName, Options>> = {
  join: { name: { type: 'string' }, 'password-file': { type: 'string' }, fingerprint: { type: 'string' } },
  send: { later: { type: 'boolean' }, old: { type: 'boolean' } },
  tail: { from: { type: 'string' }, all: { type: 'boolean' }, continue: { type: 'boolean' } },
  rooms: {},
  export: { format: { type: 'string' }, output: { type: 'string' }, from: { type: 'string' } },
  doctor: { fingerprint: { type: 'string' } },
  whoami: {},
  leave: { forget: { type: 'boolean' } },
  help: {},
};

export interface Given {
  command: CommandName;
  /** What stands behind the command, options aside. */
  rest: readonly string[];
  text(option: string): string | undefined;
  is(option: string): boolean;
}

export type Read =
  | { ok: true; given: Given }
  /** What is wrong with it, and with which command if one was named. */
  | { ok: false; unknown: string | null; message: string; command: CommandName | null; lang: string | undefined };

const isCommand = (text: string): text is CommandName => (commands as readonly string[]).includes(text);

function given(command: CommandName, rest: readonly string[], values: Values): Given {
  return {
    command,
    rest,
    text: (option) => {
      const value = values[option];
      return typeof value === 'string' ? value : undefined;
    },
    is: (option) => values[option] === true,
  };
}

/** One fingerprint in 64 begins with a dash, as base64url has it: Node takes what begins so for another option. */
const withKeys = (args: readonly string[]): string[] =>
  args.flatMap((argument, at) => {
    if (args[at - 1] === '--fingerprint' && argument.startsWith('-')) return [];
    const key = args[at + 1];
    return argument === '--fingerprint' && key?.startsWith('-') ? `${argument}=${key}` : argument;
  });

/** Options that hold everywhere may stand before the command; its own stand behind it. */
export function readArguments(typed: readonly string[]): Read {
  const args = withKeys(typed);
  const loose = parseArgs({
    args: [...args],
    options: everywhere,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const lang = typeof loose.values.lang === 'string' ? loose.values.lang : undefined;
  const at = loose.tokens.find(({ kind }) => kind === 'positional')?.index;
  const named = at === undefined ? null : (args[at] ?? '');
  if (named !== null && !isCommand(named)) return { ok: false, unknown: named, message: '', command: null, lang };
  const command = named ?? 'help';
  try {
    const { values, positionals } = parseArgs({
      args: args.filter((_, index) => index !== at),
      options: { ...everywhere, ...options[command] },
      allowPositionals: true,
    });
    return { ok: true, given: given(command, positionals, values as Values) };
  } catch (error) {
    return { ok: false, unknown: null, message: (error as Error).message, command: named, lang };
  }
}
