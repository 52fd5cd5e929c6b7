/** Socket.IO, bare, as its documentation shows it: an event is emitted to everybody in a room. Nothing is kept, nobody is asked who they are. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

interface Said {
  log: string;
  entries: { body: unknown }[];
}

const http = createServer();
const io = new Server(http, { serveClient: false, perMessageDeflate: false, httpCompression: false });
const author = randomUUID();
let seq = 0;
io.on('connection', (socket) => {
  socket.on('resume', (_input: unknown, acknowledge: (answer: unknown) => void) => {
    void socket.join('room');
    acknowledge({ ok: true });
  });
  socket.on('append', ({ log, entries }: Said, acknowledge: (answer: unknown) => void) => {
    const entry = { seq: (seq += 1), author, at: Date.now(), ...entries[0] };
    acknowledge({ ok: true, seq });
    io.to('room').emit('entries', { log, entries: [entry] });
  });
});
http.listen(0, '127.0.0.1', () => process.send?.(http.address()));
