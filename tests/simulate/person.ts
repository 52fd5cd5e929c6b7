/**
 * One person of a simulation: client/ on a device that can be killed, writing down all that happens, as a process of
 * the fault campaign does.
 */
import { openSession, type Random, type Secrets, type Session, type Storage, type Transport } from '../../client';
import type { Answer, Draft, Entry, Id, NetworkCalls, Output } from '../../protocol';
import type { Line } from '../faults/journal';
import { brief, textOf } from '../faults/said';
import { DeviceDisk, type Writing } from './device-disk';
import type { Link } from './network';
import { Life, type Dice, type Time } from './time';
import { SimulatedTransport } from './transport';

/** A line of the journal, and for what was seen or answered the lineage it was of. */
export interface Noted {
  line: Line;
  epoch: Id | null;
}

/** A row of client/'s outbox, as far as one has to know it here. */
interface OutboxRow {
  draft: Draft;
}

interface Run {
  life: Life;
  transport: SimulatedTransport;
  session: Session;
  /** The highest seq on the screen, and of which lineage; null until something is there. */
  seen: number;
  epoch: Id | null;
}

export interface PersonParts {
  name: string;
  time: Time;
  dice: Dice;
  link: Link;
  random: Random;
  /** What was said under an id, for what is blanked later. */
  words: Map<Id, string>;
  plantedTransport?: ((transport: Transport) => Transport) | undefined;
  plantedStorage?: ((storage: Storage) => Storage) | undefined;
}

export class Person {
  readonly name: string;
  readonly journal: Noted[] = [];
  /** What is wrong that the checker's letters do not say. */
  readonly wrong: string[] = [];
  /** Messages whose deletion is on this device's disk, or was acknowledged. */
  readonly removed = new Set<Id>();
  /** What its person was told will not be sent. */
  readonly refused = new Set<Id>();
  /** Edits by the message they change. */
  readonly edits = new Map<Id, Id[]>();
  /** Whose taking back is on this device's disk. */
  readonly takenBack = new Set<Id>();
  readonly link: Link;
  readonly #parts: PersonParts;
  readonly #disk: DeviceDisk;
  /** What is on the disk of what was said: by id its number. */
  readonly #numbers = new Map<Id, number>();
  readonly #safe = new Set<Id>();
  readonly #settled = new Set<Id>();
  readonly #withdrawn = new Set<Id>();
  readonly #discarded = new Set<Id>();
  readonly #mine: Id[] = [];
  #next = 0;
  /** It has asked to be let in before. */
  #asked = false;
  #server: Id | null = null;
  #commons: Id | null = null;
  /** The lineage this device was told of last. */
  #told: Id | null = null;
  #run: Run | null = null;

  constructor(parts: PersonParts) {
    this.name = parts.name;
    this.link = parts.link;
    this.#parts = parts;
    this.#disk = new DeviceDisk(parts.dice, (writing) => this.#written(writing));
  }

