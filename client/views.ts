/** What a screen, a command line or a test sees of a session: plain values, replaced whole when they change. */
import type {
  Change,
  Draft,
  DraftKind,
  Entry,
  Hello,
  Id,
  Member,
  MessageEntry,
  NoticeLevel,
  Preference,
  Refusal,
  Room,
  Server,
  Tally,
  ThreadSummary,
} from '../protocol';
import type { NoticeWhy } from './notifying';
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
  /** Rooms one is in, in one's own order; those without a place in it follow: the first room first, then by age. */
  rooms: readonly Room[];
  /** Open rooms one has left. */
  others: readonly Room[];
  /** By room, what this person has set. */
  preferences: ReadonlyMap<Id, Preference>;
  /** Members who are connected now. */
  here: ReadonlySet<Id>;
  /** Those of them who do nothing on any of their connections. */
  idle: ReadonlySet<Id>;
  /** True once the first resume of this session was answered. */
  ready: boolean;
}

/** Of a server of which nothing is known yet. */
export const EMPTY_SERVER: ServerView = {
  server: null,
  me: null,
  members: new Map(),
  rooms: [],
  others: [],
  preferences: new Map(),
  here: new Set(),
  idle: new Set(),
  ready: false,
};

/** An entry of this device that the server has not acknowledged: a message, or a change of one. */
export interface Pending {
  id: Id;
  kind: DraftKind;
  /** The message that it is about; null for a message. */
  target: Id | null;
  /** Of a message or an edit; else empty. */
  text: string;
  /** All that will be said. */
  body: Draft['body'];
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

/** Whispers of a room: what one set of people say there among themselves. */
export interface Aside {
  /** The side log. */
  log: Id;
  /** Who reads it, this person among them. */
  members: readonly Id[];
  /** Its entries stand in the room's course by their `after`. It has no asides of its own. */
  view: LogView;
}

export interface LogView {
  /** What this device holds: ascending by seq, dense but for `holes`. */
  entries: readonly Entry[];
  holes: readonly Hole[];
  /** The log's highest seq this device knows of, held or not. */
  head: number;
  /** In the order they will be sent; shown after the entries. */
  pending: readonly Pending[];
  /** By message: what became of it, ascending; what this device holds, and what came with the pages it read. */
  changes: ReadonlyMap<Id, readonly Change[]>;
  /** By the message they hang on, as of now. Their messages are among `entries`, as far as they are held. */
  threads: ReadonlyMap<Id, ThreadSummary>;
  /** How anonymous polls stand. */
  tallies: ReadonlyMap<Id, Tally>;
  /** Of a room: those whose people this person is one of. */
  asides: readonly Aside[];
  /** The first entry held is the first one this person may read. */
  complete: boolean;
  loadingOlder: boolean;
  /** The highest seq this person has had in view, on whichever device; 0 at first. Entries above it are new. */
  seen: number;
  /** Messages of others above `seen`, by the server's count and what came since; those in threads are not counted, whispers are. */
  unread: number;
  /** Those of them that name this person or everybody, and whispers; in threads, too. */
  mentions: number;
  /** Those of `mentions` that stand in threads: the end of the room does not show them. */
  threadMentions: number;
  /** Marked as unread from this seq on; null: not marked. Counts follow it. */
  unreadFrom: number | null;
  /** In this session the server came back with another history: how many of this device's entries it lacked. */
  rewound: { offered: number } | null;
}

/** Of a log of which nothing is known yet. */
export const EMPTY_LOG: LogView = {
  entries: [],
  holes: [],
  head: 0,
  pending: [],
  changes: new Map(),
  threads: new Map(),
  tallies: new Map(),
  asides: [],
  complete: false,
  loadingOlder: false,
  seen: 0,
  unread: 0,
  mentions: 0,
  threadMentions: 0,
  unreadFrom: null,
  rewound: null,
};

/** One thread of a log. */
export interface ThreadView {
  /** Null until it is there. */
  root: MessageEntry | null;
  /** Its messages, ascending. */
  entries: readonly MessageEntry[];
  pending: readonly Pending[];
  changes: LogView['changes'];
  tallies: LogView['tallies'];
  /** The first of its messages is among `entries`. */
  complete: boolean;
  loading: boolean;
  seen: number;
  unread: number;
  mentions: number;
}

/** Of a thread of which nothing is known yet. */
export const EMPTY_THREAD: ThreadView = {
  root: null,
  entries: [],
  pending: [],
  changes: new Map(),
  tallies: new Map(),
  complete: false,
  loading: false,
  seen: 0,
  unread: 0,
  mentions: 0,
};

/** Tells a screen that an entry of somebody else arrived just now (never for history that is caught up on first load). */
export interface Arrival {
  room: Room;
  /** The room's own, or of a whisper the side log. */
  log: Id;
  entry: MessageEntry;
  author: Member | null;
  /** What the words of the message say beyond that, as a keyword, is the screen's to find. */
  why: Exclude<NoticeWhy, 'keyword' | 'knock'>;
  /** What this person has set for the room, on all their devices; null: nothing. */
  level: NoticeLevel | null;
  mutedUntil: number | null;
}
