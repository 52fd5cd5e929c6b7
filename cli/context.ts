/** What every command works with. */
import type { Given } from './arguments';
import type { Output } from './output';
import type { Profile } from './profile';
import type { Words } from './words';

export interface Context {
  given: Given;
  words: Words;
  out: Output;
  profile: Profile;
  /** Ends with the command, also where a signal ends it. */
  atEnd(end: () => void): void;
}

/** @returns how it ended, where that is not `exits.fine` @throws Ended */
export type Command = (context: Context) => Promise<number | void>;
