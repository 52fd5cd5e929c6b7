/**
 * The way below a plain WebSocket (ws 8): what many are told is framed once, and the same bytes are written to each. `ws` makes
 * a buffer, a head and two writes of each text anew. Without an extension it holds nothing back, so what goes past it keeps
 * its place among what goes through it.
 */
import type { WebSocket } from 'ws';

interface TcpStream {
  write(data: Buffer): unknown;
}

/** @returns null where it is not built as it is known here: then all goes through `ws` */
export function belowWebSocket(socket: WebSocket): TcpStream | null {
  const { _socket: tcp, extensions } = socket as WebSocket & { _socket?: Partial<TcpStream> | null };
  return extensions === '' && typeof tcp?.write === 'function' ? (tcp as TcpStream) : null;
}
