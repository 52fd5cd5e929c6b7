/** Who may do what on a server: the one table that server and client read. */
import type { Role } from './model';

/** Acts that not everybody may do. Reading and writing in open rooms is every member's. */
export const acts = {
  /** Let people in: invitations, codes, pairing one's own further devices. */
  invite: ['host', 'moderator', 'member'],
  /** Answer those who knock, and hear of them. */
  approve: ['host', 'moderator'],
  /** Remove somebody, with or without a ban, and lift a ban. */
  remove: ['host', 'moderator'],
  /** Take somebody's voice away for a while, and give it back. */
  mute: ['host', 'moderator'],
  /** Set how long a person waits between two messages in a room. */
  slow: ['host', 'moderator'],
  /** Rename open rooms, put them away and take them out again, whoever made them. */
  manageRoom: ['host', 'moderator'],
  /** Delete what somebody below them said, and close their polls. */
  erase: ['host', 'moderator'],
  /** Give and take roles below one's own. */
  appoint: ['host'],
  /** Hand the server to another member. */
  transfer: ['host'],
  /** Read who did what. */
  audit: ['host'],
  /** Make bots and hooks, see and end them. */
  bots: ['host'],
  /** Ask members to dial back, to see why others cannot join. */
  diagnose: ['host'],
} as const satisfies Record<string, readonly Role[]>;
export type Act = keyof typeof acts;

export const may = (role: Role, act: Act): boolean => (acts[act] as readonly Role[]).includes(role);

const ranks: Readonly<Record<Role, number>> = { host: 3, moderator: 2, member: 1, guest: 0 };

/** Whether somebody of `role` may act on somebody of `other`: only downwards, never on one's equals. */
export const outranks = (role: Role, other: Role): boolean => ranks[role] > ranks[other];

/** The lower of two roles: what a role given is worth on a connection that allows no more than the other. */
export const lower = (one: Role, other: Role): Role => (ranks[one] < ranks[other] ? one : other);
