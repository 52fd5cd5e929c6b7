/** What a store keeps of ways in: members' devices, and invitations. All promises of store.ts hold. */
import {
  refuse,
  type Answer,
  type Bot,
  type Device,
  type Id,
  type Invitation,
  type Member,
  type Refusal,
  type Role,
  type Via,
} from '../../protocol';
import type { Appended } from './store';

/** A device with the token it is known by. */
interface NewDevice {
  device: Id;
  /** SHA-256 of the token, never the token. */
  tokenHash: string;
  via: Via;
  /** Nobody between it and the server can read along. */
  private: boolean;
  now: number;
}

export interface Newcomer extends NewDevice {
  member: Id;
  name: string;
  role: Role;
  /** The id of the `joined` entry. */
  entry: Id;
  /** What is used up by one; the refusal of an invitation that cannot be used is the join's. */
  invitation?: Id;
  /** Who is a bot: what it may do, and who made it. */
  bot?: Pick<Bot, 'scopes' | 'rooms' | 'by'>;
}

export interface FurtherDevice extends NewDevice {
  member: Id;
  invitation: Id;
}

export interface InvitationRequest extends Pick<Invitation, 'id' | 'kind' | 'role' | 'by' | 'expiresAt'> {
  /** SHA-256 of the token, never the token. */
  tokenHash: string;
  uses: number;
  now: number;
}

export type KeptDevice = Omit<Device, 'own'>;

/** Each change but `seen` writes its line of the audit log in the same transaction. */
export interface Joining {
  /**
   * Adds a member with a device, and a `joined` entry to the first room's log, and counts the invitation: all or none.
   * There is one host: who was is a moderator when another one comes, and is among `demoted`.
   */
  join(newcomer: Newcomer): Promise<Answer<{ member: Member; joined: Appended; demoted: Member[] }>>;
  /** Adds a device to a member who is in and counts the invitation, both or none. `too-many` above limits.devices. */
  addDevice(device: FurtherDevice): Promise<Answer<Member>>;
  /** Who holds the token with this hash; null for nobody. `seenAt` is null where it was never kept. */
  deviceByToken(tokenHash: string): Promise<{ device: Id; member: Id; seenAt: number | null } | null>;
  /** A member's devices whose tokens are theirs still, the oldest first. */
  devices(member: Id): Promise<KeptDevice[]>;
  /** Makes a device's token nobody's. False where the device was never this member's. */
  endDevice(end: { member: Id; device: Id; now: number }): Promise<boolean>;
  /** The device was connected then. */
  seen(sight: { device: Id; now: number }): Promise<void>;

  /** `too-many` above limits.invitations, or limits.invitationsOfOne by the same member, that can be used. */
  invite(request: InvitationRequest): Promise<Answer<Invitation>>;
  invitationByToken(tokenHash: string): Promise<Invitation | null>;
  /** Those of a member, or everybody's (null), the newest first: all that can be used, and limits.invitationsShown others. */
  invitations(asked: { by: Id | null; now: number }): Promise<Invitation[]>;
  /** Null where there is none of that id that `who` made; with `all`, that anybody made. */
  revoke(end: { id: Id; who: Id; all: boolean; now: number }): Promise<Invitation | null>;
}

/** What the audit log says of an invitation that was made: nothing that lets anybody in. */
export const invitationLine = ({ kind, role, uses }: InvitationRequest): string =>
  kind === 'device' ? 'device' : `${role} × ${uses}`;

/** Why an invitation cannot be used now, or null. */
export function unusable({ revoked, expiresAt, usesLeft }: Invitation, now: number): Refusal | null {
  if (revoked) return refuse('invitation-revoked');
  if (usesLeft < 1) return refuse('invitation-used');
  return expiresAt <= now ? refuse('invitation-expired') : null;
}
