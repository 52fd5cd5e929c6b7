/** A plain WebSocket, bare: a loop over all clients, as the documentation of `ws` shows it. Nothing is kept, nobody is asked who they are. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

interface Frame {
  event: string;
  data: { id: number; input: { log: string; entries: { body: unknown }[] } };
}

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
const author = randomUUID();
let seq = 0;
sockets.on('connection', (socket) => {
  socket.on('message', (said: Buffer) => {
    const { event, data } = JSON.parse(said.toString()) as Frame;
    if (event === 'open') return socket.send(JSON.stringify({ event: 'opened' }));
    const entry = { seq: (seq += 1), author, at: Date.now(), ...data.input.entries[0] };
    socket.send(JSON.stringify({ event: 'response', data: { id: data.id, ok: true, seq } }));
    const frame = JSON.stringify({ event: 'entries', data: { log: data.input.log, entries: [entry] } });
    for (const other of sockets.clients) other.send(frame);
  });
});
http.listen(0, '127.0.0.1', () => process.send?.(http.address()));
