/**
 * What a server keeps, and what it promises about it. Every implementation passes tests/contract/store.suite.ts.
 *
 * For all methods: one that resolves has its effect on disk (it survives a kill of the process and a power cut as far
 * as the disk keeps its word); one that rejects, with a StoreError, has none. Changes happen one after another,
 * each whole or not at all. Ids and times come from the caller: a store has no clock and no dice.
 */
import type {
  About as Became,
  Answer,
  AppendResult,
  Draft,
  Entry,
  Id,
  LogHead,
  Member,
  Position,
  Side,
} from '../../protocol';
import type { Botting } from './bots';
import type { Joining } from './joining';
import type { Marking } from './marks';
import type { Moderating } from './moderation';
import type { Rooming } from './rooms';
import type { Stating } from './status';
import type { Speaking, Talking } from './talk';

/** What a new store is born with: a lineage, and its first room with a `created` entry. An existing store ignores it. */
export interface Birth {
  server: Id;
  epoch: Id;
  name: string;
  room: Id;
  /** The id of the first room's first entry. */
  entry: Id;
  now: number;
}

export interface About {
  server: Id;
  /** Names the store's lineage: every log's epoch. */
  epoch: Id;
  name: string;
  /** The password's hash (passwords.ts), or null where none is asked for. */
  password: string | null;
}

export interface AppendRequest extends Speaking {
  log: Id;
  /** Of a whisper: the log is the one that follows from these, and is made with its first entry. */
  side?: Side | undefined;
  author: Id;
  entries: readonly Draft[];
  now: number;
}

export interface Appended {
  head: LogHead;
  /** One for each draft, in their order. */
  results: AppendResult[];
  /** The entries that were added just now, dense and ascending: what subscribers are told. */
  added: Entry[];
  /** Of a side log that is there since then. */
  opened?: Side;
}

export interface ReadRequest {
  log: Id;
  /** The first entries with a higher seq. */
  after?: number | undefined;
  /** The last entries with a lower seq; with `after`, the first ones between the two. */
  before?: number | undefined;
  /** What the reader may read begins here: nothing below is answered. Default: 1. */
  first?: number | undefined;
  /** At most this many, and no more than `limits.pageBytes` (but at least one). */
  limit: number;
  /** Who reads: what became of the messages comes with them. Where that is above `limits.lookedUpBytes`, the page is shorter. */
  reader?: Id | undefined;
}

export interface Page {
  head: LogHead;
  entries: Entry[];
  /** As far as it stands above the last entry; only where a reader is named. */
  became?: Became;
}

export interface Store extends Botting, Joining, Moderating, Marking, Rooming, Stating, Talking {
  about(): Promise<About>;
  /** Renames the server. */
  setName(name: string): Promise<void>;
  setPassword(hash: string | null): Promise<void>;

  /** Everybody who ever joined, by the time of joining. */
  members(): Promise<Member[]>;
  /** Null where there is no such member. */
  rename(member: Id, name: string): Promise<Member | null>;

  /** The heads of all logs, by age. */
  heads(): Promise<LogHead[]>;
  /** For each position whether this history has it: the same epoch, and that id at that seq. */
  holds(positions: readonly Position[]): Promise<boolean[]>;
  /** Of these ids, those under which this author has no entry. */
  lacking(author: Id, ids: readonly Id[]): Promise<Id[]>;
  /** A page in ascending order; null where there is no such log. */
  read(request: ReadRequest): Promise<Page | null>;

  /**
   * Adds entries to logs, all in one durable commit. For each request in order, and in it for each entry in order:
   * - an unknown id gets the log's next seq (dense from 1) and `at` = max(the log's last + 1, now);
   * - an id that is there by the same author with the same content (entries.ts) gets its first acknowledgement with
   *   `duplicate: true`, whatever log it was said in; any other use of it is `id-conflict`;
   * - what names a message has to name one of the same log, which may be of the same request (`no-such-entry`); what may
   *   be said about it, and by whom, says rules.ts. A deletion blanks the message and its edits, and whatever else became of it.
   * A request to an unknown log, or one of a room the author is not in, is `no-such-log`, one of a member who is not on
   * the server any more `removed`. An entry of one who is muted is `muted`, one for a room that was put away `archived`,
   * one for a side log whose people are not all in the room `not-in-room` (but for a deletion), and a message that comes too soon in a slow
   * room `slow`, with whatever would change it. A whisper waits, and makes wait, as a message of its room; its entries
   * have the room's head as `after`. A side log that is not there is made with its first entry; who has begun
   * limits.sideLogs of them is `too-many`.
   * A refused request or entry never takes others with it.
   */
  append(requests: readonly AppendRequest[]): Promise<Answer<Appended>[]>;

  /** Gives back files, locks and threads. Idempotent; other calls reject afterwards. */
  close(): Promise<void>;
}

/** A change that did not happen, or a question that could not be answered: all may be tried again. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: 'disk' | 'internal' | 'closing';

  constructor(code: StoreError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
