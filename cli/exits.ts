/** How the command ends, for whoever called it. docs/cli.md says the same. */
import type { Cause } from '../client';
import type { Refusal, RefusalCode } from '../protocol';
import type { Words } from './words';

export const exits = {
  fine: 0,
  /** The server, or a limit both sides keep to, says no. */
  refused: 1,
  usage: 2,
  /** No answer, or none any more. */
  unreachable: 3,
  /** Somebody answers who may not be the one. Nothing was said to them. */
  untrusted: 4,
  notJoined: 5,
  /** This machine: a file or a folder cannot be read or written. */
  local: 6,
  /** 128 and the signal's number, as shells count. */
  interrupted: 130,
  terminated: 143,
} as const;
export type Exit = (typeof exits)[keyof typeof exits];

/** Ends the command with a sentence for people. */
export class Ended extends Error {
  override readonly name = 'Ended';

  constructor(
    readonly exit: Exit,
    message: string,
  ) {
    super(message);
  }
}

/** Refusals that mean: this profile is nobody there. */
const strangers: ReadonlySet<RefusalCode> = new Set(['not-joined', 'token-unknown', 'removed', 'signed-out']);
/** Refusals that mean: there is nobody to ask right now. */
const away: ReadonlySet<RefusalCode> = new Set(['not-connected', 'closing']);
const untrusted: ReadonlySet<Cause['code']> = new Set(['key-unknown', 'key-changed', 'no-privacy', 'other-server']);

export function byRefusal(refusal: Refusal, words: Words): Ended {
  const { code } = refusal;
  const exit = strangers.has(code) ? exits.notJoined : away.has(code) ? exits.unreachable : exits.refused;
  return new Ended(exit, words.refusal(refusal));
}

export function byCause(cause: Cause, words: Words): Ended {
  if (cause.code === 'refused') return byRefusal(cause.refusal, words);
  return new Ended(untrusted.has(cause.code) ? exits.untrusted : exits.unreachable, words.causes[cause.code]);
}
