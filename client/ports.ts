/**
 * What client/ needs from outside. A window, a browser tab, the CLI and a simulator each bring their own;
 * the logic in this folder touches no socket, screen, disk or clock by itself.
 */
import type {
  CallFunction,
  DialOutcome,
  Fingerprint,
  Handshake,
  Hello,
  Id,
  NetworkCalls,
  NetworkPushes,
  Payload,
  Refusal,
} from '../protocol';

/** What carries the packets of a connection right now. */
export type Carrier = 'websocket' | 'polling';

/** Why a connection is not there, or went away. Each has its own words on screen. */
export type Cause =
  /** Nothing answers: no such address, port closed, host asleep, cable out. A browser cannot tell these apart. */
  | { code: 'not-reachable' }
  /** The same, where a program could look closer (protocol/desktop, `unreachables`). */
  | { code: 'no-such-address' }
  | { code: 'port-closed' }
  | { code: 'host-asleep' }
  /** The machine itself says it has no network. */
  | { code: 'no-network' }
  /** Something answers there, but it is no Maru. */
  | { code: 'not-maru' }
  /** It was there and went away. */
  | { code: 'lost' }
  /** A call stayed without an answer, so the connection was given up. */
  | { code: 'silent' }
  /** The server ended the connection, because something sent to it was above the frame limit. */
  | { code: 'too-large' }
  /** The host stopped the server. */
  | { code: 'closing' }
  /** Another server than the one remembered answers at this address. */
  | { code: 'other-server' }
  /** The server has a key that nobody knows yet: a person has to say whether it is the right one. */
  | { code: 'key-unknown'; fingerprint: Fingerprint }
  /** Another key than the one expected answers, for the server `server` where that is known. Nothing was sent. */
  | { code: 'key-changed'; fingerprint: Fingerprint; server: Id | null }
  /** It answers without TLS, where only TLS will do. */
  | { code: 'no-privacy' }
  /** The server said no, and why. */
  | { code: 'refused'; refusal: Refusal };

export interface LineEvents {
  /** The server accepted the handshake. Called once, before any push. */
  open(carrier: Carrier): void;
  /** The transport was upgraded. */
  carrier(carrier: Carrier): void;
  push<N extends keyof NetworkPushes & string>(name: N, payload: Payload<NetworkPushes[N]>): void;
  /** The last event of a line, also of one that never opened. */
  closed(cause: Cause): void;
}

/** One attempt to connect, and the connection it becomes. It never reconnects by itself. */
export interface Line {
  /**
   * Asks the server. Resolves with its answer.
   * @throws when no answer can come any more: the line closed, or `limits.callTimeout` passed; FrameTooLarge where it
   * closed because of a frame above the limit
   */
  call: CallFunction<NetworkCalls>;
  /** Ends it without a `closed` event. Idempotent. */
  close(): void;
}

/** Something that became of a line, and when by the clock. There are few of them. */
export type Step = { at: number } &
  /** A new line begins: these are tried in this order. What was of the line before it is over. */
  (
    | { step: 'dialling'; carriers: readonly Carrier[] }
    | { step: 'trying' | 'failed' | 'upgraded'; carrier: Carrier }
    /** The server opened it. Its heartbeat: a ping each `interval`; who does not answer within `timeout` is gone. */
    | { step: 'open'; carrier: Carrier; interval: number; timeout: number }
    /** An experiment has sent a frame that cannot be read. */
    | { step: 'broken' }
    /** `code`: WebSocket's (RFC 6455 §7.4), where there was one. */
    | { step: 'closed'; why: string; code: number | null }
  );

/** A packet of Engine.IO as it passed, with everything that is in it, tokens too: whoever keeps it takes them out. */
export interface Frame {
  at: number;
  direction: 'in' | 'out';
  carrier: Carrier;
  /** Engine.IO's name of it: open, close, ping, pong, message, upgrade, noop. */
  type: string;
  /** Null for what is binary. */
  data: string | null;
  /** Its own size, without what HTTP, WebSocket, TLS and TCP put around it. */
  bytes: number;
}

/** What is done to one's own connection to see what becomes of it. */
export interface Trial {
  /** Instead of the usual ones, from the next line on. */
  carriers: readonly Carrier[] | null;
  /** The heartbeat is not answered. */
  mute: boolean;
  /** Everything is held back for so many ms, each way. */
  delay: number;
}

/** A look at the lines to one address, and a hand on them. As long as nobody watches and nothing is tried, it costs nothing. */
export interface Tap {
  /** Each step of each line from now on. The returned function ends it. */
  onStep(listener: (step: Step) => void): () => void;
  /** Each frame from now on. The returned function ends it. */
  watch(listener: (frame: Frame) => void): () => void;
  /** When the line that stands was last pinged, as far as that is known. */
  readonly lastPing: number | null;
  try(trial: Trial): void;
  /** The next thing that is said goes out as half a frame. */
  breakNext(): void;
  /** Ends the line, and lets nothing through to that address for so many ms; 0: it may be dialled at once, also during a cut. */
  cut(ms: number): void;
}

/** A frame was larger than the server takes: sending the same again ends the next connection as well. */
export class FrameTooLarge extends Error {
  override readonly name = 'FrameTooLarge';
}

/** Who should be at an address: the server's id, and the fingerprint that an invitation named. */
export interface Expected {
  server?: Id | null;
  fingerprint?: Fingerprint | null;
}

export interface Transport {
  /** Asks who is there, before anything is sent. Never rejects. `url` ends with a slash. */
  hello(url: string, expected?: Expected): Promise<{ ok: true; hello: Hello } | { ok: false; cause: Cause }>;
  /** Starts one attempt. Never throws: what goes wrong arrives as `closed`. */
  dial(url: string, handshake: Handshake, events: LineEvents): Line;
  /** Where its lines can be looked at: the same one for the same address. */
  tap?(url: string): Tap | undefined;
}

/** A durable collection. A resolved `put` or `delete` has reached the device's disk as far as the platform allows. */
export interface Table<T> {
  all(): Promise<T[]>;
  get(key: string): Promise<T | undefined>;
  put(key: string, value: T): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Where a device keeps what must survive it. Names are the caller's; values are structured-cloneable. */
export interface Storage {
  table<T>(name: string): Table<T>;
}

/** Where tokens live: the system's secret store in the app, IndexedDB in a browser. */
export interface Secrets {
  get(server: string): Promise<string | null>;
  set(server: string, token: string | null): Promise<void>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `ms`; the returned function cancels it. */
  after(ms: number, callback: () => void): () => void;
}

export interface Random {
  /** A UUID version 7 in lower case. */
  id(): string;
  /** Even in [0, 1). */
  fraction(): number;
}

export interface Ports {
  transport: Transport;
  storage: Storage;
  secrets: Secrets;
  clock: Clock;
  random: Random;
  /**
   * Dials a server anew, beside the connection that stands, and says what became of it; null: it may not. A browser cannot.
   */
  dialBack?: (url: string) => Promise<DialOutcome | null>;
}
