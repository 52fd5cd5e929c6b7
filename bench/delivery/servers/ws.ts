/** Raw `ws`, as its documentation shows a broadcast: a loop over all clients. Nothing is kept. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { serve } from './serving';

interface Said {
  call: number;
  id: string;
  text: string;
}

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
let seq = 0;
let people = 0;
sockets.on('connection', (socket) => {
  const author = `guest-${(people += 1)}`;
  socket.on('message', (data: Buffer) => {
    const { call, id, text } = JSON.parse(data.toString()) as Said;
    seq += 1;
    const at = Date.now();
    socket.send(JSON.stringify({ call, ok: true, id, seq, at }));
    const entry = JSON.stringify({ seq, id, author, at, kind: 'message', body: { text } });
    for (const other of sockets.clients) other.send(entry);
  });
});
serve(http, () => 0);
