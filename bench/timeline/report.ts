/** What was measured, as a page, and whether it is what was promised. */
import { percentile, short, spread } from '../statistics';
import type { Scrolled } from './scrolling';

export interface Results {
  machine: string;
  /** Messages in the room, and how many of them went by. */
  count: number;
  lines: number;
  /** Messages the store took in a second. */
  rate: number;
  /** The most messages a device held, and the limit. */
  held: number;
  limit: number;
  /** Milliseconds until what stands around a message was held, and until it stood lit on the screen. */
  loaded: number[];
  shown: number[];
  /** The page when the room had just opened. */
  fresh: Pick<Scrolled, 'nodes' | 'heap'>;
  maru: Scrolled;
  plain: Scrolled;
}

const FRAME = 1000 / 60;
/** Frames that should have been there and were not, in a hundred. */
const dropped = ({ frames }: Scrolled): number => {
  const missing = frames.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / FRAME) - 1), 0);
  return (100 * missing) / (missing + frames.length);
};
const VIEWPORTS = 3;

export const checks = ({ maru, held, limit, lines }: Results): { what: string; holds: boolean }[] => [
  { what: `At most ${VIEWPORTS} viewports of lines are in the document`, holds: maru.viewports <= VIEWPORTS },
  { what: `A device holds at most ${number(limit)} messages of a room`, holds: held <= limit },
  { what: `${number(lines)} messages went by`, holds: maru.passed >= lines },
];

const number = (value: number): string => value.toLocaleString('en');

export function page(results: Results): string {
  const { maru, plain, fresh, shown, loaded } = results;
  const figures: [string, (one: Scrolled) => number][] = [
    ['messages that went by', ({ passed }) => passed],
    ['frames a second', ({ frames, seconds }) => frames.length / seconds],
    ['lines in the document, at most', ({ rows }) => rows],
    ['viewports of lines in it, at most', ({ viewports }) => viewports],
    ['nodes in the page, after it', ({ nodes }) => nodes],
    ['JavaScript heap after it, MiB', ({ heap }) => heap],
    ['frame p50, ms', ({ frames }) => percentile(frames, 0.5)],
    ['frame p95, ms', ({ frames }) => percentile(frames, 0.95)],
    ['frames dropped, %', dropped],
  ];
  return `# A timeline of ${number(results.count)} messages

Printed by \`npm run bench:timeline\`, not written by hand. A real server on SQLite, the real Chromium, one window of 1200 × 800. The plain list has every line in the document, with a name, a time and the bare text in each; Maru draws Markdown, faces and who has read it, and fetches what it shows from the server as it goes. Both scroll upwards by as many pixels a frame; the plain list ends after a few minutes, however far it came.

${results.machine}. The store took ${number(Math.round(results.rate))} messages a second.

## While ${number(results.lines)} messages go by

| | Maru | plain list | Maru : plain |
| --- | --- | --- | --- |
${figures.map(([what, pick]) => `| ${what} | ${short(pick(maru))} | ${short(pick(plain))} | ${ratio(pick(maru), pick(plain))} |`).join('\n')}

When the room had just opened, Maru’s page had ${number(fresh.nodes)} nodes and a heap of ${short(fresh.heap)} MiB.

## Into the middle

| | ms, median (least–most) |
| --- | --- |
| a device holds what stands around a message | ${spread(loaded)} |
| from the press on a link until the message stands on the screen | ${spread(shown)} |

${loaded.length} places, spread over the room. The most messages a device held at a time: ${number(results.held)}.

## What is promised

${checks(results)
  .map(({ what, holds }) => `- ${what}: ${holds ? 'holds' : '**does not hold**'}`)
  .join('\n')}
`;
}

const ratio = (one: number, other: number): string => (other === 0 ? '–' : `${short(one / other)} ×`);
