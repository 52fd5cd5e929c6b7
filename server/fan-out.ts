/**
 * Pushes with one write a socket a turn: a push is encoded and framed once, the same bytes go to every WebSocket, and
 * whatever a turn says to one socket, by whatever way, leaves together at the turn's end (a crowd's by portions, one after another).
 *
 * For this it reaches below Socket.IO, to the TCP socket under Engine.IO's WebSocket transport (engine.io 6, ws 8).
 * Bytes enter that one stream in the order of the calls, so nothing can overtake anything. Where a connection is not as
 * known here (polling, being upgraded, another shape, binary), or is behind, Socket.IO's own emit does the work.
 */

import { limits } from '../protocol';
import { textFrame } from './text-frame';

/**
 * A turn's bytes leave before its end at so many frames. A system call takes 1,024 pieces at once (IOV_MAX), a frame of
 * Engine.IO's is two; what is beyond is written later, and would look like a client that does not read.
 */
const JOINED_FRAMES = 400;
const MESSAGE = '4';
const EVENT = 2;

/** What is used of Engine.IO's connection (engine.io 6, `Socket`). */
export interface EngineConnection {
  readonly readyState: string;
  readonly writeBuffer: readonly unknown[];
  readonly transport: EngineTransport;
  on(event: 'packetCreate' | 'drain' | 'upgrade', listener: () => void): unknown;
}

interface EngineTransport {
  readonly name: string;
  writable: boolean;
  readonly socket?: unknown;
}

/** The WebSocket (ws 8) and the TCP socket it writes to. */
interface Below {
  readonly transport: EngineTransport;
  readonly webSocket: { readonly readyState: number };
  readonly tcp: TcpStream;
}

interface TcpStream {
  readonly writableLength: number;
  cork(): void;
  uncork(): void;
  write(data: Buffer): boolean;
}

const OPEN = 1;

/** What is below this connection, or null where it is not built as this module knows it. */
export function below({ transport }: Pick<EngineConnection, 'transport'>): Below | null {
  const webSocket = transport.socket as
    | { readyState?: unknown; extensions?: unknown; _socket?: Partial<TcpStream> }
    | undefined;
  // An extension would mean that frames are compressed, some of them later.
  if (transport.name !== 'websocket' || typeof webSocket !== 'object' || webSocket.extensions !== '') return null;
  const tcp = webSocket._socket;
  const known =
    typeof transport.writable === 'boolean' &&
    typeof webSocket.readyState === 'number' &&
    typeof tcp?.writableLength === 'number' &&
    [tcp.cork, tcp.uncork, tcp.write].every((method) => typeof method === 'function');
  return known ? { transport, webSocket: webSocket as Below['webSocket'], tcp: tcp as TcpStream } : null;
}

/**
 * The sockets that hold something back, until the turn ends; where they are a crowd, it ends by portions. A thousand system calls in
 * one go keep a core for as long as a scheduler lets them: on the host's own computer its window waits for that.
 */
class Turn {
  readonly #lines: Line[] = [];
  #crowd = false;

