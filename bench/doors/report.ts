/** What was measured, as a table, and whether it is what was promised. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { formatted } from '../formatted';
import { median, short } from '../statistics';
import type { Figures, Load } from './measure';
import type { Technique } from './techniques';

export type Who = 'maru' | 'bare';

export interface Measured extends Figures {
  /** The server's CPU for taking one message while nobody follows, in ms. */
  taking: number;
}

type Pair = Record<Who, Measured>;

export interface Results {
  machine: string;
  load: Load;
  compared: readonly Technique[];
  /** How long each measurement took, in ms, by technique. */
  durations: readonly number[];
  /** By round, by technique. */
  rounds: Pair[][];
}

/** What a door may cost, beside the bare technique. */
const MOST = 1.5;

const pairs = ({ rounds }: Results, at: number): Pair[] => rounds.flatMap((round) => round[at] ?? []);
/** What it costs that everybody hears it: all of it, without what taking the message costs, whichever way it goes out. */
const carrying = ({ cpu, taking }: Measured): number => cpu - taking;
const whole = ({ cpu }: Measured): number => cpu;

interface Ratio {
  /** Of the medians. */
  ratio: number;
  /** Of each round, whose two were measured side by side. */
  rounds: number[];
}

function ratioOf(results: Results, at: number, pick: (figures: Measured) => number): Ratio {
  const both = pairs(results, at);
  const middle = (who: Who) => median(both.map((pair) => pick(pair[who])));
  return { ratio: middle('maru') / middle('bare'), rounds: both.map(({ maru, bare }) => pick(maru) / pick(bare)) };
}

const range = ({ ratio, rounds }: Ratio): string =>
  `${short(ratio)} (${short(Math.min(...rounds))}–${short(Math.max(...rounds))}) ×`;

export function checks(results: Results): { what: string; holds: boolean }[] {
  return results.compared.map(({ name, besides }, at) => {
    const { ratio } = ratioOf(results, at, carrying);
    const bare = median(pairs(results, at).map((pair) => carrying(pair.bare)));
    // Where the bare one costs less than the noise of what is taken away, a ratio says nothing.
    const holds = bare > 0 && ratio <= MOST;
    const more = `${short(ratioOf(results, at, whole).ratio)} × with the taking of the message`;
    const measured = bare > 0 ? `measured ${short(ratio)} ×` : 'not to be told from noise';
    return {
      what: `${name}: to carry a message costs at most ${MOST} × the CPU of the bare one; ${measured} (${more}).${holds ? '' : ` ${besides}`}`,
      holds,
    };
  });
}

