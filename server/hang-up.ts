import type { Server } from 'node:http';
import { limits } from '../protocol';
import type { Crowd } from './door/crowd';

/**
 * Ends a server without waiting for connections that keep alive.
 * @returns ends it: no new connections, what was written goes out, and whoever has not gone after `limits.closeGrace` is cut off
 */
export function hangUp(server: Server, crowd: Crowd): () => Promise<void> {
  return async () => {
    // Taken by the system before the port was given back.
    server.prependListener('connection', (socket) => void socket.destroy());
    // Socket.IO closes the server itself; a turn later its goodbyes are written.
    await new Promise((resolve) => setImmediate(resolve));
    if (server.listening) server.close();
    const { stays } = crowd;
    if (stays.length === 0) return;
    const gone = Promise.all(
      stays.map(({ connection }) => new Promise((resolve) => connection.once('close', resolve))),
    );
    for (const { stream, asked } of stays) {
      // Nobody answers those who have asked nothing.
      if (asked) stream.end();
      else stream.destroy();
    }
    const late = setTimeout(() => stays.forEach(({ connection }) => connection.destroy()), limits.closeGrace);
    await gone;
    clearTimeout(late);
  };
}
