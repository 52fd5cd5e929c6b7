/** npm run faults -- --rounds N --seed S --kinds A,B: rounds dealt out over the kinds of faults, and the figures at the end. */
import { parseArgs } from 'node:util';
import { kinds } from './kinds';
import { buildPerson } from './people';
import { report } from './report';
import { playRound, type RoundResult } from './round';
import type { Kind } from './scene';

const usage = `npm run faults -- --rounds N --seed S --kinds ${kinds.map(({ name }) => name).join(',')}
  N rounds in all, dealt out over the kinds in turn; a kind's first round has the seed S, its next S + 1.`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: String(2 * kinds.length) },
    seed: { type: 'string', default: '1' },
    kinds: { type: 'string', default: kinds.map(({ name }) => name).join() },
  },
});
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
const chosen = values.kinds.split(',').map((wanted) => kinds.find(({ name }) => name === wanted));
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed) || chosen.includes(undefined)) {
  console.error(usage);
  process.exit(2);
}

const played: Kind[] = [];
for (const kind of chosen.flatMap((one) => one ?? [])) {
  const why = kind.lacking();
  if (why === null) played.push(kind);
  else console.log(`${kind.name}: not played: ${why}`);
}
if (played.length === 0) process.exit(1);
const dealt = Array.from({ length: rounds }, (_, at) => ({
  kind: played[at % played.length] as Kind,
  seed: seed + Math.floor(at / played.length),
}));

console.log(`${rounds} rounds in all, dealt out over ${played.length} kinds of faults, from seed ${seed} on:`);
for (const { name, what } of played) console.log(`  ${name}: ${what}`);
await buildPerson();

const results: RoundResult[] = [];
const begun = performance.now();
// Whatever happens, no namespace, mount or halted process stays behind.
let stopped = false;
const until = new Promise<never>((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      stopped = true;
      reject(new Error(`broken off by ${signal}`));
    });
});
until.catch(() => undefined);

async function play(next: (typeof dealt)[number]): Promise<void> {
  const start = performance.now();
  const result = await playRound(next.kind, next.seed, { until });
  results.push(result);
  const { kind, faults, broken, folder, entries } = result;
  const place = `${kind}, seed ${result.seed}`;
  const took = `${((performance.now() - start) / 1_000).toFixed(1)} s`;
  if (folder === null)
    return console.log(`${results.length}/${rounds} ${place}: ${entries} entries, all well, ${took}`);
  console.log(`${results.length}/${rounds} ${place}: FAILED, ${took}; its journals are in ${folder}`);
  if (broken !== null) console.log(`  ${broken}`);
  for (const { letter, what } of faults.slice(0, 10)) console.log(`  ${letter}: ${what}`);
}

// Most of a round is waiting, so two are under way at a time; some need the machine for themselves.
const together = dealt.filter(({ kind }) => !kind.alone);
const alone = dealt.filter(({ kind }) => kind.alone);
const hand = async () => {
  for (let next = together.shift(); next && !stopped; next = together.shift()) await play(next);
};
await Promise.all([hand(), hand()]);
for (const next of alone) if (!stopped) await play(next);

for (const line of report(played, results)) console.log(line);
console.log(`${((performance.now() - begun) / 60_000).toFixed(1)} minutes`);
process.exit(results.every(({ folder }) => folder === null) ? 0 : 1);