  /** Opens the app, unless it is open. */
  start(): void {
    if (this.#run) return;
    const { time, link, random, plantedTransport, plantedStorage } = this.#parts;
    const life = new Life(time);
    const transport = new SimulatedTransport(link, life, {
      asks: (name, input) => this.#asks(name, input),
      hears: (name, answer) => this.#hears(name, answer),
    });
    const mounted = this.#disk.mount(life);
    const storage = plantedStorage?.(mounted) ?? mounted;
    const secrets = storage.table<string | null>('secrets');
    const kept: Secrets = {
      get: async (server) => (await secrets.get(server)) ?? null,
      set: (server, token) => secrets.put(server, token),
    };
    const session = openSession(
      { transport: plantedTransport?.(transport) ?? transport, storage, secrets: kept, clock: life.clock, random },
      { url: 'http://192.0.2.7:7420/', ...(this.#server ? { server: this.#server } : {}) },
    );
    const key = `${this.#server ?? ''}/${this.#commons ?? ''}`;
    const cached = this.#disk.row<{ epoch: Id; entries: unknown[] }>('logs', key);
    const epoch = cached && cached.entries.length > 0 ? cached.epoch : null;
    const run: Run = { life, transport, session, seen: 0, epoch };
    this.#run = run;
    this.#watch(run);
    session.connect();
  }

  /** The app, or with `mute` the whole machine, is gone from one moment to the next. */
  kill(mute: boolean): void {
    const run = this.#run;
    if (!run) return;
    run.life.alive = false;
    run.transport.end(mute);
    this.#disk.kill();
    // Of what was taken back just now the device may know nothing any more: then it is said all the same.
    for (const id of this.#discarded) if (!this.takenBack.has(id)) this.#discarded.delete(id);
    this.#run = null;
  }

  say(): void {
    const [session, room] = this.#talking();
    if (!session || !room) return;
    const n = this.#next;
    this.#next += 1;
    this.#note({ t: 'intent', n, at: this.#parts.time.now });
    const answer = session.send(room, textOf(this.name, n));
    if (answer.ok) this.#said(answer.value, n, textOf(this.name, n));
  }

  /** Says something anew that is on its way, or further. */
  edit(which: number): void {
    const [session, room] = this.#talking();
    const target = this.#mine.at(-1 - (which % Math.max(1, this.#mine.length)));
    if (!session || !room || !target) return;
    const waiting = session.log(room).current.pending.find(({ id }) => id === target);
    // In place, it would be another text under the same id, which the letters know nothing of.
    if (waiting && !waiting.tried) return;
    const n = this.#next;
    const before = new Set(session.log(room).current.pending.map(({ id }) => id));
    const answer = session.edit(room, target, `${textOf(this.name, n)} anew`);
    if (!answer.ok || before.has(answer.value)) return;
    this.#next += 1;
    this.#note({ t: 'intent', n, at: this.#parts.time.now });
    this.edits.set(target, [...(this.edits.get(target) ?? []), answer.value]);
    this.#numbers.set(answer.value, n);
  }

  /** Takes back the newest thing that waits, where that is possible. */
  discard(): void {
    const [session, room] = this.#talking();
    const last = session && room ? session.log(room).current.pending.at(-1) : undefined;
    if (session && room && last && last.kind === 'message') this.#discard(session, room, last.id);
  }

  /** Deletes a message. */
  remove(which: number): void {
    const [session, room] = this.#talking();
    const target = this.#mine.at(-1 - (which % Math.max(1, this.#mine.length)));
    if (!session || !room || !target) return;
    const pending = () => new Set(session.log(room).current.pending.map(({ id }) => id));
    if (pending().has(target) && this.#discard(session, room, target)) return;
    const edits = this.edits.get(target) ?? [];
    // Its edits go with it, as far as they still wait.
    this.#withdraw(
      edits.filter((id) => pending().has(id)),
      () => session.remove(room, target).ok,
    );
  }

  /** Somebody presses "try now", or the machine woke up. */
  hurry(): void {
    this.#run?.session.connect();
  }

  scroll(): void {
    const [session, room] = this.#talking();
    if (session && room) lookFurther(session, room);
  }

  /** Everything said is settled, and all up to the entry `last` of this lineage is on the screen. */
  idle(epoch: Id, last: Id | undefined): boolean {
    const [session, room] = this.#talking();
    if (!session || !room || session.connection.current.phase !== 'connected' || this.#told !== epoch) return false;
    const { entries, holes, pending, complete } = session.log(room).current;
    lookFurther(session, room);
    return complete && holes.length === 0 && pending.every(({ refused }) => refused) && entries.at(-1)?.id === last;
  }

  /** Writes the final view. @returns what is held */
  finish(): readonly Entry[] {
    const [session, room] = this.#talking();
    if (!session || !room) return [];
    const { entries, holes } = session.log(room).current;
    const rows = entries.map(({ seq, id }): [number, Id] => [seq, id]);
    this.#note({ t: 'view', rows, holes: holes.map(({ after, before }) => [after + 1, before - 1]) });
    return entries;
  }

  /** Sees the room. */
  get inside(): boolean {
    return this.#talking()[1] !== null;
  }

  /** What is not as it should be on the way out of a schedule that did not come to rest, in words. */
  get state(): string {
    const [session, room] = this.#talking();
    const pending = session && room ? session.log(room).current.pending.length : '?';
    return `${this.name}: ${this.#run?.session.connection.current.phase ?? 'gone'}, ${pending} waiting`;
  }

  #talking(): [Session | null, Id | null] {
    const session = this.#run?.session ?? null;
    return [session, session?.server.current.rooms[0]?.id ?? null];
  }

  #watch(run: Run): void {
    const { session, life } = run;
    let watching = false;
    session.server.subscribe(({ rooms, server }) => {
      const [room] = rooms;
      if (!life.alive || watching || !room || !server) return;
      watching = true;
      this.#server = server.id;
      this.#commons = room.id;
      session.open(room.id);
      session.log(room.id).subscribe(() => life.alive && this.#look(run, room.id));
    });
    session.connection.subscribe(({ phase }) => {
      // As the app does on a word of its person: a visit that ended is begun again, a stranger joins.
      if (phase === 'offline') life.clock.after(1_000, () => session.connect());
      if (phase === 'stranger') life.clock.after(this.#asked ? 1_000 : 0, () => void session.join({ name: this.name }));
      if (phase === 'stranger') this.#asked = true;
    });
  }

  #look(run: Run, room: Id): void {
    const { entries, pending } = run.session.log(room).current;
    const last = entries.at(-1)?.seq ?? 0;
    // A view that shrinks at its end was emptied: what comes next is of the lineage this device was told of.
    if (last < run.seen) [run.seen, run.epoch] = [0, null];
    if (last > 0) run.epoch ??= this.#told;
    for (const entry of entries) {
      if (entry.seq <= run.seen) continue;
      run.seen = entry.seq;
      this.#note({ t: 'seen', seq: entry.seq, id: entry.id, text: wordsOf(entry, this.#parts.words) }, run.epoch);
    }
    const waiting = new Map(pending.map(({ id, refused }) => [id, refused !== null]));
    for (const id of this.#safe) {
      const refused = waiting.get(id);
      if (this.#settled.has(id) || refused === false) continue;
      this.#settled.add(id);
      const back = refused === true || this.#withdrawn.has(id);
      if (refused === true) this.refused.add(id);
      this.#note(back ? { t: 'returned', id } : { t: 'acknowledged', id, ms: null });
    }
  }

  #said(id: Id, n: number, text: string): void {
    this.#numbers.set(id, n);
    this.#mine.push(id);
    this.#parts.words.set(id, brief(text));
  }

  #discard(session: Session, room: Id, id: Id): boolean {
    const done = this.#withdraw([id], () => session.discard(room, id));
    if (done) this.#discarded.add(id);
    return done;
  }

  /** @returns whether they were taken back; said before, since the view changes at once */
  #withdraw(ids: readonly Id[], act: () => boolean): boolean {
    const all = ids.flatMap((id) => [id, ...(this.edits.get(id) ?? [])]);
    for (const id of all) this.#withdrawn.add(id);
    const done = act();
    if (!done) for (const id of all) this.#withdrawn.delete(id);
    return done;
  }

  #written({ table, key: id, row }: Writing): void {
    if (table !== 'outbox') return;
    if (row === null) {
      if (this.#discarded.has(id)) this.takenBack.add(id);
      return;
    }
    const { draft } = JSON.parse(row) as OutboxRow;
    if (draft.kind === 'delete') this.removed.add(draft.body.target);
    const n = this.#numbers.get(id);
    if (n === undefined || this.#safe.has(id)) return;
    this.#safe.add(id);
    this.#note({ t: 'sent', n, id });
    if (!this.#withdrawn.has(id)) return;
    this.#settled.add(id);
    this.#note({ t: 'returned', id });
  }

  #asks(name: string, input: unknown): void {
    if (name !== 'append') return;
    for (const { id } of (input as { entries: { id: Id }[] }).entries)
      if (this.#numbers.has(id) && !this.#safe.has(id)) this.wrong.push(`${id} was sent before it was on the disk`);
  }

  #hears(name: string, answer: Answer<unknown>): void {
    if (name === 'resume' && answer.ok) {
      const { logs, rooms } = answer.value as Output<NetworkCalls['resume']>;
      this.#told = logs.find(({ log }) => log === rooms[0]?.id)?.epoch ?? null;
    }
    if (name !== 'append') return;
    const appended = answer as Answer<Output<NetworkCalls['append']>>;
    if (!appended.ok) return;
    for (const result of appended.value.results)
      if (result.ok) this.#note({ t: 'answered', id: result.id, seq: result.seq }, appended.value.epoch);
  }

  #note(line: Line, epoch: Id | null = null): void {
    this.journal.push({ line, epoch });
  }
}

/** Scrolls: to older entries, and into a hole from either side. */
function lookFurther(session: Session, room: Id): void {
  const { complete, holes, entries } = session.log(room).current;
  if (!complete) void session.loadOlder(room);
  const [hole] = holes;
  if (hole) void session.fill(room, hole.after, entries.length % 2 === 0 ? 'older' : 'newer');
}

/** What an entry says, as journals have it; of what was deleted, what it said before. */
export function wordsOf(entry: Entry, words: ReadonlyMap<Id, string>): string | null {
  if (entry.kind !== 'message') return null;
  return entry.body.deleted ? (words.get(entry.id) ?? '') : brief(entry.body.text);
}
