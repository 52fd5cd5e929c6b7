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

/** @param full called once, after the connection was ended for this reason */
export function boundBacklog(connection: Connection, full: (queued: { packets: number; bytes: number }) => void): void {
  let packets = 0;
  let bytes = 0;
  let ended = false;
  connection.on('flush', () => {
    packets = 0;
    bytes = 0;
  });
  connection.on('packetCreate', ({ data }) => {
    if (ended || connection.readyState !== 'open') return;
    packets += 1;
    // A connection that takes what it is given needs no count.
    if (!connection.transport.writable) bytes += sizeOf(data);
    const all = bytes + (connection.transport.socket?.bufferedAmount ?? 0);
    if (packets <= limits.queuedPackets && all <= limits.queuedBytes) return;
    ended = true;
    full({ packets, bytes: all });
    if (connection.transport.socket) connection.transport.socket.terminate();
    else connection.close(true);
  });
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  return Buffer.isBuffer(data) ? data.length : 0;
}
