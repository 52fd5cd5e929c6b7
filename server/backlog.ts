/**
 * What waits for a client that does not read. It is bounded: a connection whose backlog is full ends at once, unflushed,
 * and its client resumes by pages. Nobody ever waits for one client.
 */
import { limits } from '../protocol';

/** What is read of Engine.IO's connection (engine.io 6, `Socket` and its transports). */
export interface Connection {
  readonly readyState: string;
  readonly transport: { readonly name: string; readonly writable: boolean; readonly socket?: Wire };
  on(event: 'packetCreate', listener: (packet: { data?: unknown }) => void): unknown;
  on(event: 'flush', listener: () => void): unknown;
  close(discard?: boolean): void;
}

/** The WebSocket below a websocket transport. */
interface Wire {
  readonly bufferedAmount: number;
  terminate(): void;
}

/** @param full called once, when the connection is ended for this reason */
export function boundBacklog(connection: Connection, full: (queued: { packets: number; bytes: number }) => void): void {
  let packets = 0;
  let bytes = 0;
  let judging = false;
  const waiting = () => bytes + (connection.transport.socket?.bufferedAmount ?? 0);
  const fits = () => packets <= limits.queuedPackets && waiting() <= limits.queuedBytes;
  connection.on('flush', () => {
    packets = 0;
    bytes = 0;
  });
  connection.on('packetCreate', ({ data }) => {
    packets += 1;
    // A connection that takes what it is given needs no count.
    if (!connection.transport.writable) bytes += sizeOf(data);
    if (judging || fits()) return;
    judging = true;
    // A turn later: what one turn writes at once has gone out by then where somebody reads.
    setImmediate(() => {
      judging = false;
      if (connection.readyState !== 'open' || fits()) return;
      full({ packets, bytes: waiting() });
      if (connection.transport.socket) connection.transport.socket.terminate();
      else connection.close(true);
    });
  });
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  return Buffer.isBuffer(data) ? data.length : 0;
}
