/** What a lease is made of, and what it tells. Tests bring parts of their own. */
import type { Clock, Random } from '../../client';
import type { Id } from '../../protocol';

export interface LeaseRow {
  /** A new one for each holding, so that it also tells an earlier holding of the same page from this one. */
  holder: Id;
  beats: number;
  /** When it was last renewed, by this device's clock. */
  at: number;
}

/** Where the lease is kept. */
export interface LeaseCell {
  read(): Promise<LeaseRow | undefined>;
  /**
   * Reads and changes it in one transaction, so that of two claimants one finds the other.
   * @returns what is there afterwards
   */
  change(change: (now: LeaseRow | undefined) => LeaseRow | undefined): Promise<LeaseRow | undefined>;
  /** Takes the row of this holder away, if it is there: also while the page goes and will not hear an answer. */
  clear(holder: Id): Promise<void>;
}

export type LeaseMessage =
  /** Is the holder there? `wants`: and shall it give the lease to this claimant? */
  | { say: 'ask'; claimant: Id; wants: boolean }
  | { say: 'here'; holder: Id }
  /** The row is another one now. */
  | { say: 'changed' };

/** To all other pages of the profile; one's own messages do not come back. */
export interface LeaseChannel {
  post(message: LeaseMessage): void;
  listen(listener: (message: LeaseMessage) => void): void;
}

export interface LeaseHooks {
  /** This page owns the profile from now on. */
  begins(holder: Id): void;
  /** It does not any more. The lease goes on to the next page when this resolves: all must be written by then. */
  ends(): Promise<void>;
  /** Another page has it. @param answered false while that one has not said a word */
  waits(answered: boolean): void;
}

export interface LeaseParts {
  cell: LeaseCell;
  channel: LeaseChannel;
  clock: Clock;
  random: Random;
}
