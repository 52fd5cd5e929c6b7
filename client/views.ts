/** What a screen, a command line or a test sees of a session: plain values, replaced whole when they change. */
import type { Entry, Hello, Id, Member, MessageEntry, Refusal, Room, Server } from '../protocol';
import type { Carrier, Cause } from './ports';

export type ConnectionState =
  /** The first attempt, or one that somebody asked for. */
  | { phase: 'connecting' }
  /** It answers and does not know this device: `join()` is next. Nothing is connected until then. */
  | { phase: 'stranger'; hello: Hello }
  | {
      phase: 'connected';
      carrier: Carrier;
      /** Round-trip time in ms; null until the first echo. */ rtt: number | null;
      since: number;
    }
  /** It will try again by itself at `retryAt` (the clock's milliseconds); `attempt` counts from 1. */
  | { phase: 'reconnecting'; cause: Cause; retryAt: number; attempt: number }
  /** It will not try again by itself; `connect()` does. */
  | { phase: 'offline'; cause: Cause };

export interface ServerView {
  /** Null until the first hello or resume. */
  server: Server | null;
  me: Id | null;
  members: ReadonlyMap<Id, Member>;
  /** Open rooms, the first room first, then by age. */
  rooms: readonly Room[];
  /** Members who are connected now. */
  here: ReadonlySet<Id>;
  /** True once the first resume of this session was answered. */
  ready: boolean;
}

/** An entry of this device that the server has not acknowledged: a message, or a change of one. */
export interface Pending {
  id: Id;
  kind: 'message' | 'edit' | 'delete';
  /** The message that is changed; null for a message. */
  target: Id | null;
  /** Empty for a deletion. */
  text: string;
  /** When it was made, by this device's clock. */
  at: number;
  /** It may have been on the wire already: only the server's answer decides, it cannot be taken back any more. */
  tried: boolean;
  /** Too old to go out unasked (`limits.sendUnasked`): it waits for `sendNow`, or for being taken back. */
  held: boolean;
  /** Set when the server refused it for good: it stays until the person edits or discards it. */
  refused: Refusal | null;
}

/** Entries that this device does not hold: those with `after < seq < before`. */
export interface Hole {
  after: number;
  before: number;
  loading: boolean;
}

export interface LogView {
  /** What this device holds: ascending by seq, dense but for `holes`. */
  entries: readonly Entry[];
  holes: readonly Hole[];
  /** The log's highest seq this device knows of, held or not. */
  head: number;
  /** In the order they will be sent; shown after the entries. */
  pending: readonly Pending[];
  /** The first entry held is the log's first. */
  complete: boolean;
  loadingOlder: boolean;
  /** The highest seq this person has had in view, on whichever device; 0 at first. Entries above it are new. */
  seen: number;
  /** Messages of others above `seen` that this device holds, and whatever a hole above `seen` may have. */
  unread: number;
  /** In this session the server came back with another history: how many of this device's entries it lacked. */
  rewound: { offered: number } | null;
}

/** Tells a screen that an entry of somebody else arrived just now (never for history that is caught up on first load). */
export interface Arrival {
  room: Room;
  entry: MessageEntry;
  author: Member | null;
}
