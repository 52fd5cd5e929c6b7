/**
 * What waits for those who do not read, through the doors beside Socket.IO. As in ../backlog it is bounded, for each and for
 * all together: who has too much waiting is let go, with a line in the log, and comes back to the place they know.
 */
import { limits } from '../../protocol';
import type { Logger } from '../log';

/** A stream, or a plain WebSocket. */
export interface Reader {
  /** As `addressKey` writes it. */
  readonly address: string;
  /** Bytes that were written and not taken. */
  readonly waiting: number;
  /** Ends it at once, unflushed. */
  cut(): void;
}

/** Who has less than this waiting is not counted: all who may be here have no more than the bound with it. */
const COUNTED = limits.queuedBytesInAll / limits.connections;

export class Behind {
  readonly #log: Logger;
  readonly #readers = new Set<Reader>();
  #judging = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** To be called after something was written to them. */
  wrote(reader: Reader): void {
    const { waiting } = reader;
    if (waiting <= COUNTED) return;
    if (waiting > limits.queuedBytes) return this.cut(reader, 'a client does not read: closed');
    this.#readers.add(reader);
    if (this.#judging) return;
    this.#judging = true;
    // A turn later: what one turn writes at once has gone out by then where somebody reads.
    setImmediate(() => this.#judge());
  }

  cut(reader: Reader, why: string): void {
    const { address, waiting: bytes } = reader;
    this.left(reader);
    this.#log.warn({ address, bytes }, why);
    reader.cut();
  }

  /** Idempotent. */
  left(reader: Reader): void {
    this.#readers.delete(reader);
  }

  #judge(): void {
    this.#judging = false;
    let all = 0;
    for (const reader of this.#readers) {
      if (reader.waiting <= COUNTED) this.left(reader);
      else all += reader.waiting;
    }
    if (all <= limits.queuedBytesInAll) return;
    for (const reader of [...this.#readers].sort((a, b) => b.waiting - a.waiting)) {
      if (all <= limits.queuedBytesInAll) return;
      all -= reader.waiting;
      this.cut(reader, 'too much waits for all clients: the furthest behind closed');
    }
  }
}
