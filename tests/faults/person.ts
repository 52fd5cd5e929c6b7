/**
 * One person as a process of their own: client/ with real sockets and a disk, saying numbered things at a pace, writing
 * down all that happens. Started again on the same folder it goes on where it was killed.
 * stdout: `ready`, `lost` (the connection went away), `idle` (all said and settled), `done`.
 * stdin: `talk` begins it (one who comes back goes on unasked), `finish SEQ` writes the final view and ends; its end ends
 * this process, so that nobody outlives a campaign.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openSession } from '../../client';
import { clock } from '../../renderer/ports/clock';
import { random } from '../../renderer/ports/random';
import { SocketIoTransport } from '../../renderer/ports/socketio';
import { FileStorage, fileSecrets } from './files';
import { Journal } from './journal';
import { brief, textOf, type Told } from './said';
import { Witness } from './witness';

const { url, name, folder, count, every, length } = JSON.parse(process.argv[2] ?? '{}') as Told;
mkdirSync(folder, { recursive: true });
const journal = new Journal(join(folder, 'journal'));
const before = journal.read();
journal.write({ t: 'begun' });
const onDisk = new Set(before.flatMap((line) => (line.t === 'kept' ? line.id : [])));
const storage = new FileStorage(join(folder, 'disk'), (table, id) => {
  if (table !== 'outbox' || onDisk.has(id)) return;
  onDisk.add(id);
  journal.write({ t: 'kept', id });
});
/** What the app keeps beside the session: which server answered here before. */
const known = new FileStorage(join(folder, 'known')).table<string>('servers');
const server = await known.get('server');
const session = openSession(
  {
    transport: new Witness(new SocketIoTransport(), journal),
    storage,
    secrets: fileSecrets(storage),
    clock,
    random,
  },
  { url, ...(server ? { server } : {}) },
);

let next = Math.max(-1, ...before.flatMap((line) => (line.t === 'intent' ? line.n : []))) + 1;
const settled = new Set(before.flatMap((line) => (line.t === 'acknowledged' || line.t === 'returned' ? line.id : [])));
/** What this process said, and when; and what earlier ones left on the disk. */
const mine = new Map<string, number | null>([...onDisk].map((id) => [id, null]));
let seen = 0;
let commons: string | null = null;
/** Since when there is no connection, by the clock that no jump moves; a process that comes back was gone from its start. */
let gone: number | null = before.length > 0 ? 0 : null;
let wanted: number | null = null;
/** A page of a hole was asked for: the rest stays open, so that the view is held against the store around it. */
let filled = false;

const told = new Set<string>();
/** Each word once. */
function tell(word: string): void {
  if (told.has(word)) return;
  told.add(word);
  process.stdout.write(`${word}\n`);
}
const idle = () =>
  next >= count && commons !== null && session.log(commons).current.pending.every(({ refused }) => refused);

function look(): void {
  if (commons === null) return;
  const { entries, holes, pending, complete } = session.log(commons).current;
  for (const entry of entries) {
    if (entry.seq <= seen) continue;
    seen = entry.seq;
    const text = entry.kind === 'message' ? brief(entry.body.text) : null;
    journal.write({ t: 'seen', seq: entry.seq, id: entry.id, text });
  }
  settle(new Map(pending.map((waiting) => [waiting.id, waiting.refused !== null])));
  if (idle()) tell('idle');
  if (wanted === null || !idle() || (entries.at(-1)?.seq ?? 0) < wanted) return;
  if (!complete) return void session.loadOlder(commons);
  const [hole] = holes;
  if (hole && !filled) {
    filled = true;
    return void session.fill(commons, hole.after, 'newer').then(look);
  }
  journal.write({
    t: 'view',
    rows: entries.map(({ seq, id }) => [seq, id]),
    holes: holes.map(({ after, before }) => [after + 1, before - 1]),
  });
  tell('done');
  session.close();
  process.exit(0);
}

/** @param waiting what is still in the outbox, and whether it was refused for good */
function settle(waiting: ReadonlyMap<string, boolean>): void {
  for (const [id, at] of mine) {
    const refused = waiting.get(id);
    if (settled.has(id) || refused === false) continue;
    settled.add(id);
    // What left the outbox without having been taken back was acknowledged.
    if (refused) journal.write({ t: 'returned', id });
    else journal.write({ t: 'acknowledged', id, ms: at === null ? null : Math.round(performance.now() - at) });
  }
}

function say(): void {
  if (commons === null || next >= count) return;
  journal.write({ t: 'intent', n: next, at: Date.now() });
  const answer = session.send(commons, textOf(name, next, length));
  if (!answer.ok) throw new Error(answer.error.message);
  mine.set(answer.value, performance.now());
  journal.write({ t: 'sent', n: next, id: answer.value });
  next += 1;
  setTimeout(say, every);
}

// With what an earlier run left, people talk on before the network answers.
session.server.subscribe(({ rooms, server: found }) => {
  const [room] = rooms;
  if (commons !== null || !room || !found) return;
  commons = room.id;
  void known.put('server', found.id);
  session.open(room.id);
  session.log(room.id).subscribe(look);
  tell('ready');
  if (before.length > 0) say();
});
session.connection.subscribe((state) => {
  // Somebody else's process may be gone when this one starts: people try again.
  if (state.phase === 'offline') setTimeout(() => session.connect(), 100);
  if (state.phase === 'stranger') setImmediate(() => void session.join({ name }));
  if (state.phase === 'reconnecting') {
    gone ??= performance.now();
    tell('lost');
  }
  if (state.phase === 'connected' && gone !== null) {
    journal.write({ t: 'back', ms: Math.round(performance.now() - gone) });
    gone = null;
  }
});
createInterface(process.stdin)
  .on('line', (line) => {
    const [word, seq] = line.split(' ');
    if (word === 'talk') return say();
    wanted = Number(seq);
    look();
  })
  .on('close', () => process.exit(0));
session.connect();
