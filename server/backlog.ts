/**
 * What waits for clients that do not read. It is bounded, for each and for all together: a connection whose backlog is
 * full, or which is the furthest behind when all together are, ends at once, unflushed, and its client resumes by pages.
 * Nobody ever waits for a client.
 */
import { limits } from '../protocol';

/** What is read of Engine.IO's connection (engine.io 6, `Socket` and its transports). */
export interface Connection {
  readonly readyState: string;
  readonly remoteAddress?: string;
  readonly transport: { readonly name: string; readonly writable: boolean; readonly socket?: Wire };
  on(event: 'packetCreate', listener: (packet: { data?: unknown }) => void): unknown;
  on(event: 'flush' | 'close' | 'upgrade', listener: () => void): unknown;
  close(discard?: boolean): void;
}

/** The WebSocket below a websocket transport. */
interface Wire {
  readonly bufferedAmount: number;
  on(event: 'ping', listener: () => void): unknown;
  terminate(): void;
}

export interface Queued {
  packets: number;
  bytes: number;
}

export interface Bounds {
  /** For one connection, whichever comes first. */
  packets: number;
  bytes: number;
  /** For all of them together. */
  bytesInAll: number;
}

const BOUNDS: Bounds = {
  packets: limits.queuedPackets,
  bytes: limits.queuedBytes,
  bytesInAll: limits.queuedBytesInAll,
};

export class Backlogs {
  readonly #bounds: Bounds;
  readonly #ended: (connection: Connection, queued: Queued, why: 'one' | 'all') => void;
  readonly #all = new Set<Backlog>();
  #bytes = 0;
  #judging = false;

  /** @param ended called once for each connection that is ended, before it is */
  constructor(ended: (connection: Connection, queued: Queued, why: 'one' | 'all') => void, bounds: Bounds = BOUNDS) {
    this.#ended = ended;
    this.#bounds = bounds;
  }

  /**
   * The bytes that wait for all clients together. It is kept up with each packet, and may be too high by what was read
   * since; before anybody is ended for it, all are counted anew.
   */
  get bytes(): number {
    return this.#bytes;
  }

  /** @returns counts this connection anew; to be called after something was written past Engine.IO */
  watch(connection: Connection): () => void {
    const backlog = new Backlog(connection, this.#bounds, {
      grew: (by) => {
        this.#bytes += by;
        if (this.#bytes > this.#bounds.bytesInAll) this.#judgeAll();
      },
      full: () => this.#end(backlog, 'one'),
    });
    this.#all.add(backlog);
    connection.on('close', () => this.#forget(backlog));
    // Pings of WebSocket itself (RFC 6455 §5.5.2) are answered below Engine.IO: who reads none of it is no better.
    const pinged = () => connection.transport.socket?.on('ping', () => backlog.wrote());
    pinged();
    connection.on('upgrade', pinged);
    return () => backlog.count();
  }

  #forget(backlog: Backlog): void {
    if (this.#all.delete(backlog)) backlog.forget();
  }

  #end(backlog: Backlog, why: 'one' | 'all'): void {
    const { connection, queued } = backlog;
    this.#forget(backlog);
    this.#ended(connection, queued, why);
    if (connection.transport.socket) connection.transport.socket.terminate();
    else connection.close(true);
  }

  /** A turn later, as for one. */
  #judgeAll(): void {
    if (this.#judging) return;
    this.#judging = true;
    setImmediate(() => {
      this.#judging = false;
      for (const backlog of this.#all) backlog.count();
      if (this.#bytes <= this.#bounds.bytesInAll) return;
      for (const backlog of [...this.#all].sort((a, b) => b.queued.bytes - a.queued.bytes)) {
        if (this.#bytes <= this.#bounds.bytesInAll) return;
        this.#end(backlog, 'all');
      }
    });
  }
}

/** One connection's. */
class Backlog {
  readonly connection: Connection;
  readonly #bounds: Bounds;
  readonly #told: { grew(by: number): void; full(): void };
  #packets = 0;
  /** In Engine.IO's queue. */
  #bytes = 0;
  /** What of this connection is in the sum of all. */
  #counted = 0;
  #judging = false;
  #over = false;

  constructor(connection: Connection, bounds: Bounds, told: { grew(by: number): void; full(): void }) {
    this.connection = connection;
    this.#bounds = bounds;
    this.#told = told;
    connection.on('flush', () => {
      this.#packets = 0;
      this.#bytes = 0;
    });
    connection.on('packetCreate', ({ data }) => {
      this.#packets += 1;
      // A connection that takes what it is given needs no count.
      if (!connection.transport.writable) this.#bytes += sizeOf(data);
      this.wrote();
    });
  }

  wrote(): void {
    this.count();
    this.#judge();
  }

  get queued(): Queued {
    return { packets: this.#packets, bytes: this.#bytes + (this.connection.transport.socket?.bufferedAmount ?? 0) };
  }

  count(): void {
    if (this.#over) return;
    const by = this.queued.bytes - this.#counted;
    if (by === 0) return;
    this.#counted += by;
    this.#told.grew(by);
  }

  forget(): void {
    this.#over = true;
    this.#told.grew(-this.#counted);
    this.#counted = 0;
  }

  #fits(): boolean {
    const { packets, bytes } = this.queued;
    return packets <= this.#bounds.packets && bytes <= this.#bounds.bytes;
  }

  #judge(): void {
    if (this.#judging || this.#fits()) return;
    this.#judging = true;
    // A turn later: what one turn writes at once has gone out by then where somebody reads.
    setImmediate(() => {
      this.#judging = false;
      if (this.#over || this.connection.readyState !== 'open' || this.#fits()) return;
      this.#told.full();
    });
  }
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  return Buffer.isBuffer(data) ? data.length : 0;
}
