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
    values.quick ? Math.max(1_000, interval ?? 0) : Math.max(4_000, interval ? 2 * interval : 0),
  ),
  compared,
  rounds: [],
};
/** How each door is used before the first round: as fast as a session may ask, so that a short while is enough. */
const WARM: Load = { ...load, pace: limits.callRate.perSecond };
// One round more comes first, in which all that is compiled as it runs is compiled.
for (let round = 0; round <= rounds; round += 1) {
  console.error(round === 0 ? 'warming up …' : `round ${round} of ${rounds} …`);
  const measured: Results['rounds'][number] = [];
  for (const [at, technique] of compared.entries()) {
    const warming = round === 0;
    const duration = warming ? (values.quick ? 1_000 : 3_000) : (results.durations[at] ?? 0);
    // It goes through the same doors as the one that asks each second.
    if (warming && technique.interval === 5_000) continue;
    const used = warming && technique.interval ? { ...technique, ...asking(1_000 / WARM.pace) } : technique;
    const other = bare.get(technique.bare) as Contestant;
    const turn = round % 2 === 0 ? (['maru', 'bare'] as const) : (['bare', 'maru'] as const);
    const inTurn = async <T>(one: (contestant: Contestant) => Promise<T>): Promise<Record<Who, T>> => {
      const pair = {} as Record<Who, T>;
      for (const who of turn) pair[who] = await one(who === 'maru' ? maru : other);
      return pair;
    };
    const said = warming ? WARM : load;
    // Both in the same round and for as long: the one is taken from the other.
    const alone = await inTurn((contestant) => taking(contestant, used, said, duration));
    const whole = await inTurn((contestant) => measure(contestant, used, said, duration));
    measured.push({ maru: { ...whole.maru, taking: alone.maru }, bare: { ...whole.bare, taking: alone.bare } });
  }
  if (round > 0) results.rounds.push(measured);
}
for (const contestant of [maru, ...bare.values()]) await contestant.stop();

const text = await page(results);
console.log(text);
if (values.page) putInto(values.page, text);
// So short a run shows that the bench works, and no more.
if (!values.quick && checks(results).some(({ holds }) => !holds)) process.exitCode = 1;
