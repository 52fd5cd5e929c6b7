/** What was measured, as a page, and whether it is what was promised. */
import { median, short, spread } from '../statistics';
import type { Busy, Load } from './hosting';

/** What happens at a start, in its order; `usable`: the last messages are drawn, and a key that was pressed stands in the field. */
export const MARKS = ['script', 'ready', 'window', 'navigated', 'document', 'painted', 'drawn', 'usable'] as const;
export type Started = Record<(typeof MARKS)[number], number | null>;

type Starts = Record<'blank' | 'few' | 'many', Started>;

export interface Results {
  machine: string;
  /** Messages in the porches, and what the larger one's database takes, in MiB. */
  few: number;
  many: number;
  megabytes: number;
  /** Another one of the same Electron ran while memory was measured. */
  company: boolean;
  load: Load;
  /** `cold` is null where the system's cache cannot be emptied. */
  start: { cold: Starts | null; warm: Starts }[];
  memory: Record<'blank' | 'nobody' | 'guest', number>[];
  hosting: Record<'nobody' | 'everybody', Busy>[];
}

const MOST = { start: 1.5, alike: 0.1, memory: 1.35, loop: 2 };

const starts = ({ start }: Results, how: 'cold' | 'warm'): Starts[] => start.flatMap((round) => round[how] ?? []);
/** Milliseconds of each round. */
const took = (all: readonly Starts[], who: keyof Starts, mark: keyof Started = 'usable') =>
  all.flatMap((round) => round[who][mark] ?? []);
/** Of each round, whose two were measured side by side; the ratio is their median. */
const ratios = (ones: readonly number[], others: readonly number[]) => ones.map((one, at) => one / (others[at] ?? NaN));
const range = (all: readonly number[]) =>
  `${short(median(all))} (${short(Math.min(...all))}–${short(Math.max(...all))}) ×`;

export function checks(results: Results): { what: string; holds: boolean }[] {
  const found: { what: string; holds: boolean }[] = [];
  const check = (what: string, all: readonly number[], holds: (ratio: number) => boolean) => {
    if (all.length > 0) found.push({ what: `${what}; measured ${range(all)}`, holds: holds(median(all)) });
  };
  const how = starts(results, 'cold').length > 0 ? 'cold' : 'warm';
  const all = starts(results, how);
  const [blank, few, many] = (['blank', 'few', 'many'] as const).map((who) => took(all, who)) as [
    number[],
    number[],
    number[],
  ];
  const { guest, alone } = memoryOf(results);
  const loop = (who: 'nobody' | 'everybody') => results.hosting.map((round) => round[who].loop.p99);
  check(
    `A ${how} start into a room of ${number(results.many)} messages takes at most ${MOST.start} × as long as a blank window`,
    ratios(many, blank),
    (ratio) => ratio <= MOST.start,
  );
  check(
    `It takes as long as into one of ${number(results.few)}, give or take ${MOST.alike * 100} %`,
    ratios(many, few),
    (ratio) => Math.abs(ratio - 1) <= MOST.alike,
  );
  check(
    `At rest, on somebody’s server, it takes at most ${MOST.memory} × the memory of a blank window`,
    guest,
    (ratio) => ratio <= MOST.memory,
  );
  check(`The same on no server`, alone, (ratio) => ratio <= MOST.memory);
  check(
    `While it hosts ${number(results.load.guests)} guests, main’s loop is late by at most ${MOST.loop} × as much (p99) as while it hosts nobody`,
    ratios(loop('everybody'), loop('nobody')),
    (ratio) => ratio <= MOST.loop,
  );
  return found;
}

function memoryOf({ memory }: Results) {
  const blank = memory.map((round) => round.blank);
  return {
    guest: ratios(
      memory.map((round) => round.guest),
      blank,
    ),
    alone: ratios(
      memory.map((round) => round.nobody),
      blank,
    ),
  };
}

function startTable(results: Results, how: 'cold' | 'warm'): string[] {
  const all = starts(results, how);
  if (all.length === 0) return [];
  const who = ['blank', 'few', 'many'] as const;
  const cell = (one: keyof Starts, mark: keyof Started) => {
    const times = took(all, one, mark);
    if (times.length === 0) return '–';
    return mark === 'usable' ? spread(times) : short(median(times));
  };
  const beside = (one: keyof Starts) => range(ratios(took(all, one), took(all, 'blank')));
  return [
    `| ${how}, ms from the start of the process | blank window | ${number(results.few)} messages | ${number(results.many)} messages |`,
    '| --- | --- | --- | --- |',
    ...MARKS.map((mark) => `| ${MARK_WORDS[mark]} | ${who.map((one) => cell(one, mark)).join(' | ')} |`),
    `| usable, beside the blank window | 1 | ${beside('few')} | ${beside('many')} |`,
    '',
  ];
}

