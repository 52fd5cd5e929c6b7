/** What a call has to work with, and the shape every call has. */
import type { Answer, Id, Input, NetworkCalls, Output, Server } from '../../protocol';
import type { Appends } from '../appends';
import type { Bots } from '../bots/bots';
import type { Clock } from '../clock';
import type { Reads } from '../company/reads';
import type { Typing } from '../company/typing';
import type { DialBacks } from '../doctor/dial-backs';
import type { Feed } from '../feed';
import type { Codes } from '../joining/codes';
import type { Knocks } from '../joining/knocks';
import type { TokenTries } from '../joining/token-tries';
import type { Tries } from '../joining/tries';
import type { Logger } from '../log';
import type { Marks } from '../marks';
import type { Sights } from '../moderation/sights';
import type { Outlet, Relaying } from '../outlet';
import type { PasswordCheck } from '../passwords';
import type { Presence } from '../presence';
import type { Access } from '../rooms/access';
import type { Roster } from '../roster';
import type { Session } from '../session';
import type { Sessions } from '../sessions';
import type { Store } from '../store/store';
import type { Tallies } from '../talk/tallies';

export interface Context {
  readonly server: Server;
  readonly store: Store;
  readonly roster: Roster;
  /** Whose it is to read which log: asked for every log and every room that a call names. */
  readonly access: Access;
  readonly bots: Bots;
  readonly appends: Appends;
  readonly feed: Feed;
  readonly presence: Presence;
  readonly typing: Typing;
  readonly reads: Reads;
  readonly tallies: Tallies;
  readonly sessions: Sessions;
  readonly outlet: Outlet;
  readonly relay: Relaying;
  /** Ends what the server asked of others, when it closes. */
  readonly closing: AbortSignal;
  readonly marks: Marks;
  readonly sights: Sights;
  readonly password: PasswordCheck;
  readonly codes: Codes;
  readonly knocks: Knocks;
  /** Wrong tokens of invitations, by address. */
  readonly invitationTries: Tries;
  /** Wrong tokens of devices, by address. */
  readonly tokenTries: TokenTries;
  readonly dialBacks: DialBacks;
  /** Begins a demonstration of the lab. */
  readonly demonstrate: (member: Id) => Answer<Output<NetworkCalls['lab']>>;
  /** Whoever brings it is the host; null where there is none. */
  readonly hostKey: string | null;
  /** Makes the ids of what the server itself adds. */
  readonly newId: () => Id;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A session that is a member's: what every call but `join` and `echo` gets. */
export type MemberSession = Session & { readonly member: Id; readonly device: Id };

type OfStranger = 'join' | 'knock' | 'stopKnocking' | 'echo';

/**
 * Handles one call, parsed and allowed. It answers with a value or a refusal; what it throws is logged and answered
 * as `internal` (a StoreError as its own code).
 */
export type Handler<N extends keyof NetworkCalls> = (
  context: Context,
  session: N extends OfStranger ? Session : MemberSession,
  input: Input<NetworkCalls[N]>,
) => Answer<Output<NetworkCalls[N]>> | Promise<Answer<Output<NetworkCalls[N]>>>;
