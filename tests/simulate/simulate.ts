/** npm run simulate -- --schedules N --seed S: schedules dealt out over processes, and the figures at the end. */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nothing, play, type Play, type Played } from './schedule';

const usage = `npm run simulate -- --schedules N --seed S
  plays N schedules that the seed makes, and holds what everybody saw against what is stored.
npm run simulate -- --seed S --path P [--trace FILE]
  plays one that failed, with the seed and path that were printed, and makes it as short as it can.`;

/** So many schedules are handed out at a time; each lot has a seed of its own. */
const LOT = 250;
const lotSeed = (seed: number, lot: number) => (Math.imul(seed, 0x9e3779b1) + lot) >>> 1;

function options() {
  const { values } = parseArgs({
    options: {
      schedules: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      path: { type: 'string' },
      trace: { type: 'string' },
      processes: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    },
  });
  const [schedules, seed, processes] = [values.schedules, values.seed, values.processes].map(Number);
  if (![schedules, seed, processes].every(Number.isInteger) || !schedules || !processes || seed === undefined) {
    console.error(usage);
    process.exit(2);
  }
  return { schedules, seed, processes, path: values.path, trace: values.trace };
}

/** Hands out lots until there are none, or one failed. */
async function hand(lots: Play[], done: (played: Played) => void): Promise<void> {
  const child = fork(join(import.meta.dirname, 'part.ts'), { execArgv: ['--import', 'tsx'] });
  try {
    for (let lot = lots.shift(); lot; lot = lots.shift()) {
      const wanted = lot;
      const { played, broken } = await new Promise<{ played?: Played; broken?: string }>((resolve) => {
        child.once('message', resolve);
        child.once('exit', (code) =>
          resolve({ broken: `a process ended (${code}) while playing seed ${wanted.seed}` }),
        );
        child.send(wanted);
      });
      child.removeAllListeners();
      if (!played) throw new Error(broken);
      done(played);
      if (played.failure) lots.length = 0;
    }
  } finally {
    child.kill();
  }
}

const { schedules, seed, processes, path, trace } = options();
const begun = performance.now();
const all = nothing();
const failures: NonNullable<Played['failure']>[] = [];
const count = ({ tally, failure }: Played) => {
  for (const key of Object.keys(all) as (keyof typeof all)[]) all[key] += tally[key];
  if (failure) failures.push(failure);
};

if (path === undefined) {
  const lots = Array.from({ length: Math.ceil(schedules / LOT) }, (_, lot) => ({
    seed: lotSeed(seed, lot),
    runs: Math.min(LOT, schedules - lot * LOT),
  }));
  await Promise.all(Array.from({ length: processes }, () => hand(lots, count)));
} else count(await play({ runs: 1, seed, path, ...(trace === undefined ? {} : { trace: () => {} }) }));

const seconds = (performance.now() - begun) / 1_000;
const letters = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
const faults = failures.flatMap(({ faults: found }) => found);
const of = (letter: string) => faults.filter((fault) => fault.letter === letter).length;
console.log(`schedules ${all.schedules} · entries ${all.entries} · steps ${all.steps}`);
console.log(`kills ${all.kills} · cuts ${all.cuts} · restarts ${all.restarts} · restores ${all.restores}`);
console.log(`faults ${letters.map((letter) => `${letter} ${of(letter)}`).join(' · ')}`);
console.log(
  `${(all.passed / 3_600_000).toFixed(1)} hours of their time in ${seconds.toFixed(1)} s, ${(all.schedules / seconds).toFixed(0)} schedules/s with ${processes} processes`,
);
for (const failure of failures) {
  console.log(`FAILED: npm run simulate -- --seed ${failure.seed} --path ${failure.path}`);
  console.log(`  ${failure.steps}`);
  for (const { letter, what } of failure.faults) console.log(`  ${letter}: ${what}`);
  if (trace !== undefined) writeFileSync(trace, `${failure.trace.join('\n')}\n`);
}
process.exit(failures.length === 0 ? 0 : 1);
