/**
 * npm run bench:doors [-- --quick] [-- --rounds N] [-- --page FILE]: what each way of getting a message to somebody costs,
 * through Maru's doors and bare, all in one run and in turn, so that a noisy machine is noisy for everybody.
 */
import { parseArgs } from 'node:util';
import { limits } from '../../protocol';
import { machine } from '../machine';
import { enterBare, enterMaru, type Contestant } from './contestant';
import { measure, taking, type Load } from './measure';
import { checks, page, putInto, type Results, type Who } from './report';
import { asking, techniques } from './techniques';

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
    values.quick ? Math.max(1_000, interval ?? 0) : Math.max(4_000, interval ? 6 * interval : 0),
  ),
  compared,
  rounds: [],
};
/**
 * How a door is used right before it is measured, in every round and by both: as fast as a session may ask. V8 compiles what
 * runs often as it runs, and forgets it again at a full collection when nobody has used it for a while; a server whose people
 * come through this door all day has long compiled it, and one that took turns with seven others would be measured compiling.
 */
const WARM = { load: { ...load, pace: limits.callRate.perSecond }, duration: values.quick ? 1_000 : 3_000 };
for (let round = 1; round <= rounds; round += 1) {
  console.error(`round ${round} of ${rounds} …`);
  const measured: Results['rounds'][number] = [];
  for (const [at, technique] of compared.entries()) {
    const duration = results.durations[at] ?? 0;
    const often = technique.interval ? { ...technique, ...asking(1_000 / WARM.load.pace) } : technique;
    const other = bare.get(technique.bare) as Contestant;
    const turn = round % 2 === 0 ? (['maru', 'bare'] as const) : (['bare', 'maru'] as const);
    const inTurn = async <T>(one: (contestant: Contestant) => Promise<T>): Promise<Record<Who, T>> => {
      const pair = {} as Record<Who, T>;
      for (const who of turn) pair[who] = await one(who === 'maru' ? maru : other);
      return pair;
    };
    await inTurn((contestant) => measure(contestant, often, WARM.load, WARM.duration));
    // Both in the same round and for as long: the one is taken from the other.
    const alone = await inTurn((contestant) => taking(contestant, technique, load, duration));
    const whole = await inTurn((contestant) => measure(contestant, technique, load, duration));
    measured.push({ maru: { ...whole.maru, taking: alone.maru }, bare: { ...whole.bare, taking: alone.bare } });
  }
  // Whoever says something in one way is taken from in one way, however it goes out: what is taken away is what all these
  // messages cost together, for a door that carries little is a small difference of two larger figures.
  const takings = measured.map(({ maru: { taking: mine }, bare: { taking: theirs } }, at) => ({
    ...{ maru: mine, bare: theirs, speak: compared[at]?.speak, duration: results.durations[at] ?? 0 },
  }));
  for (const [at, pair] of measured.entries()) {
    const alike = takings.filter(({ speak }) => speak === compared[at]?.speak);
    const whole = alike.reduce((sum, { duration }) => sum + duration, 0);
    for (const who of ['maru', 'bare'] as const)
      pair[who].taking = alike.reduce((sum, one) => sum + one[who] * one.duration, 0) / whole;
  }
  results.rounds.push(measured);
}
for (const contestant of [maru, ...bare.values()]) await contestant.stop();

const text = await page(results);
console.log(text);
if (values.page) putInto(values.page, text);
// So short a run shows that the bench works, and no more.
if (!values.quick && checks(results).some(({ holds }) => !holds)) process.exitCode = 1;
