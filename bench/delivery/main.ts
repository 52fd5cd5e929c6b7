/**
 * npm run bench:delivery [-- --quick] [-- --rounds N] [-- --page FILE]: how fast a message is acknowledged and heard by
 * a hundred people when it is on disk first, beside servers that keep nothing. All in one run and in turn, so that a
 * noisy machine is noisy for everybody; what counts are ratios within a round.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { formatted } from '../formatted';
import { machine } from '../machine';
import { enter, type Contestant, type Entrant } from './contestant';
import { measure, type Figures, type Load } from './measure';
import { checks, page, type LoadName, type Results, type Who } from './report';
import { countSyncs } from './syncs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    /** Where the page goes, too. */
    page: { type: 'string' },
  },
});
const rounds = Number(values.rounds ?? (values.quick ? 2 : 7));
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('npm run bench:delivery -- --rounds N: a whole number, at least 1');
  process.exit(2);
}
const duration = values.quick ? 300 : 1_200;
const people = 100;
const loads: Record<LoadName, Load> = {
  one: { name: 'One message at a time (W=1)', senders: 1, outstanding: 1 },
  sixteen: { name: 'One sender, 16 messages outstanding (W=16)', senders: 1, outstanding: 16 },
  many: { name: '8 senders, 16 messages outstanding each (128)', senders: 8, outstanding: 16 },
  paced: {
    name: 'A busy room: everybody speaks, 1,000 messages a second in all',
    senders: people,
    outstanding: 1,
    pace: 1_000,
  },
};
const entrants: Record<Who, Entrant> = {
  maru: { name: 'Maru, durable', script: 'maru', speech: 'maru' },
  a: { name: '(a) Socket.IO, keeps nothing', script: 'plain', speech: 'socket.io' },
  b: { name: '(b) Socket.IO, a transaction each', script: 'plain', args: ['--durable'], speech: 'socket.io' },
  c: { name: '(c) raw ws, keeps nothing', script: 'ws', speech: 'ws' },
};
const everybody = Object.keys(entrants) as Who[];
const name = (who: Who) => entrants[who].name;

const running = {} as Record<Who, Contestant>;
for (const who of everybody) running[who] = await enter(entrants[who], people);

const figures: Results['figures'] = { one: [], sixteen: [], many: [], paced: [] };
// One round more comes first, in which all that is compiled as it runs is compiled.
for (let round = 0; round <= rounds; round += 1) {
  if (process.stderr.isTTY) console.error(round === 0 ? 'warming up …' : `round ${round} of ${rounds} …`);
  for (const load of Object.keys(loads) as LoadName[]) {
    const measured = {} as Record<Who, Figures>;
    const first = round % everybody.length;
    for (const who of [...everybody.slice(first), ...everybody.slice(0, first)])
      measured[who] = await measure(running[who], loads[load], round === 0 ? duration / 3 : duration);
    if (round > 0) figures[load].push(measured);
  }
}
let messages = 0;
const calls = await countSyncs(running.maru.pid, async () => {
  ({ messages } = await measure(running.maru, loads.many, duration));
});
for (const who of everybody) await running[who].stop();

const results: Results = {
  people,
  machine: machine(),
  duration,
  loads,
  names: { maru: name('maru'), a: name('a'), b: name('b'), c: name('c') },
  figures,
  syncs: typeof calls === 'string' ? calls : { calls, messages },
};
const text = await formatted(page(results));
console.log(text);
if (values.page) writeFileSync(values.page, text);
// So short a run shows that the bench works, and no more.
if (!values.quick && checks(results).some(({ holds }) => holds === false)) process.exitCode = 1;
