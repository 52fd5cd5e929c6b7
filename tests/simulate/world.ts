/** People, their devices, the network between and a server, in one process and out of one seed. */
import type { Storage, Transport } from '../../client';
import { limits, type Id } from '../../protocol';
import { seededRandom, testId } from '../support/ports';
import { judge, type Judgement } from './judge';
import { Link, type Way } from './network';
import { Person } from './person';
import { Porch, type Ending, type Kept, type Planted } from './porch';
import { Dice, Time } from './time';

export interface Bugs extends Planted {
  transport?: (transport: Transport) => Transport;
  storage?: (storage: Storage) => Storage;
}

export interface WorldOptions {
  people: number;
  bugs?: Bugs;
  silence?: Silence;
  /** Hears every step and everything that arrives anywhere. */
  trace?: ((line: string) => void) | undefined;
}

export type { Way, Ending };

/** So small that a few entries are many pages, and a device that was away for a moment is far behind. */
const SMALL = { pageEntries: 7, farBehind: 12, batchEntries: 5 } satisfies Partial<Record<keyof typeof limits, number>>;

/** What does not reach anybody in a whole schedule: each way to learn of entries has to do without the others. */
export type Silence = 'nothing' | 'heads' | 'some entries';

/** By when everything has come to rest once nothing is broken any more, in ms: far longer than any wait that is meant. */
const REST = 180_000;

export class World {
  readonly time = new Time();
  readonly people: Person[] = [];
  readonly porch: Porch;
  readonly counts = { steps: 0, kills: 0, cuts: 0, restarts: 0, restores: 0 };
  readonly #words = new Map<Id, string>();
  /** What was there when another lineage took its place. */
  readonly #dead: Kept[] = [];
  #limits: Partial<typeof limits> = {};
  readonly #trace: ((line: string) => void) | undefined;

  constructor(seed: number, { people, bugs = {}, silence = 'nothing', trace }: WorldOptions) {
    this.#trace = trace;
    let ids = 0;
    this.porch = new Porch(this.time, new Dice(seed, 'server'), () => testId((ids += 1), 1), bugs, silence);
    for (let index = 0; index < people; index += 1) {
      const name = `P${index}`;
      const heard = (at: string, text: string) =>
        this.#trace?.(`${this.time.passed} ${name} ${at} ${text.replaceAll(/"token":"[^"]*"/g, '"token"')}`);
      const dice = new Dice(seed, name);
      const random = { id: seededRandom(index + 2).id, fraction: new Dice(seed, `${name} waits`).fraction };
      const link = new Link(this.time, new Dice(seed, `${name} wire`), this.porch, heard);
      const { transport: plantedTransport, storage: plantedStorage } = bugs;
      this.people.push(
        new Person({ name, time: this.time, dice, link, random, words: this.#words, plantedTransport, plantedStorage }),
      );
    }
  }

  /** Starts the server, and lets everybody in. */
  async begin(): Promise<void> {
    this.#limits = { ...limits };
    Object.assign(limits, SMALL);
    this.time.hold();
    this.porch.start();
    await this.time.pass(100);
    for (const person of this.people) person.start();
    // Whoever is slow at the door comes in later, in the middle of things.
    for (let waited = 0; waited < 10 && !this.people.every(({ inside }) => inside); waited += 1)
      await this.time.pass(100);
  }

  /** Gives the process its own time and limits back. */
  end(): void {
    Object.assign(limits, this.#limits);
    this.time.release();
  }

  person(which: number): Person {
    return this.people[which % this.people.length] as Person;
  }

  /** Something happens, and a while passes, in ms. */
  async step(what: string, act: () => void, ms: number): Promise<void> {
    this.#trace?.(`${this.time.passed} ${what}`);
    this.counts.steps += 1;
    act();
    await this.time.pass(ms);
  }

  cut(which: number): void {
    this.counts.cuts += 1;
    this.person(which).link.cut();
  }

  shut(which: number, ways: readonly Way[]): void {
    this.counts.cuts += 1;
    this.person(which).link.shut(ways);
  }

  heal(): void {
    for (const { link } of this.people) link.open();
  }

  killServer(how: Ending): void {
    this.counts.kills += 1;
    this.porch.end(how);
  }

  startServer(): void {
    this.counts.restarts += 1;
    this.porch.start();
  }

  killPerson(which: number, mute: boolean): void {
    this.counts.kills += 1;
    this.person(which).kill(mute);
  }

  startPerson(which: number): void {
    this.counts.restarts += 1;
    this.person(which).start();
  }

  restore(): void {
    const before = this.porch.restore();
    if (before) this.#dead.push(before);
    if (before) this.counts.restores += 1;
    this.porch.start();
  }

  /** Mends everything, waits until all is quiet, and holds what everybody saw against what is kept. */
  async finish(): Promise<Judgement> {
    this.#trace?.(`${this.time.passed} all is mended`);
    this.porch.full = false;
    this.heal();
    const end = this.time.passed + REST;
    for (;;) {
      this.porch.start();
      for (const person of this.people) person.start();
      await this.time.pass(250);
      if (this.#quiet() || this.time.passed >= end) break;
    }
    const unrest = this.#quiet() ? null : `no rest: ${this.people.map(({ state }) => state).join('; ')}`;
    // What is still under way, or was lost without a word, must not change anything.
    await this.time.pass(1_000);
    const views = this.people.map((person) => ({ person, held: person.finish() }));
    this.#trace?.(`${this.time.passed} ${JSON.stringify(this.people.map(({ ledger }) => ledger.journal))}`);
    return judge({ kept: this.porch.kept, dead: this.#dead, views, words: this.#words, unrest });
  }

  #quiet(): boolean {
    // Everybody is asked, since asking makes them look further back.
    return this.porch.serves && this.people.map((person) => person.idle(this.porch.kept)).every(Boolean);
  }
}