  add(line: Line): void {
    if (this.#lines.push(line) === 1) setImmediate(() => this.#end());
  }

  #end(): void {
    this.#crowd ||= this.#lines.length >= limits.crowd.least;
    for (const line of this.#lines.splice(0, this.#crowd ? limits.crowd.portion : this.#lines.length)) line.release();
    if (this.#lines.length === 0) this.#crowd = false;
    else setTimeout(() => this.#end(), 1);
  }
}

/** One connection's way to its TCP socket. */
class Line {
  readonly #connection: EngineConnection;
  readonly #turn: Turn;
  readonly #released: () => void;
  #below: Below | null;
  /** What is held back in this turn: whether Engine.IO has written to it, and how often anybody has. */
  #held: { below: Below; engine: boolean; frames: number } | null = null;

  /** @param released called after each turn in which something was written */
  constructor(connection: EngineConnection, turn: Turn, released: () => void) {
    this.#connection = connection;
    this.#turn = turn;
    this.#released = released;
    this.#below = Array.isArray(connection.writeBuffer) ? below(connection) : null;
    connection.on('upgrade', () => (this.#below ??= below(connection)));
    connection.on('packetCreate', () => {
      if (connection.transport.writable) this.#hold();
    });
    // Said after Engine.IO has written. It takes no more until that is done, which it is only when the turn ends: what
    // is held back may be added to.
    connection.on('drain', () => {
      if (!this.#held) return;
      this.#held.engine = true;
      this.#held.below.transport.writable = true;
      this.#added();
    });
  }

  /** Whether bytes written now are in order behind all that was said, and the client takes what it is given. */
  get open(): boolean {
    const { readyState, writeBuffer } = this.#connection;
    if (!this.#below || readyState !== 'open' || this.#below.webSocket.readyState !== OPEN) return false;
    // What waits at Engine.IO was said before.
    if (writeBuffer.length > 0) return false;
    return this.#held !== null || this.#below.tcp.writableLength === 0;
  }

  /** @param frame the same one for all: it is not changed */
  write(frame: Buffer): void {
    this.#hold();
    this.#below?.tcp.write(frame);
    this.#added();
  }

  /** From here to the turn's end, what is written gathers. A client that is behind is left to Engine.IO alone. */
  #hold(): void {
    if (this.#held || !this.#below || this.#below.tcp.writableLength > 0) return;
    this.#held = { below: this.#below, engine: false, frames: 0 };
    this.#below.tcp.cork();
    this.#turn.add(this);
  }

  #added(): void {
    if (!this.#held) return;
    this.#held.frames += 1;
    if (this.#held.frames >= JOINED_FRAMES || this.#held.below.tcp.writableLength >= limits.joinedBytes) this.release();
  }

  release(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = null;
    // As Engine.IO left it: it writes on when its last write has been taken.
    if (held.engine) held.below.transport.writable = false;
    held.below.tcp.uncork();
    this.#released();
  }
}

/** What is used of Socket.IO's server (socket.io 4). */
export interface Rooms {
  readonly sockets: {
    readonly adapter: { readonly rooms: ReadonlyMap<string, ReadonlySet<string>> };
    readonly sockets: ReadonlyMap<string, { readonly conn: object }>;
  };
  readonly encoder: { encode(packet: { type: number; nsp: string; data: unknown[] }): unknown[] };
  to(rooms: string | string[]): unknown;
}

/** Of a room, by a connection’s id. */
type Chosen = (id: string, connection: EngineConnection) => boolean;

export class FanOut {
  readonly #io: Rooms;
  readonly #turn = new Turn();
  readonly #lines = new WeakMap<object, Line>();

  constructor(io: Rooms) {
    this.#io = io;
  }

  /**
   * Takes part in what this connection writes, from its start on.
   * @param released called after each turn in which something was written to it
   */
  follow(connection: EngineConnection, released: () => void): void {
    this.#lines.set(connection, new Line(connection, this.#turn, released));
  }

  /**
   * Emits to everybody in a room.
   * @param chosen whether to emit to this one, too
   * @returns how many they were
   */
  push(room: string, name: string, payload: unknown, chosen: Chosen = () => true): number {
    const { adapter, sockets } = this.#io.sockets;
    const others: string[] = [];
    let frame: Buffer | null | undefined;
    let count = 0;
    for (const id of adapter.rooms.get(room) ?? []) {
      const connection = sockets.get(id)?.conn;
      if (!connection || !chosen(id, connection as EngineConnection)) continue;
      count += 1;
      const line = this.#lines.get(connection);
      const way = line?.open ? line : null;
      // Once for all of them.
      if (way && frame === undefined) frame = this.#encode(name, payload);
      if (way && frame) way.write(frame);
      else others.push(id);
    }
    // Each socket is in a room of its own id. Socket.IO's types tie a name to its arguments one by one; the table of
    // pushes says the same for all at once.
    if (others.length > 0) (this.#io.to(others) as { emit(name: string, payload: unknown): void }).emit(name, payload);
    return count;
  }

  /** Null for what is not one text frame. */
  #encode(name: string, payload: unknown): Buffer | null {
    const [text, ...attached] = this.#io.encoder.encode({ type: EVENT, nsp: '/', data: [name, payload] });
    return typeof text === 'string' && attached.length === 0 ? textFrame(MESSAGE + text) : null;
  }
}
