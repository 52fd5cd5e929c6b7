/** What a store keeps of bots and their hooks. All promises of store.ts hold. */
import type { Answer, Bot, Hook, Id } from '../../protocol';
import type { Note } from './moderation';

export interface KeptHook extends Hook {
  /** Of an incoming one the SHA-256 of its secret, never the secret; of the others the secret: what signs has to be known. */
  secret: string;
}

export interface Renewal {
  member: Id;
  /** The device that the new token is of. */
  device: Id;
  /** SHA-256 of the token, never the token. */
  tokenHash: string;
  by: Id;
  now: number;
}

export interface RenewedDevices {
  /** Those whose tokens were its until now. */
  ended: Id[];
}

/** Each change but `reached` writes its line of the audit log in the same transaction. A bot is made by `join`. */
export interface Botting {
  /** Those who are in, the oldest first. */
  bots(): Promise<Bot[]>;
  /** When those who are in were connected last; left out where they never were. To limits.seenEvery. */
  botsSeen(): Promise<{ member: Id; at: number }[]>;
  /** Ends every token of a bot and gives it this one. `no-such-member` where the bot is not in, or no bot. */
  renewBot(renewal: Renewal): Promise<Answer<RenewedDevices>>;
  /** Those of bots who are in, the oldest first. */
  hooks(): Promise<KeptHook[]>;
  /** `too-many` above limits.hooks; `no-such-member` where the bot is not in, or no bot. */
  makeHook(made: { hook: KeptHook; now: number }): Promise<Answer<Hook>>;
  /** False where there is none. */
  endHook(end: { id: Id; by: Id; now: number }): Promise<boolean>;
  /** So far was delivered; with a line of the audit log where something was given up. It never goes back. */
  reached(reach: { id: Id; seq: number; note: Note | null }): Promise<void>;
}

/** Without what signs. */
export const shownHook = ({ secret: _, ...hook }: KeptHook): Hook => hook;

/** What the audit log says of a hook: its kind, and neither its address nor its secret. */
export const hookLine = (name: string, { kind }: Pick<Hook, 'kind'>): string => `${name}: ${kind}`;
