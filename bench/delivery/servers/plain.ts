/**
 * Plain Socket.IO as its documentation shows it: a message is acknowledged and emitted to everybody in a room. Nothing
 * is kept; with `--durable` each message is one SQLite transaction first (WAL, synchronous=FULL).
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { Server } from 'socket.io';
import { folderOf } from '../../folder';
import { serve } from './serving';

interface Said {
  id: string;
  text: string;
}

/** Held by this module: the binding closes a database that nobody holds, statements or not. */
let database: InstanceType<typeof DatabaseSync> | null = null;

function openLog(): (seq: number, said: Said) => void {
  database = new DatabaseSync(join(folderOf('delivery'), 'log.db'));
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  database.exec('create table entries (seq integer primary key, id text not null unique, body text not null)');
  const insert = database.prepare('insert into entries values (?, ?, ?)');
  // A statement outside a transaction is one of its own.
  return (seq, { id, text }) => void insert.run(seq, id, text);
}

const keep = process.argv.includes('--durable') ? openLog() : null;
const http = createServer();
const io = new Server(http, { serveClient: false, transports: ['websocket'], perMessageDeflate: false });
let seq = 0;
io.on('connection', (socket) => {
  void socket.join('room');
  socket.on('say', (said: Said, acknowledge: (answer: unknown) => void) => {
    seq += 1;
    keep?.(seq, said);
    const at = Date.now();
    acknowledge({ ok: true, id: said.id, seq, at });
    io.to('room').emit('entry', {
      seq,
      id: said.id,
      author: socket.id,
      at,
      kind: 'message',
      body: { text: said.text },
    });
  });
});
serve(http, () => (keep ? seq : 0));
