/** npm run faults -- --rounds N --seed S: rounds of every kind of fault, and the figures at the end. */
import { parseArgs } from 'node:util';
import { buildPerson } from './people';
import { kinds, playRound, type RoundResult } from './round';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('npm run faults -- --rounds N --seed S: both are whole numbers, N at least 1');
  process.exit(2);
}

const percentile = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

function print(kind: string, results: readonly RoundResult[]): void {
  const sum = (of: (result: RoundResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const recoveries = results.flatMap((result) => result.recoveries).sort((a, b) => a - b);
  const letters = results.flatMap(({ faults }) => faults.map(({ letter }) => letter)).join('') || 'none';
  const back = `back after ${percentile(recoveries, 0.5)} ms (p50), ${percentile(recoveries, 0.95)} ms (p95)`;
  console.log(
    `${kind}: ${results.length} rounds, ${sum(({ entries }) => entries)} entries, ${sum(({ kills }) => kills)} kills, ` +
      `faults ${letters}, ${recoveries.length > 0 ? back : 'no connection was lost'}`,
  );
}

await buildPerson();
let failed = false;
for (const kind of kinds) {
  const results: RoundResult[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const result = await playRound(kind, seed + round);
    results.push(result);
    for (const { letter, what } of result.faults.slice(0, 10))
      console.log(`${kind}, seed ${seed + round}: ${letter}: ${what}`);
    failed ||= result.faults.length > 0;
  }
  print(kind, results);
}
process.exit(failed ? 1 : 0);
