/** What a store keeps of removals, bans, muting and roles, and of who did what. All promises of store.ts hold. */
import type { Answer, AuditLine, Ban, Id, Member, Role, Room } from '../../protocol';
import type { Appended } from './store';

/** A line of the audit log that is to be written. */
export type Note = Omit<AuditLine, 'seq'>;

/** Who does it, and when. */
interface Deed {
  by: Id;
  now: number;
}

export interface Removal extends Deed {
  member: Id;
  /** The id of the `removed` entry. */
  entry: Id;
  /** The id of the ban that goes with it; null for none. */
  ban: Id | null;
  /** Addresses that are never banned, whoever used them; those the host comes from are not either. */
  spared: readonly string[];
  reason: string;
}

export interface Sight {
  device: Id;
  address: string;
  now: number;
}

/** What the audit log says of it: whoever reads that may know of no room but open ones. */
export const slowLine = ({ kind, name }: Pick<Room, 'kind' | 'name'>, seconds: number): string =>
  kind === 'open' ? `${name}: ${seconds} s` : `${seconds} s`;

/** Somebody at the door, as far as a ban may know them. */
export interface Comer {
  address: string;
  /** A device that was a member's before, as it says itself. */
  device: Id | null;
}

/** Each change writes its line of the audit log in the same transaction. */
export interface Moderating {
  /**
   * Ends a member: their tokens are nobody's, `standing` says so, a `removed` entry is in the first room's log, and with
   * a ban their devices and the addresses these came from lately are kept out: all of it or nothing.
   * `no-such-member` for who is not in; `too-many` above limits.bans.
   */
  remove(removal: Removal): Promise<Answer<{ member: Member; removed: Appended }>>;
  /** The newest first. */
  bans(): Promise<Ban[]>;
  /** The member stays removed and may join again. `no-such-member` for no such ban. */
  unban(deed: Deed & { id: Id }): Promise<Answer<Member>>;
  /** Whether a ban speaks of this device or this address. A member who is in is nobody's stranger: not asked for them. */
  isBanned(comer: Comer): Promise<boolean>;
  /** `until` null gives the voice back. */
  mute(deed: Deed & { member: Id; until: number | null }): Promise<Answer<Member>>;
  /** In seconds; 0 for none. `no-such-log` for no such room. */
  slow(deed: Deed & { room: Id; seconds: number }): Promise<Answer<Room>>;
  appoint(deed: Deed & { member: Id; role: Role }): Promise<Answer<Member>>;
  /** `to` is the host, and nobody else: who was becomes a moderator. The changed ones are answered. */
  transfer(deed: { by: Id | null; now: number; to: Id }): Promise<Answer<Member[]>>;

  /** Writes a line that goes with no change of this interface. */
  note(note: Note): Promise<void>;
  /** Newest first; with `before`, only those with a lower seq. The last limits.auditLines are kept. */
  audit(page: { before?: number | undefined; limit: number }): Promise<AuditLine[]>;

  /** These devices came from there: of each the last limits.deviceAddresses are kept. */
  saw(sights: readonly Sight[]): Promise<void>;
  /** Whose token this was, and why it is nobody's now; null where it never was one, or still is. */
  endedToken(tokenHash: string): Promise<{ device: Id; why: TokenEnd } | null>;
}

export type TokenEnd = 'removed' | 'signed-out';