/** A page that draws nothing in time has no figure. */
const had = (all: readonly number[], say: (all: readonly number[]) => string) =>
  all.some(Number.isNaN) ? '–' : say(all);

const MARK_WORDS: Record<keyof Started, string> = {
  script: 'main’s script begins',
  ready: 'Electron is ready',
  window: 'the window is made',
  navigated: 'its page is there',
  document: 'its scripts have run',
  painted: 'first drawn',
  drawn: 'the last messages and the field are drawn',
  usable: 'a key that was pressed stands in the field',
};

export function page(results: Results): string {
  const { few, many, load, start, memory, hosting } = results;
  const parts = [
    '# The app beside a blank window',
    'Printed by `npm run bench:desktop`, not written by hand. The build that tests drive (the shipped one, with what an old Electron lacks in front of it), in the real Electron on a display of its own, and beside it an application of twenty lines with one window, opened alike, and an empty page from the disk. Both are started and watched in the same way; each round takes all cases in turn. In cells: the median (least–most) of the rounds.',
    `${results.machine}.`,
  ];
  if (start.length > 0)
    parts.push(
      '## Start',
      `The porch is on this computer and comes back with the app: one room of ${number(few)} messages, and one of ${number(many)} (${short(results.megabytes)} MiB). The window was in it when it was closed, and goes on there. ${start.length} rounds. ${start[0]?.cold ? 'Cold: the system’s cache of the disk is emptied before each start.' : 'The system’s cache of the disk could not be emptied: there are no cold starts.'}`,
      [...startTable(results, 'cold'), ...startTable(results, 'warm')].join('\n'),
    );
  if (memory.length > 0) {
    const { guest, alone } = memoryOf(results);
    const column = (who: keyof (typeof memory)[number]) => spread(memory.map((round) => round[who]));
    parts.push(
      '## Memory at rest',
      `Proportional set size of all processes together, in MiB; it hosts nothing. Read when it has settled, and not before 15 s. ${memory.length} rounds.${results.company ? ' **Another one of the same Electron ran meanwhile, whose pages were shared: these figures mean nothing.**' : ''}`,
      [
        '| | MiB | beside the blank window |',
        '| --- | --- | --- |',
        `| blank window | ${column('blank')} | 1 |`,
        `| on no server, at the start screen | ${column('nobody')} | ${range(alone)} |`,
        `| on somebody’s server, its room in front | ${column('guest')} | ${range(guest)} |`,
      ].join('\n'),
    );
  }
  if (hosting.length > 0) {
    const rows: [string, (busy: Busy) => number][] = [
      ['main’s loop late, p50, ms', ({ loop }) => loop.p50],
      ['main’s loop late, p99, ms', ({ loop }) => loop.p99],
      ['main’s loop late, at most, ms', ({ loop }) => loop.most],
      ['the window’s frames, p50, ms', ({ frames }) => frames.p50],
      ['the window’s frames, p95, ms', ({ frames }) => frames.p95],
      ['CPU of main, % of a core', ({ cpu }) => cpu.main],
      ['CPU of the porch, % of a core', ({ cpu }) => cpu.porch],
    ];
    const of = (who: 'nobody' | 'everybody', pick: (busy: Busy) => number) => hosting.map((round) => pick(round[who]));
    parts.push(
      '## Hosting',
      `${number(load.guests)} guests in a process of their own, who speak Socket.IO over WebSocket and say ${load.pace} messages a second together for ${load.duration / 1000} s; each heard every message once and in order. Where they would be other computers they run on what nobody of the host’s wants of this one’s processor, and read what came twice a second. The room is in front in the host’s window, which draws them all. The loop is asked for a millisecond, again and again, and that millisecond is in the figures. ${hosting.length} rounds.`,
      [
        `| | hosting nobody | ${number(load.guests)} guests | beside nobody |`,
        '| --- | --- | --- | --- |',
        ...rows.map(
          ([what, pick]) =>
            `| ${what} | ${had(of('nobody', pick), spread)} | ${had(of('everybody', pick), spread)} | ${had(ratios(of('everybody', pick), of('nobody', pick)), range)} |`,
        ),
      ].join('\n'),
    );
  }
  parts.push(
    '## What is promised',
    checks(results)
      .map(({ what, holds }) => `- ${what}: ${holds ? 'holds' : '**does not hold**'}`)
      .join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}

const number = (value: number): string => value.toLocaleString('en');
