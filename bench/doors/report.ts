/** What was measured, as a table, and whether it is what was promised. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { median, short, spread } from '../statistics';
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
/** What it costs that everybody hears it: the door, without what taking the message costs, whichever way it goes out. */
const door = ({ cpu, taking }: Measured): number => cpu - taking;
/** Ratios are taken within a round, whose neighbours were the same for both. */
const ratios = (results: Results, at: number, pick: (figures: Measured) => number): number[] =>
  pairs(results, at).map(({ maru, bare }) => pick(maru) / pick(bare));

export function checks(results: Results): { what: string; holds: boolean }[] {
  return results.compared.map(({ name }, at) => {
    const ratio = median(ratios(results, at, door));
    return {
      what: `${name}: at most ${MOST} × the CPU of the bare one, measured ${short(ratio)} ×`,
      holds: ratio <= MOST,
    };
  });
}

function row(results: Results, { name }: Technique, at: number): string {
  const of = (who: Who, pick: (figures: Measured) => number) => pairs(results, at).map((pair) => pick(pair[who]));
  const middle = (who: Who, pick: (figures: Measured) => number) => short(median(of(who, pick)));
  const whole = (who: Who, pick: (figures: Measured) => number) => median(of(who, pick)).toFixed(0);
  const both = (pick: (figures: Measured) => number) => `${middle('maru', pick)} · ${middle('bare', pick)}`;
  const bytes = (who: Who) => `${whole(who, ({ up }) => up)} / ${whole(who, ({ down }) => down)}`;
  const cells = [
    both(({ p50 }) => p50),
    both(({ p99 }) => p99),
    median(of('maru', ({ requests }) => requests)).toFixed(2),
    `${bytes('maru')} · ${bytes('bare')}`,
    both(({ taking }) => taking),
    both(door),
    `${spread(ratios(results, at, door))} ×`,
    `${short(median(ratios(results, at, ({ cpu }) => cpu)))} ×`,
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

const COLUMNS = [
  'latency p50, ms',
  'p99, ms',
  'requests a message',
  'bytes up / down a message',
  'server CPU to take a message, ms',
  'to bring it to all, ms',
  'Maru / bare',
  'both together',
];

/** Markdown. */
export async function page(results: Results): Promise<string> {
  const { machine, load, compared, rounds } = results;
  const text = [
    'Printed by `npm run bench:doors`, not written by hand. In each cell: Maru · the bare technique, a server of thirty lines that keeps nothing and asks nobody who they are (bench/doors/bare). Maru is the built server with everything on: it knows who asks, writes each message to disk before it is acknowledged, and tells it then.',
    `${machine}; ${new Date().toISOString().slice(0, 10)}. ${load.followers} people follow a room through one door, somebody says ${load.pace} messages a second through the same one; ${rounds.length} rounds, each technique in turn; medians (least–most). Requests and bytes are one follower’s, as TCP carries them on loopback, for each message; CPU is the server’s, of all its threads, for one message: to take it (measured while nobody follows; a commit to the disk is in it, which bench:delivery looks at) and to bring it to everybody. The ratio is of the second: what the door costs. Everything that arrived was checked: each message once, for everybody, in order.`,
    [
      `|  | ${COLUMNS.join(' | ')} |`,
      `|---|${COLUMNS.map(() => '---|').join('')}`,
      ...compared.map((technique, at) => row(results, technique, at)),
    ].join('\n'),
    checks(results)
      .map(({ what, holds }) => `- ${holds ? 'Holds' : '**Does not hold**'}. ${what}.`)
      .join('\n'),
  ].join('\n\n');
  return format(text, { ...(await resolveConfig(import.meta.filename)), parser: 'markdown', plugins: [] });
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
