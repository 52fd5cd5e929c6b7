/**
 * npm run bench:doors [-- --quick] [-- --rounds N] [-- --page FILE]: what each way of getting a message to somebody costs,
 * through Maru's doors and bare, all in one run and in turn, so that a noisy machine is noisy for everybody.
 */
import { parseArgs } from 'node:util';
import { machine } from '../machine';
import { enterBare, enterMaru, type Contestant } from './contestant';
import { measure, writing, type Load } from './measure';
import { checks, page, putInto, type Measured, type Results, type Who } from './report';
import { techniques } from './techniques';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    /** Where the table goes, too. */
    page: { type: 'string' },
    /** Only techniques whose name has this in it. */
    only: { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('npm run bench:doors -- --rounds N: a whole number, at least 1');
  process.exit(2);
}
const load: Load = { followers: 50, pace: 10 };
const compared = techniques.filter(({ name }) => name.includes(values.only));

const maru = await enterMaru(load.followers + 1);
const bare = new Map<string, Contestant>();
for (const { bare: script } of compared) if (!bare.has(script)) bare.set(script, await enterBare(script));

const results: Results = {
  machine: machine(),
  load,
  durations: compared.map(({ interval }) =>
    values.quick ? Math.max(1_000, interval ?? 0) : Math.max(4_000, interval ? 2 * interval : 0),
  ),
  compared,
  rounds: [],
};
// One round more comes first, in which all that is compiled as it runs is compiled.
for (let round = 0; round <= rounds; round += 1) {
  if (process.stderr.isTTY) console.error(round === 0 ? 'warming up …' : `round ${round} of ${rounds} …`);
  const measured: Results['rounds'][number] = [];
  for (const [at, technique] of compared.entries()) {
    const duration = round === 0 ? 500 : (results.durations[at] ?? 0);
    if (round === 0 && technique.interval === 5_000) continue;
    const other = bare.get(technique.bare) as Contestant;
    const one = async (who: Who): Promise<Measured> => {
      const contestant = who === 'maru' ? maru : other;
      const figures = await measure(contestant, technique, load, duration);
      return { ...figures, writing: await writing(contestant, technique, load, Math.min(duration, 2_000)) };
    };
    // Those who ask by the clock mostly wait: they do so together. In a quick run all do.
    const together = values.quick || technique.interval !== undefined;
    const pair = {} as Record<Who, Measured>;
    const turn = round % 2 === 0 ? (['maru', 'bare'] as const) : (['bare', 'maru'] as const);
    const put = async (who: Who) => void (pair[who] = await one(who));
    if (together) await Promise.all(turn.map(put));
    else for (const who of turn) await put(who);
    measured.push(pair);
  }
  if (round > 0) results.rounds.push(measured);
}
for (const contestant of [maru, ...bare.values()]) await contestant.stop();

const text = await page(results);
console.log(text);
if (values.page) putInto(values.page, text);
// So short a run shows that the bench works, and no more.
if (!values.quick && checks(results).some(({ holds }) => !holds)) process.exitCode = 1;
