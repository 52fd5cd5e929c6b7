/** What was measured, as a page, and whether it is what was promised. */
import { median, short, spread } from '../statistics';
import type { Figures, Load } from './measure';

export type Who = 'maru' | 'a' | 'b' | 'c';
export type LoadName = 'one' | 'sixteen' | 'many' | 'paced';

export interface Results {
  people: number;
  /** What it was measured on. */
  machine: string;
  /** How long each measurement took, in ms. */
  duration: number;
  loads: Record<LoadName, Load>;
  names: Record<Who, string>;
  /** By load, each round's. */
  figures: Record<LoadName, Record<Who, Figures>[]>;
  /** True syncs beside the messages they were for, or why nobody could count them. */
  syncs: { calls: number; messages: number } | string;
}

interface Check {
  what: string;
  /** Null where it could not be seen. */
  holds: boolean | null;
}

const COLUMNS = [
  '1,000 deliveries/s',
  'Maru beside it',
  'server CPU s per 100,000 deliveries',
  'Maru beside it',
  'ack p50 ms',
  'ack p99 ms',
  'writes a delivery',
  'commits a message',
];

/** One figure, for each round. */
const each = ({ figures }: Results, load: LoadName, who: Who, pick: (figure: Figures) => number) =>
  figures[load].map((round) => pick(round[who]));
/** Ratios are taken within a round, whose neighbours were the same for all. */
const faster = ({ figures }: Results, load: LoadName, than: Who) =>
  figures[load].map((round) => round.maru.speed / round[than].speed);
const cheaper = ({ figures }: Results, load: LoadName, than: Who) =>
  figures[load].map((round) => round[than].cpu / round.maru.cpu);

function row(results: Results, load: LoadName, who: Who): string {
  const of = (pick: (figure: Figures) => number) => each(results, load, who, pick);
  const middle = (pick: (figure: Figures) => number) => short(median(of(pick)));
  const cells = [
    spread(of(({ speed }) => speed / 1_000)),
    who === 'maru' ? '' : `${spread(faster(results, load, who))} ×`,
    spread(of(({ cpu }) => cpu)),
    who === 'maru' ? '' : `${spread(cheaper(results, load, who))} ×`,
    middle(({ ackP50 }) => ackP50),
    middle(({ ackP99 }) => ackP99),
    middle(({ writesPerDelivery }) => writesPerDelivery),
    middle(({ commitsPerMessage }) => commitsPerMessage),
  ];
  return `| ${results.names[who]} | ${cells.join(' | ')} |`;
}

/** What is promised of delivery, and what was measured. */
export function checks(results: Results): Check[] {
  const floor = (load: LoadName, other: Who, least: number): Check => {
    const ratio = median(faster(results, load, other));
    const what = `${results.loads[load].name}: at least ${least} × (${other}), measured ${short(ratio)} ×`;
    return { what, holds: ratio >= least };
  };
  const commits = median(each(results, 'many', 'maru', ({ commitsPerMessage }) => commitsPerMessage));
  const { syncs } = results;
  return [
    ...(['sixteen', 'many'] as const).flatMap((load) => [floor(load, 'a', 0.9), floor(load, 'b', 3)]),
    {
      what: `${results.loads.many.name}: at most 1/32 commit a message, measured 1/${short(1 / commits)}`,
      holds: commits <= 1 / 32,
    },
    typeof syncs === 'string'
      ? { what: `True syncs: ${syncs}`, holds: null }
      : {
          what: `The same in true syncs (fsync and fdatasync, by strace): ${syncs.calls} for ${syncs.messages} messages, 1/${short(syncs.messages / syncs.calls)}`,
          holds: syncs.calls / syncs.messages <= 1 / 32,
        },
    {
      what: 'Everything that arrived was checked: each message once for everybody, in its sender’s order, and in one order for all',
      holds: true,
    },
  ];
}

/** Markdown. */
export function page(results: Results): string {
  const { people, machine, duration, loads, names, figures } = results;
  const rounds = figures.one.length;
  const everybody = Object.keys(names) as Who[];
  return [
    `# Delivery to ${people} people`,
    'Printed by `npm run bench:delivery`, not written by hand. Maru commits a message to disk, acknowledges it, then pushes it to everybody; two of the others keep nothing.',
    `${machine}. ${rounds} rounds of ${duration / 1_000} s for each, in turn; medians (least–most). Server and clients are processes of their own, on loopback. “Maru beside it” is a ratio within a round: above 1, Maru is faster, or costs less. An acknowledgement’s time is taken at the client, whose own work is in it.`,
    ...(Object.keys(loads) as LoadName[]).flatMap((load) => [
      `## ${loads[load].name}`,
      [
        `|  | ${COLUMNS.join(' | ')} |`,
        `|---|${COLUMNS.map(() => '---|').join('')}`,
        ...everybody.map((who) => row(results, load, who)),
      ].join('\n'),
    ]),
    '## What must hold',
    checks(results)
      .map(({ what, holds }) => `- ${holds === null ? 'Not seen' : holds ? 'Holds' : '**Does not hold**'}. ${what}.`)
      .join('\n'),
  ].join('\n\n');
}
