/** A device's whole side of one server: connection, membership, logs and outbox. The public API of client/. */
import type {
  Answer,
  CallFunction,
  Fingerprint,
  Id,
  Input,
  Knock,
  Member,
  NetworkCalls,
  NetworkPushes,
  OnFunction,
  Output,
} from '../protocol';
import { DeviceSession } from './device';
import type { Company } from './company';
import type { Drafts } from './drafts';
import type { Moderation } from './moderation';
import type { Inspection } from './inspection';
import type { Rooms } from './rooms';
import type { Talk } from './talk';
import type { KnockRequest, KnockState } from './knocking';
import type { Ports } from './ports';
import type { Readable } from './signal';
import type { Arrival, ConnectionState, LogView, ServerView } from './views';

export interface SessionOptions {
  /** `http://HOST:PORT/`, with the closing slash. */
  url: string;
  /** The id of the server that answered here before; another one is not joined silently (cause `other-server`). */
  server?: Id;
  /** What an invitation says of the server's key: another one stops the way in (cause `key-changed`). */
  fingerprint?: Fingerprint;
}

export interface JoinRequest {
  name: string;
  password?: string;
  /** Only the host's own window has one. */
  hostKey?: string;
  /** The token of an invitation, instead of a password. */
  invitation?: string;
}

type Asked<N extends keyof NetworkCalls> = Promise<Answer<Output<NetworkCalls[N]>>>;

export interface Session {
  readonly url: string;
  /** Resolves when what this device kept of the server is in the views, or nothing is kept. Never rejects. */
  readonly restored: Promise<void>;
  readonly connection: Readable<ConnectionState>;
  readonly server: Readable<ServerView>;
  /** What this device holds of a room's log; the same object for the same room. Asks the server for nothing. */
  log(room: Id): Readable<LogView>;
  /** Somebody looks at this room: its newest page is loaded, now or as soon as there is a connection. */
  open(room: Id): void;
  onArrival(listener: (arrival: Arrival) => void): () => void;
  /** What came while the connection was lost, once everything of it is there; it is no arrival then. Never empty. */
  onMissed(listener: (arrivals: readonly Arrival[]) => void): () => void;

  /**
   * Asks the server anything it can be asked (docs/protocol.md), as this member. What was asked here is in no view before
   * the server tells of it. Never rejects: without a connection it answers `not-connected`.
   */
  readonly call: CallFunction<NetworkCalls>;
  /** Hears what the server tells, as it came, after the views took it. The function it returns stops that. */
  readonly on: OnFunction<NetworkPushes>;

  /**
   * Asks who is there and connects as the member this device is. Also "try now": skips a waiting backoff.
   * Where the server was named at the start, what this device kept of it is in the views before anything is dialled.
   */
  connect(): void;
  /** Joins as somebody new; on success the session goes on to be connected. Refusals are answers, never thrown. */
  join(request: JoinRequest): Promise<Answer<Output<NetworkCalls['join']>>>;

  /**
   * This device was signed out or its member removed, which ends all trying: its person wants to come in as somebody new.
   * Else as `connect`.
   */
  startOver(): void;

  /** What became of knocking at this server's door. */
  readonly knocking: Readable<KnockState>;
  /**
   * Knocks, and goes on waiting over lost connections until somebody answers; who is let in joins by itself.
   * Resolves when the server has heard it, or with why it does not.
   */
  knock(request: KnockRequest): Promise<Answer<null>>;
  stopKnocking(): void;
  /** Who waits at the door, as long as this member may let them in. */
  readonly knocks: Readable<readonly Knock[]>;
  answerKnock(id: Id, admit: boolean, note?: string): Asked<'answerKnock'>;

  /** Makes an invitation; its token is told this once. */
  invite(terms: Input<NetworkCalls['invite']>): Asked<'invite'>;
  /** The same for another device of this member. */
  pair(): Asked<'pair'>;
  invitations(): Asked<'invitations'>;
  revoke(invitation: Id): Asked<'revoke'>;
  /** Six letters to read out, which lead somebody near to this server. */
  makeCode(): Asked<'makeCode'>;
  devices(): Asked<'devices'>;
  /** Ends a device of this member, this one too: then the connection goes with the cause `signed-out`. */
  signOut(device: Id): Asked<'signOut'>;

  /** As the host: asks members who are here to dial this server once more from where they are. */
  askDialBack(): Asked<'askDialBack'>;

  /** Puts a message into the outbox and answers with its id, or with the limit it breaks (nothing is kept then). */
  send(room: Id, text: string): Answer<Id>;
  /** Takes back a message that was refused or never on the wire. False: too late, it may be on the server. */
  discard(room: Id, id: Id): boolean;
  /**
   * Says an own message anew: in place where it was never on the wire, else by an entry that goes out behind it.
   * @returns the id of the entry that says it; the limit the text breaks; `no-such-entry` for what is not one's own
   */
  edit(room: Id, id: Id, text: string): Answer<Id>;
  /** Deletes an own message: as `discard` where that is possible, else by an entry that goes out behind it. */
  remove(room: Id, id: Id): Answer<null>;
  /** A message that waited for so long that it is `held` shall go out all the same. */
  sendNow(room: Id, id: Id): void;
  /** Loads the page before the first entry held. Does nothing at the log's beginning, or while loading. */
  loadOlder(room: Id): Promise<void>;
  /** Loads a page of the hole after the seq `after`: its first entries (`older`) or its last ones (`newer`). */
  fill(room: Id, after: number, side: 'older' | 'newer'): Promise<void>;
  /** Somebody has read that this room's log was rewound (`LogView.rewound`). */
  understood(room: Id): void;
  /** This person has had everything up to `seq` in view. Only rises; kept on the device, and told to their other ones. */
  markSeen(room: Id, seq: number): void;

  readonly talk: Talk;
  readonly rooms: Rooms;
  readonly company: Company;
  readonly drafts: Drafts;
  /** What those may do about other members whose role allows it. */
  readonly moderation: Moderation;

  /** What can be told of the connection, and what one may try on it. */
  readonly inspection: Inspection;

  rename(name: string): Promise<Answer<Member>>;

  /** Ends every connection and timer; what is in the outbox stays on the device. */
  close(): void;
}

/**
 * Begins a session; nothing is dialled before `connect()`.
 * @param ports what this device brings: transport, storage, secrets, clock, randomness
 */
export function openSession(ports: Ports, options: SessionOptions): Session {
  return new DeviceSession(ports, options);
}
