/** Schedules: what befalls whom and when, made by fast-check out of a seed, played in a world of their own. */
import fc from 'fast-check';
import type { Fault } from '../faults/checker';
import { World, type Bugs, type Ending, type Silence, type Way } from './world';

const PEOPLE = 3;
/** The longest schedule, in steps. */
const STEPS = 60;

/** One step: always possible, and nothing where there is nothing to do; so any part of a schedule is one, too. */
class Step implements fc.AsyncCommand<object, World> {
  readonly #what: string;
  readonly #act: (world: World) => void;
  readonly #ms: number;

  /** @param ms how long until the next one */
  constructor(what: string, act: (world: World) => void, ms: number) {
    this.#what = what;
    this.#act = act;
    this.#ms = ms;
  }

  check = () => true;
  run = (_: object, world: World) => world.step(this.toString(), () => this.#act(world), this.#ms);
  toString = () => `${this.#what} +${this.#ms}`;
}

const who = fc.nat({ max: PEOPLE - 1 });
/** Mostly a moment, so that things meet. */
const soon = fc.oneof({ weight: 4, arbitrary: fc.nat({ max: 12 }) }, { weight: 1, arbitrary: fc.nat({ max: 300 }) });
const few = fc.integer({ min: 1, max: 4 });
const ending = fc.constantFrom<Ending>('power', 'process', 'stop');
const ways = fc.constantFrom<readonly Way[]>(['up'], ['down'], ['up', 'down']);

function step<T extends unknown[]>(
  weight: number,
  name: string,
  args: { [K in keyof T]: fc.Arbitrary<T[K]> },
  act: (world: World, ...args: T) => void,
) {
  const arbitrary = fc
    .tuple(fc.tuple<T>(...args), soon)
    .map(([given, ms]) => new Step(`${name}(${given.join(', ')})`, (world) => act(world, ...given), ms));
  return { weight, arbitrary };
}

const sleep = (weight: number, min: number, max: number) => ({
  weight,
  arbitrary: fc.integer({ min, max }).map((ms) => new Step('sleep', () => {}, ms)),
});

const steps: fc.Arbitrary<Step> = fc.oneof(
  step(14, 'say', [who, few], (world, person, times) => {
    for (let count = 0; count < times; count += 1) world.person(person).say();
  }),
  step(2, 'edit', [who, fc.nat({ max: 3 })], (world, person, which) => world.person(person).edit(which)),
  step(2, 'react', [who, fc.nat({ max: 5 })], (world, person, which) => world.person(person).react(which)),
  step(2, 'answer', [who, fc.nat({ max: 5 })], (world, person, which) => world.person(person).answer(which)),
  step(3, 'whisper', [who, who], (world, person, which) => world.person(person).whisper(which)),
  step(1, 'remove', [who, fc.nat({ max: 3 })], (world, person, which) => world.person(person).remove(which)),
  step(2, 'discard', [who], (world, person) => world.person(person).discard()),
  step(1, 'tryNow', [who], (world, person) => world.person(person).hurry()),
  step(1, 'scroll', [who], (world, person) => world.person(person).scroll()),
  step(4, 'cut', [who], (world, person) => world.cut(person)),
  step(4, 'shut', [who, ways], (world, person, shut) => world.shut(person, shut)),
  step(4, 'heal', [], (world) => world.heal()),
  step(3, 'killServer', [ending], (world, how) => world.killServer(how)),
  step(4, 'startServer', [], (world) => world.startServer()),
  step(3, 'killClient', [who, fc.boolean()], (world, person, mute) => world.killPerson(person, mute)),
  step(4, 'startClient', [who], (world, person) => world.startPerson(person)),
  step(2, 'diskFull', [fc.boolean()], (world, full) => void (world.porch.full = full)),
  step(1, 'backUp', [], (world) => world.porch.backUp()),
  step(1, 'restore', [], (world) => world.restore()),
  step(1, 'clock', [fc.integer({ min: -3_600_000, max: 3_600_000 })], (world, ms) => void (world.porch.askew = ms)),
  sleep(3, 1, 50),
  sleep(3, 500, 3_000),
  sleep(2, 5_000, 40_000),
);

/** The seed of the world is part of a schedule, and stays while the schedule is made shorter. */
const schedules = fc.tuple(
  fc.noShrink(fc.integer()),
  fc.constantFrom<Silence>('nothing', 'heads', 'some entries'),
  fc.commands([steps], { maxCommands: STEPS, size: 'max' }),
);

export interface Tally {
  schedules: number;
  entries: number;
  steps: number;
  kills: number;
  cuts: number;
  restarts: number;
  restores: number;
  /** Virtual time, in ms. */
  passed: number;
}

export const nothing = (): Tally => ({
  ...{ schedules: 0, entries: 0, steps: 0, kills: 0, cuts: 0, restarts: 0, restores: 0, passed: 0 },
});

export class Broken extends Error {
  override readonly name = 'Broken';
  readonly faults: readonly Fault[];
  readonly trace: readonly string[];

  constructor(faults: readonly Fault[], trace: readonly string[]) {
    super(faults.map(({ letter, what }) => `${letter}: ${what}`).join('\n'));
    this.faults = faults;
    this.trace = trace;
  }
}

export interface Play {
  /** How many schedules, from `seed` on. */
  runs: number;
  seed: number;
  /** Of a schedule that failed: plays that one, and makes it as short as it can. */
  path?: string;
  bugs?: Bugs;
  /** Hears of each schedule all that happened in it, line by line. */
  trace?: (lines: readonly string[]) => void;
  /** Failed schedules are not made shorter. */
  brief?: boolean;
}

export interface Played {
  tally: Tally;
  /** The first that failed, as short as it could be made; null where all went well. */
  failure: { seed: number; path: string; steps: string; faults: readonly Fault[]; trace: readonly string[] } | null;
}

export async function play({ runs, seed, path, bugs = {}, trace, brief = false }: Play): Promise<Played> {
  const tally = nothing();
  const property = fc.asyncProperty(schedules, async ([worldSeed, silence, commands]) => {
    const lines: string[] = [];
    const world = new World(worldSeed, {
      people: PEOPLE,
      bugs,
      silence,
      ...(trace ? { trace: (line) => lines.push(line) } : {}),
    });
    try {
      await world.begin();
      await fc.asyncModelRun(() => ({ model: {}, real: world }), commands);
      const { entries, faults } = await world.finish();
      tally.schedules += 1;
      tally.entries += entries;
      tally.steps += world.counts.steps;
      tally.kills += world.counts.kills;
      tally.cuts += world.counts.cuts;
      tally.restarts += world.counts.restarts;
      tally.restores += world.counts.restores;
      tally.passed += world.time.passed;
      trace?.(lines);
      if (faults.length > 0) throw new Broken(faults, lines);
    } finally {
      world.end();
    }
  });
  const details = await fc.check(property, {
    numRuns: runs,
    seed,
    ...(path === undefined ? {} : { path }),
    endOnFailure: brief,
  });
  if (!details.failed) return { tally, failure: null };
  const { errorInstance, counterexample, counterexamplePath } = details;
  if (!(errorInstance instanceof Broken)) throw errorInstance;
  // The first part of the path is the schedule; the rest is how it was made shorter, which happens again by itself.
  const [schedule = '0'] = (counterexamplePath ?? '').split(':');
  const [worldSeed, silence, commands] = counterexample?.[0] ?? [];
  return {
    tally,
    failure: {
      seed,
      path: schedule,
      steps: `world ${worldSeed}, silent: ${silence}: ${String(commands)}`,
      faults: errorInstance.faults,
      trace: errorInstance.trace,
    },
  };
}
