/**
 * One person of a simulation: client/ on a device that can be killed, writing down all that happens, as a process of
 * the fault campaign does.
 */
import { openSession, type Secrets, type Session } from '../../client';
import {
  sideLogOf,
  type Answer,
  type Draft,
  type Entry,
  type Id,
  type NetworkCalls,
  type Output,
} from '../../protocol';
import type { Line } from '../faults/journal';
import { brief, textOf } from '../faults/said';
import { DeviceDisk, type Writing } from './device-disk';
import type { Link } from './network';
import type { PersonParts } from './person-parts';
import type { Kept } from './porch';
import { atRest, finalViews, lookFurther, messageOn, Screen, Told, type Noted } from './screen';
import { Life } from './time';
import { SimulatedTransport } from './transport';

/** A row of client/'s outbox, as far as one has to know it here. */
interface OutboxRow {
  draft: Draft;
}

interface Run {
  life: Life;
  transport: SimulatedTransport;
  session: Session;
  screen: Screen;
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
  /** Edits and reactions by the message they are about. */
  readonly edits = new Map<Id, Id[]>();
  readonly reactions = new Set<Id>();
  /** What stood on the screen as refused, at any time. */
  readonly returned = new Set<Id>();
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
  /** In which side log something was said. */
  readonly #sides = new Map<Id, Id>();
  readonly #mine: Id[] = [];
  #next = 0;
  /** It has asked to be let in before. */
  #asked = false;
  #server: Id | null = null;
  #commons: Id | null = null;
  readonly #told = new Told();
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
      told: (name, payload) => this.#told.pushed(name, payload),
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
    const screen = new Screen(this.#told, this.#parts.words, epoch, (noted) => this.journal.push(noted));
    const run: Run = { life, transport, session, screen };
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

  /** Answers somebody, in the room or in a thread. */
  answer(which: number): void {
    const [session, room] = this.#talking();
    const target = session && room ? messageOn(session, room, which) : undefined;
    if (!session || !room || !target) return;
    const text = textOf(this.name, this.#next);
    this.#saying((n) => {
      const answer = session.talk.send(room, text, n % 2 === 0 ? { reply: target } : { thread: target });
      return answer.ok ? answer.value : null;
    }, text);
  }

  react(which: number): void {
    const [session, room] = this.#talking();
    const target = session && room ? messageOn(session, room, which) : undefined;
    if (!session || !room || !target) return;
    const known = new Set(session.log(room).current.pending.map(({ id }) => id));
    this.#saying((n) => {
      const answer = session.talk.react(room, target, ['👍', '🎉', '🥲'][n % 3] ?? '👍', true);
      if (!answer.ok || known.has(answer.value)) return null;
      this.edits.set(target, [...(this.edits.get(target) ?? []), answer.value]);
      this.reactions.add(answer.value);
      return answer.value;
    });
  }

  whisper(which: number): void {
    const [session, room] = this.#talking();
    const { me = null, members } = session?.server.current ?? {};
    const others = [...(members?.keys() ?? [])].filter((id) => id !== me).sort();
    const to = others[which % Math.max(1, others.length)];
    if (!session || !room || !me || !to) return;
    const text = textOf(this.name, this.#next);
    this.#saying(() => {
      const answer = session.talk.whisper(room, [to], text);
      if (answer.ok) this.#sides.set(answer.value, sideLogOf(room, [me, to]));
      return answer.ok ? answer.value : null;
    }, text);
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
  idle(kept: Kept): boolean {
    const [session, room] = this.#talking();
    const { epoch } = kept.about;
    if (!session || !room || session.connection.current.phase !== 'connected' || this.#told.epoch !== epoch)
      return false;
    lookFurther(session, room);
    return atRest(session, room, kept);
  }

  /** Under which this person is known to the server. */
  get member(): Id | null {
    return this.#run?.session.server.current.me ?? null;
  }

  /** Writes the final views. @returns what is held, by log */
  finish(): ReadonlyMap<Id, readonly Entry[]> {
    const [session, room] = this.#talking();
    if (!session || !room) return new Map();
    const { held, lines } = finalViews(session, room);
    this.journal.push(...lines);
    return held;
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
    const { entries, pending, asides } = run.session.log(room).current;
    run.screen.shows(entries, asides);
    const all = [...pending, ...asides.flatMap(({ view }) => view.pending)];
    const waiting = new Map(all.map(({ id, refused }) => [id, refused !== null]));
    for (const id of this.#safe) {
      const refused = waiting.get(id);
      if (refused === true) this.returned.add(id);
      if (this.#settled.has(id) || refused === false) continue;
      this.#settled.add(id);
      const back = refused === true || this.#withdrawn.has(id);
      if (refused === true) this.refused.add(id);
      this.#note(back ? { t: 'returned', id } : { t: 'acknowledged', id, ms: null }, null, this.#sideOf(id));
    }
  }

  #sideOf(id: Id): Id | null {
    return this.#sides.get(id) ?? null;
  }

  /** @param say answers with the id of what is new; @param text where it is a message */
  #saying(say: (n: number) => Id | null, text?: string): void {
    const n = this.#next;
    this.#note({ t: 'intent', n, at: this.#parts.time.now });
    const id = say(n);
    if (id === null) return;
    this.#next += 1;
    if (text === undefined) this.#numbers.set(id, n);
    else if (this.#sides.has(id)) {
      this.#numbers.set(id, n);
      this.#parts.words.set(id, brief(text));
    } else this.#said(id, n, text);
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
    this.#note({ t: 'sent', n, id }, null, this.#sideOf(id));
    if (!this.#withdrawn.has(id)) return;
    this.#settled.add(id);
    this.#note({ t: 'returned', id }, null, this.#sideOf(id));
  }

  #asks(name: string, input: unknown): void {
    if (name !== 'append') return;
    for (const { id } of (input as { entries: { id: Id }[] }).entries)
      if (this.#numbers.has(id) && !this.#safe.has(id)) this.wrong.push(`${id} was sent before it was on the disk`);
  }

  #hears(name: string, answer: Answer<unknown>): void {
    this.#told.answered(name, answer);
    if (name !== 'append') return;
    const appended = answer as Answer<Output<NetworkCalls['append']>>;
    if (!appended.ok) return;
    for (const result of appended.value.results)
      if (result.ok)
        this.#note({ t: 'answered', id: result.id, seq: result.seq }, appended.value.epoch, this.#sideOf(result.id));
  }

  #note(line: Line, epoch: Id | null = null, side: Id | null = null): void {
    this.journal.push({ line, epoch, side });
  }
}
