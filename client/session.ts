/** A device's whole side of one server: connection, membership, logs and outbox. The public API of client/. */
import type { Answer, Id, Member, Output, NetworkCalls, Room } from '../protocol';
import type { Ports } from './ports';
import type { Readable } from './signal';
import type { Arrival, ConnectionState, LogView, ServerView } from './views';

export interface SessionOptions {
  /** `http://HOST:PORT/`, with the closing slash. */
  url: string;
  /** The id of the server that answered here before; another one is not joined silently (cause `other-server`). */
  server?: Id;
}

export interface JoinRequest {
  name: string;
  password?: string;
  /** Only the host's own window has one. */
  hostKey?: string;
}

export interface Session {
  readonly url: string;
  readonly connection: Readable<ConnectionState>;
  readonly server: Readable<ServerView>;
  /** A room's log; the same object for the same room. Its first page loads when it is first asked for. */
  log(room: Id): Readable<LogView>;
  onArrival(listener: (arrival: Arrival) => void): () => void;

  /** Asks who is there and connects as the member this device is. Also "try now": skips a waiting backoff. */
  connect(): void;
  /** Joins as somebody new; on success the session goes on to be connected. Refusals are answers, never thrown. */
  join(request: JoinRequest): Promise<Answer<Output<NetworkCalls['join']>>>;

  /** Puts a message into the outbox and answers with its id, or with the limit it breaks (nothing is kept then). */
  send(room: Id, text: string): Answer<Id>;
  /** Takes back a message that was refused or never on the wire. False: too late, it may be on the server. */
  discard(room: Id, id: Id): boolean;
  /** Loads the page before the first entry held. Does nothing at the log's beginning, or while loading. */
  loadOlder(room: Id): Promise<void>;
  /** This person has had everything up to `seq` in view. Only rises; kept on the device. */
  markSeen(room: Id, seq: number): void;

  createRoom(name: string): Promise<Answer<Room>>;
  rename(name: string): Promise<Answer<Member>>;

  /** Ends every connection and timer; what is in the outbox stays on the device. */
  close(): void;
}

export declare function openSession(ports: Ports, options: SessionOptions): Session;