function row(results: Results, { name }: Technique, at: number): string {
  const of = (who: Who, pick: (figures: Measured) => number) => pairs(results, at).map((pair) => pick(pair[who]));
  const middle = (who: Who, pick: (figures: Measured) => number) => short(median(of(who, pick)));
  const rounded = (who: Who, pick: (figures: Measured) => number) => median(of(who, pick)).toFixed(0);
  const both = (pick: (figures: Measured) => number) => `${middle('maru', pick)} · ${middle('bare', pick)}`;
  const bytes = (who: Who) => `${rounded(who, ({ up }) => up)} / ${rounded(who, ({ down }) => down)}`;
  const cells = [
    both(({ p50 }) => p50),
    both(({ p99 }) => p99),
    median(of('maru', ({ requests }) => requests)).toFixed(2),
    `${bytes('maru')} · ${bytes('bare')}`,
    both(({ taking }) => taking),
    both(carrying),
    range(ratioOf(results, at, carrying)),
    range(ratioOf(results, at, whole)),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

const COLUMNS = [
  'latency p50, ms',
  'p99, ms',
  'requests a message',
  'bytes up / down a message',
  'server CPU to take a message, ms',
  'to carry it to all, ms',
  'carrying, Maru / bare',
  'both together, Maru / bare',
];

/** What the table says, in words, out of its own figures. */
function reading(results: Results): string {
  const figures = results.compared.map(({ name }, at) => {
    const mine = pairs(results, at).map(({ maru }) => maru);
    const middle = (pick: (figures: Measured) => number) => median(mine.map(pick));
    return { name, cpu: middle(carrying), taking: middle(({ taking }) => taking), wait: middle(({ p50 }) => p50) };
  });
  const by = (pick: (figure: (typeof figures)[number]) => number) => [...figures].sort((a, b) => pick(a) - pick(b));
  const [cheap, dear] = [by(({ cpu }) => cpu)[0], by(({ cpu }) => cpu).at(-1)];
  const [fast, slow] = [by(({ wait }) => wait)[0], by(({ wait }) => wait).at(-1)];
  const taking = median(figures.map((figure) => figure.taking));
  if (!cheap || !dear || !fast || !slow) return '';
  return [
    `Through Maru a message was there soonest by ${fast.name} (${short(fast.wait)} ms for half of them) and latest by ${slow.name} (${short(slow.wait)} ms: whoever asks by the clock waits half of it).`,
    `To carry it to ${results.load.followers} people cost the server least by ${cheap.name} (${short(cheap.cpu)} ms) and most by ${dear.name} (${short(dear.cpu)} ms).`,
    `To take it cost ${short(taking)} ms whichever way it went out; the bare servers keep nothing, and that is the difference between the two last columns.`,
    'What is carried is all with listeners less what is taken without: where little is carried it is a small difference of two larger figures, so the range of the rounds is wide.',
  ].join(' ');
}

/** Markdown. */
export async function page(results: Results): Promise<string> {
  const { machine, load, compared, rounds } = results;
  const text = [
    'Printed by `npm run bench:doors`, not written by hand. In each cell: Maru · the bare technique, a server of thirty lines that keeps nothing and asks nobody who they are (bench/doors/bare). Maru is the built server with everything on: it knows who asks, writes each message to disk before it is acknowledged, and tells it then.',
    `${machine}; ${new Date().toISOString().slice(0, 10)}. ${load.followers} people follow a room through one door, somebody says ${load.pace} messages a second through the same one; ${rounds.length} ${rounds.length === 1 ? 'round' : 'rounds'}, each technique in turn, used for a while right before it is measured, Maru and bare side by side; medians (least–most of the rounds). Requests and bytes are one follower’s, as TCP carries them on loopback, for each message; CPU is the server’s, of all its threads, for one message. To take it is measured alone, at the same pace and for as long, while nobody follows, once for each technique; those in which it is said in the same way count together. A commit to the disk is in it (bench:delivery looks at that). To carry it is what everybody’s hearing it adds: what the door costs, of which the promise is. Everything that arrived was checked: each message once, for everybody, in order.`,
    [
      `|  | ${COLUMNS.join(' | ')} |`,
      `|---|${COLUMNS.map(() => '---|').join('')}`,
      ...compared.map((technique, at) => row(results, technique, at)),
    ].join('\n'),
    reading(results),
    checks(results)
      .map(({ what, holds }) => `- ${holds ? 'Holds' : '**Does not hold**'}. ${what}`)
      .join('\n'),
  ].join('\n\n');
  return formatted(text);
}

const [BEGIN, END] = ['<!-- bench:doors -->', '<!-- /bench:doors -->'];

/** Puts the table into a page, in the place of the one before; a page that is not there is made. */
export function putInto(file: string, text: string): void {
  const table = `${BEGIN}\n\n${text}\n${END}`;
  const before = existsSync(file) ? readFileSync(file, 'utf8') : `# Doors\n\n${BEGIN}\n${END}\n`;
  const [head, tail] = [before.indexOf(BEGIN), before.indexOf(END)];
  if (head === -1 || tail === -1) throw new Error(`${file} has no place for the table: ${BEGIN} … ${END}`);
  writeFileSync(file, before.slice(0, head) + table + before.slice(tail + END.length));
}
