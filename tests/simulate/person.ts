/**
 * One person of a simulation: client/ on a device that can be killed, writing down all that happens, as a process of
 * the fault campaign does.
 */
import { openSession, type Secrets, type Session } from '../../client';
import { sideLogOf, type Entry, type Id } from '../../protocol';
import { textOf } from '../faults/said';
import { DeviceDisk } from './device-disk';
import { Ledger } from './ledger';
import type { Link } from './network';
import type { PersonParts } from './person-parts';
import type { Kept } from './porch';
import { atRest, finalViews, lookFurther, messageOn, Screen, Told } from './screen';
import { Life } from './time';
import { SimulatedTransport } from './transport';

interface Run {
  life: Life;
  transport: SimulatedTransport;
  session: Session;
  screen: Screen;
}

export class Person {
  readonly name: string;
  readonly ledger: Ledger;
  readonly link: Link;
  readonly #parts: PersonParts;
  readonly #disk: DeviceDisk;
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
    this.ledger = new Ledger(parts.time, parts.words);
    this.#disk = new DeviceDisk(parts.dice, (writing) => this.ledger.written(writing));
  }

  /** Opens the app, unless it is open. */
  start(): void {
    if (this.#run) return;
    const { time, link, random, plantedTransport, plantedStorage } = this.#parts;
    const life = new Life(time);
    const transport = new SimulatedTransport(link, life, {
      asks: (name, input) => this.ledger.asks(name, input),
      hears: (name, answer) => {
        this.#told.answered(name, answer);
        this.ledger.hears(name, answer);
      },
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
    const screen = new Screen(this.#told, this.#parts.words, epoch, (noted) => this.ledger.journal.push(noted));
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
    this.ledger.killed();
    this.#run = null;
  }

  say(): void {
    const [session, room] = this.#talking();
    if (!session || !room) return;
    const text = this.#text();
    this.ledger.intend();
    const answer = session.send(room, text);
    if (answer.ok) this.ledger.message(answer.value, text);
  }

  /** Says something anew that is on its way, or further. */
  edit(which: number): void {
    const [session, room] = this.#talking();
    const target = this.ledger.mine(which);
    if (!session || !room || !target) return;
    const { pending } = session.log(room).current;
    const waiting = pending.find(({ id }) => id === target);
    // In place, it would be another text under the same id, which the letters know nothing of.
    if (waiting && !waiting.tried) return;
    const answer = session.edit(room, target, `${this.#text()} anew`);
    if (!answer.ok || pending.some(({ id }) => id === answer.value)) return;
    this.ledger.intend();
    this.ledger.about(target, answer.value);
  }

  /** Answers somebody, in the room or in a thread. */
  answer(which: number): void {
    const [session, room] = this.#talking();
    const target = session && room ? messageOn(session, room, which) : undefined;
    if (!session || !room || !target) return;
    const text = this.#text();
    this.ledger.intend();
    const where = this.ledger.next % 2 === 0 ? { reply: target } : { thread: target };
    const answer = session.talk.send(room, text, where);
    if (answer.ok) this.ledger.message(answer.value, text);
  }

  react(which: number): void {
    const [session, room] = this.#talking();
    const target = session && room ? messageOn(session, room, which) : undefined;
    if (!session || !room || !target) return;
    const { pending } = session.log(room).current;
    this.ledger.intend();
    const emoji = ['👍', '🎉', '🥲'][this.ledger.next % 3] ?? '👍';
    const answer = session.talk.react(room, target, emoji, true);
    if (!answer.ok || pending.some(({ id }) => id === answer.value)) return;
    this.ledger.about(target, answer.value);
    this.ledger.reactions.add(answer.value);
  }

  whisper(which: number): void {
    const [session, room] = this.#talking();
    const { me = null, members } = session?.server.current ?? {};
    const others = [...(members?.keys() ?? [])].filter((id) => id !== me).sort();
    const to = others[which % Math.max(1, others.length)];
    if (!session || !room || !me || !to) return;
    const text = this.#text();
    this.ledger.intend();
    const answer = session.talk.whisper(room, [to], text);
    if (answer.ok) this.ledger.whisper(answer.value, text, sideLogOf(room, [me, to]));
  }

  /** Takes back the newest thing that waits, where that is possible. */
  discard(): void {
    const [session, room] = this.#talking();
    const last = session && room ? session.log(room).current.pending.at(-1) : undefined;
    if (session && room && last?.kind === 'message') this.ledger.discard(last.id, () => session.discard(room, last.id));
  }

  /** Deletes a message. */
  remove(which: number): void {
    const [session, room] = this.#talking();
    const target = this.ledger.mine(which);
    if (!session || !room || !target) return;
    const waits = (id: Id) => session.log(room).current.pending.some((waiting) => waiting.id === id);
    if (waits(target) && this.ledger.discard(target, () => session.discard(room, target))) return;
    // Its edits go with it, as far as they still wait.
    this.ledger.withdraw(this.ledger.with(target).filter(waits), () => session.remove(room, target).ok);
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
    this.ledger.journal.push(...lines);
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
    this.ledger.looked([...pending, ...asides.flatMap(({ view }) => view.pending)]);
  }

  #text(): string {
    return textOf(this.name, this.ledger.next);
  }
}
