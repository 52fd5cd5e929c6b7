/** A short sample of npm run simulate, and proof that it would find what it looks for. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { plantedBugs } from './bugs';
import { play, type Play } from './schedule';
import { World } from './world';

const SEED = 4;

async function traceOf(wanted: Play): Promise<string> {
  const hash = createHash('sha256');
  await play({ ...wanted, trace: (lines) => hash.update(lines.join('\n')) });
  return hash.digest('hex');
}

describe('client and server, out of one seed', () => {
  it('hold every letter through 30 schedules of kills, cuts and restores', async () => {
    const { tally, failure } = await play({ runs: 30, seed: SEED });
    expect(failure).toBeNull();
    expect(tally.schedules).toBe(30);
    for (const what of ['entries', 'kills', 'cuts', 'restarts', 'restores'] as const)
      expect(tally[what]).toBeGreaterThan(0);
  }, 60_000);

  it('do the same things again at the same instants', async () => {
    const first = await traceOf({ runs: 8, seed: SEED });
    expect(await traceOf({ runs: 8, seed: SEED })).toBe(first);
    expect(await traceOf({ runs: 8, seed: SEED + 1 })).not.toBe(first);
  }, 60_000);
});

it('lets a server whose disk is full have the pauses it needs', async () => {
  let appends = 0;
  const trace = (line: string) => void (appends += Number(/ P0 server .*"append"/.test(line)));
  const world = new World(SEED, { people: 1, trace });
  try {
    await world.begin();
    world.porch.full = true;
    world.person(0).say();
    await world.time.pass(120_000);
    // One to ten seconds apart, longer each time: a connection that stands asks no sooner.
    expect(appends).toBeGreaterThan(10);
    expect(appends).toBeLessThan(30);
    expect((await world.finish()).faults).toEqual([]);
  } finally {
    world.end();
  }
});

describe('a simulation finds', () => {
  it.each(plantedBugs)(
    '$letter: $name',
    async ({ letter, bugs }) => {
      const { failure } = await play({ runs: 500, seed: SEED, bugs, brief: true });
      expect(failure?.faults.map((fault) => fault.letter)).toContain(letter);
    },
    60_000,
  );

  it('the same fault again by the seed and path it gave, and makes the schedule shorter', async () => {
    const bugs = plantedBugs[1]?.bugs ?? {};
    const found = (await play({ runs: 500, seed: SEED, bugs, brief: true })).failure;
    if (!found) throw new Error('nothing was found');
    const { seed, path } = found;
    const again = (await play({ runs: 1, seed, path, bugs, brief: true })).failure;
    expect(again).toEqual(found);
    const short = (await play({ runs: 1, seed, path, bugs })).failure;
    expect(short?.steps.length).toBeLessThan(found.steps.length);
  }, 60_000);
});
