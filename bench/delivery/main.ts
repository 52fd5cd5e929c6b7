/**
 * npm run bench:delivery [-- --quick] [-- --rounds N]: how fast a message is acknowledged and heard by a hundred people
 * when it is on disk first, beside servers that keep nothing. All in one run and in turn, so that a noisy machine is
 * noisy for everybody; what counts are ratios within a round. Prints the page that docs/ may keep.
 */
import { parseArgs } from 'node:util';
import { machine } from '../machine';
import { median, short, spread } from '../statistics';
import { enter, type Contestant, type Entrant } from './contestant';
import { measure, type Figures, type Load } from './measure';
import { countSyncs } from './syncs';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, quick: { type: 'boolean', default: false } } });
const rounds = Number(values.rounds ?? (values.quick ? 2 : 7));
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('npm run bench:delivery -- --rounds N: a whole number, at least 1');
  process.exit(2);
}
const DURATION = values.quick ? 300 : 1_200;
const PEOPLE = 100;
const loads = {
  one: { name: 'one message at a time (W=1)', senders: 1, outstanding: 1 },
  sixteen: { name: 'one sender, 16 outstanding (W=16)', senders: 1, outstanding: 16 },
  many: { name: '8 senders, 16 outstanding each (128)', senders: 8, outstanding: 16 },
  paced: { name: 'a busy room: 100 people, 1,000 messages a second', senders: PEOPLE, outstanding: 1, pace: 1_000 },
} satisfies Record<string, Load>;
type LoadName = keyof typeof loads;
const names = Object.keys(loads) as LoadName[];

const entrants = {
  maru: { name: 'Maru, durable', script: 'maru', speech: 'maru' },
  a: { name: '(a) Socket.IO, keeps nothing', script: 'plain', speech: 'socket.io' },
  b: { name: '(b) Socket.IO, a transaction each', script: 'plain', args: ['--durable'], speech: 'socket.io' },
  c: { name: '(c) raw ws, keeps nothing', script: 'ws', speech: 'ws' },
} satisfies Record<string, Entrant>;
type Who = keyof typeof entrants;
const everybody = Object.keys(entrants) as Who[];

const running = {} as Record<Who, Contestant>;
for (const who of everybody) running[who] = await enter(entrants[who], PEOPLE);

const figures: Record<LoadName, Record<Who, Figures>[]> = { one: [], sixteen: [], many: [], paced: [] };
// One round more, in which all that is compiled as it runs is compiled.
for (let round = 0; round <= rounds; round += 1) {
  for (const name of names) {
    const of = {} as Record<Who, Figures>;
    // Each is the first now and then.
    for (const who of [...everybody.slice(round % 4), ...everybody.slice(0, round % 4)]) {
      of[who] = await measure(running[who], loads[name], round === 0 ? DURATION / 3 : DURATION);
    }
    if (round > 0) figures[name].push(of);
  }
}
let traced: Figures | undefined;
const syncs = await countSyncs(running.maru.pid, async () => {
  traced = await measure(running.maru, loads.many, DURATION);
});
for (const who of everybody) await running[who].stop();

/** One figure of one contestant, for each round. */
const of = (name: LoadName, who: Who, pick: (figure: Figures) => number) =>
  figures[name].map((round) => pick(round[who]));
/** Maru beside another in the same round: above 1, Maru is faster (or costs less). */
const faster = (name: LoadName, other: Who) => figures[name].map((round) => round.maru.speed / round[other].speed);
const cheaper = (name: LoadName, other: Who) => figures[name].map((round) => round[other].cpu / round.maru.cpu);

console.log(`# Delivery to ${PEOPLE} people\n`);
console.log(`${machine()}. ${rounds} rounds of ${DURATION / 1_000} s, in turn; medians (least–most).`);
console.log('Server and clients are two processes on loopback. Ratios are within a round; above 1, Maru is ahead.\n');
for (const name of names) {
  console.log(`## ${loads[name].name}\n`);
  console.log(
    '|  | 1,000 deliveries/s | Maru, ratio | server CPU s per 100,000 deliveries | Maru, ratio | ack p50 ms | ack p99 ms | writes a delivery | commits a message |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const who of everybody) {
    const cells = [
      spread(of(name, who, ({ speed }) => speed / 1_000)),
      who === 'maru' ? '' : spread(faster(name, who)),
      spread(of(name, who, ({ cpu }) => cpu)),
      who === 'maru' ? '' : spread(cheaper(name, who)),
      short(median(of(name, who, ({ ackP50 }) => ackP50))),
      short(median(of(name, who, ({ ackP99 }) => ackP99))),
      short(median(of(name, who, ({ writesPerDelivery }) => writesPerDelivery))),
      short(median(of(name, who, ({ commitsPerMessage }) => commitsPerMessage))),
    ];
    console.log(`| ${entrants[who].name} | ${cells.join(' | ')} |`);
  }
  console.log('');
}

const commits = median(of('many', 'maru', ({ commitsPerMessage }) => commitsPerMessage));
const seen =
  typeof syncs === 'string' || !traced
    ? String(syncs)
    : `${syncs} fsync and fdatasync calls for ${traced.messages} messages (strace): 1/${short(traced.messages / syncs)} a message`;
const checks: [string, boolean][] = [
  [
    `at least 0.9 × (a) with 16 outstanding: ${short(median(faster('sixteen', 'a')))}`,
    median(faster('sixteen', 'a')) >= 0.9,
  ],
  [`at least 0.9 × (a) with 128: ${short(median(faster('many', 'a')))}`, median(faster('many', 'a')) >= 0.9],
  [
    `at least 3 × (b) with 16 outstanding: ${short(median(faster('sixteen', 'b')))}`,
    median(faster('sixteen', 'b')) >= 3,
  ],
  [`at least 3 × (b) with 128: ${short(median(faster('many', 'b')))}`, median(faster('many', 'b')) >= 3],
  [`at most 1/32 commit a message with 128: 1/${short(1 / commits)}`, commits <= 1 / 32],
];
console.log('## What must hold\n');
for (const [what, holds] of checks) console.log(`- ${holds ? 'holds' : 'DOES NOT HOLD'}: ${what}`);
console.log(`- seen from outside, with 128: ${seen}`);
console.log('- every message of every run: heard once by everybody, in its sender’s order and in one order for all\n');
// So short a run shows that the bench works, and no more.
if (!values.quick && checks.some(([, holds]) => !holds)) process.exitCode = 1;
