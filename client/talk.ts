/** What a person does with messages beside saying them plainly: the words of `Session.talk`. */
import type { Answer, Entry, Id, MessageDraft, Output, NetworkCalls } from '../protocol';
import type { Readable } from './signal';
import type { ThreadView } from './views';

/** What goes with a message's text. */
export type Extras = Omit<MessageDraft['body'], 'text'>;
export type Naming = Pick<Extras, 'mentions' | 'everybody'>;

type Called<N extends keyof NetworkCalls> = Promise<Answer<Output<NetworkCalls[N]>>>;

/**
 * `log` is a room's log or a side log. What is said goes through the outbox: it is kept on the device, goes out when it can,
 * and its refusal stands at it. What is asked needs a connection (`not-connected`).
 */
export interface Talk {
  send(room: Id, text: string, more?: Extras): Answer<Id>;
  /** To these people alone, this person need not be among them. */
  whisper(room: Id, members: readonly Id[], text: string, more?: Extras): Answer<Id>;
  /** As Session.edit, in a side log too. */
  edit(log: Id, id: Id, text: string, naming?: Naming): Answer<Id>;
  /** One's own, or, for those who may `erase`, another's. */
  remove(log: Id, id: Id): Answer<null>;
  react(log: Id, id: Id, emoji: string, on: boolean): Answer<Id>;
  pin(log: Id, id: Id, on: boolean): Answer<Id>;
  /** An open vote is said like anything; an anonymous one needs a connection. No choice takes the vote back. */
  vote(log: Id, poll: Id, choices: readonly number[]): Promise<Answer<null>>;
  closePoll(log: Id, poll: Id): Answer<Id>;
  /** Passes a message on as it stands now. @param text what it says, edits counted */
  forward(from: Id, id: Id, text: string, to: Id): Answer<Id>;

  /** Entries by their ids: held ones at once, others from the server; what is not there, or not to be read, is left out. */
  find(log: Id, ids: readonly Id[]): Promise<Answer<readonly Entry[]>>;
  versions(log: Id, id: Id): Promise<Answer<readonly Entry[]>>;
  pins(log: Id): Promise<Answer<readonly Entry[]>>;
  threads(): Called<'threads'>;
  /** The same object for the same thread. Loads nothing. */
  thread(log: Id, root: Id): Readable<ThreadView>;
  /** Somebody looks at this thread: its last page is loaded, and kept up from then on. */
  openThread(log: Id, root: Id): void;
  olderInThread(log: Id, root: Id): Promise<void>;
  markThreadSeen(log: Id, root: Id): void;

  /** Loads what stands around a message, wherever in the log that is. @returns its seq; `no-such-entry` where it is not there */
  goTo(log: Id, id: Id): Promise<Answer<number>>;
  /** What is looked at stands around this seq: of the rest, what is far off may be dropped (`limits.heldEntries`). */
  lookAt(log: Id, seq: number): void;
  /** Marks everything from this seq on as unread, until the room was left and looked at again. */
  markUnread(room: Id, seq: number): void;
}
