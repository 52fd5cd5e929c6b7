/** Who is doing what, as far as it is told at most once: the words of `Session.company`. */
import type { Answer, Id, Input, Member, NetworkCalls, Reader } from '../protocol';
import type { Readable } from './signal';

/** Somebody else who is writing, in a thread where that is not null. */
export interface Writing {
  member: Id;
  thread: Id | null;
}

export interface Company {
  /** Who else is writing in a log now; empties by itself. */
  writing(log: Id): Readable<readonly Writing[]>;
  /** To be said at every key: it is told every few seconds. Nothing is told of an empty field, nor while not connected. */
  writes(log: Id, thread?: Id): void;
  stopsWriting(log: Id, thread?: Id): void;
  /** How far each of those in a log has read it; asked for as soon as somebody listens, and kept up while they do. */
  readers(log: Id): Readable<readonly Reader[]>;
  /** Whether the person at this device does anything; said again after each reconnect. */
  setIdle(idle: boolean): void;
  setStatus(said: Input<NetworkCalls['setStatus']>): Promise<Answer<Member>>;
}
