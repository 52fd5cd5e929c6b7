import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { limits } from '../protocol';

/**
 * Follows a server's TCP connections, so that it can end without waiting for those that keep alive.
 * @returns ends it: no new connections, what was written goes out, and whoever has not gone after `limits.closeGrace` is cut off
 */
export function hangUp(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>();
  let ending = false;
  server.on('connection', (socket) => {
    // Taken by the system before the port was given back.
    if (ending) return void socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return async () => {
    ending = true;
    // Socket.IO closes the server itself; a turn later its goodbyes are written.
    await new Promise((resolve) => setImmediate(resolve));
    if (server.listening) server.close();
    if (sockets.size === 0) return;
    const gone = Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    for (const socket of sockets) socket.end();
    const late = setTimeout(() => sockets.forEach((socket) => socket.destroy()), limits.closeGrace);
    await gone;
    clearTimeout(late);
  };
}
