/**
 * One person as a process of their own: client/ with real sockets and a disk, saying numbered things at a pace, writing
 * down all that happens. Started again on the same folder it goes on where it was killed.
 * stdout: `ready`, `idle` (all said and acknowledged), `done`. stdin: `finish SEQ` writes the final view and ends.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openSession } from '../../client';
import { clock } from '../../renderer/ports/clock';
import { random } from '../../renderer/ports/random';
import { SocketIoTransport } from '../../renderer/ports/socketio';
import { textOf } from './checker';
import { FileStorage, fileSecrets } from './files';
import { Journal } from './journal';

interface Told {
  url: string;
  name: string;
  folder: string;
  /** How many things are said in all, and how far apart, in ms. */
  count: number;
  every: number;
}

const { url, name, folder, count, every } = JSON.parse(process.argv[2] ?? '{}') as Told;
mkdirSync(folder, { recursive: true });
const journal = new Journal(join(folder, 'journal'));
const before = journal.read();
const storage = new FileStorage(join(folder, 'disk'));
const session = openSession(
  { transport: new SocketIoTransport(), storage, secrets: fileSecrets(storage), clock, random },
  { url },
);

let next = Math.max(-1, ...before.flatMap((line) => (line.t === 'intent' ? line.n : []))) + 1;
const acknowledged = new Set(before.flatMap((line) => (line.t === 'acknowledged' ? line.id : [])));
const mine = new Set(before.flatMap((line) => (line.t === 'sent' ? line.id : [])));
let seen = 0;
let commons: string | null = null;
let gone: number | null = null;
let wanted: number | null = null;

const tell = (word: string) => process.stdout.write(`${word}\n`);
const idle = () => next >= count && commons !== null && session.log(commons).current.pending.length === 0;

function look(): void {
  if (commons === null) return;
  const { entries, pending, complete } = session.log(commons).current;
  const waiting = new Set(pending.map(({ id }) => id));
  for (const entry of entries) {
    if (entry.seq <= seen) continue;
    seen = entry.seq;
    journal.write({ t: 'seen', seq: entry.seq, id: entry.id, text: entry.kind === 'message' ? entry.body.text : null });
  }
  for (const id of mine) {
    // What left the outbox without having been taken back was acknowledged.
    if (waiting.has(id) || acknowledged.has(id)) continue;
    acknowledged.add(id);
    journal.write({ t: 'acknowledged', id });
  }
  if (idle()) tell('idle');
  if (wanted === null || !idle() || (entries.at(-1)?.seq ?? 0) < wanted) return;
  if (!complete) return void session.loadOlder(commons);
  journal.write({ t: 'view', rows: entries.map(({ seq, id }) => [seq, id]) });
  tell('done');
  session.close();
  process.exit(0);
}

function say(): void {
  if (commons === null || next >= count) return;
  journal.write({ t: 'intent', n: next });
  const answer = session.send(commons, textOf(name, next));
  if (!answer.ok) throw new Error(answer.error.message);
  mine.add(answer.value);
  journal.write({ t: 'sent', n: next, id: answer.value });
  next += 1;
  setTimeout(say, every);
}

session.server.subscribe(({ rooms, ready }) => {
  const [room] = rooms;
  if (commons !== null || !ready || !room) return;
  commons = room.id;
  session.open(room.id);
  session.log(room.id).subscribe(look);
  tell('ready');
  say();
});
session.connection.subscribe((state) => {
  // Somebody else's process may be gone when this one starts: people try again.
  if (state.phase === 'offline') setTimeout(() => session.connect(), 100);
  if (state.phase === 'stranger') setImmediate(() => void session.join({ name }));
  if (state.phase === 'reconnecting') gone ??= Date.now();
  if (state.phase === 'connected' && gone !== null) {
    journal.write({ t: 'back', ms: Date.now() - gone });
    gone = null;
  }
});
createInterface(process.stdin).on('line', (line) => {
  wanted = Number(line.split(' ')[1]);
  look();
});
session.connect();
