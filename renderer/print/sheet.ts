/** What is printed: made once from what this person's device holds, so that nothing is on paper that is not theirs to see. Pure. */
import type { LogView, ServerView } from '../../client';
import type { Entry, Id, Room } from '../../protocol';
import { becameOf } from '../conversation/timeline/became';
import { rowsOf, type MessageRow, type Row } from '../conversation/timeline/rows';
import type { Span } from './stretch';

export type Line = Extract<Row, { kind: 'day' | 'message' | 'quiet' | 'hole' }>;
/** What a message answers; null: it was deleted, or is not to be had. */
export type Answered = { author: Id | null; text: string } | null;

/** Why the first days of a stretch are missing. bound: it is too long. away: there was no connection to fetch them. */
export type Cut = 'bound' | 'away' | null;

export interface Sheet {
  room: Room;
  server: ServerView;
  view: LogView;
  span: Span;
  lines: readonly Line[];
  answered: ReadonlyMap<Id, Answered>;
  cut: Cut;
  /** When it was made. */
  at: number;
}

/** How many messages stand on it. */
export const countOf = ({ lines }: Pick<Sheet, 'lines'>): number =>
  lines.filter(({ kind }) => kind === 'message').length;

/** Who said any of it, in the order of their first words. */
export const speakersOf = ({ lines }: Pick<Sheet, 'lines'>): Id[] => [
  ...new Set(lines.flatMap((line) => (line.kind === 'message' && line.author !== null ? line.author : []))),
];

/** What was said in a span of time, with its days over it. What still waits to be sent was not said. */
export function linesOf(view: LogView, room: Id, me: Id | null, { from, to }: Span): Line[] {
  const lines: Line[] = [];
  let day: Line | null = null;
  for (const row of rowsOf(view, { room, me, newAfter: null })) {
    if (row.kind === 'day') day = row;
    if (row.kind === 'hole' && lines.length > 0) lines.push(row);
    if (row.kind !== 'message' && row.kind !== 'quiet') continue;
    const at = row.kind === 'message' ? row.at : row.entry.at;
    if (at < from || at > to || (row.kind === 'message' && row.pending !== null)) continue;
    if (day) lines.push(day);
    day = null;
    lines.push(row);
  }
  while (lines.at(-1)?.kind === 'hole') lines.pop();
  return lines;
}

/** Those messages that lines answer and that the view does not hold. */
export const missingIn = (lines: readonly Line[], { entries }: LogView): Id[] => {
  const held = new Set(entries.map(({ id }) => id));
  return [...new Set(lines.flatMap((line) => (isAnswer(line) && !held.has(line.reply) ? line.reply : [])))];
};

const isAnswer = (line: Line): line is MessageRow & { reply: Id } => line.kind === 'message' && line.reply !== null;

/** @param found what was fetched beside the view */
export function answeredIn(lines: readonly Line[], view: LogView, found: readonly Entry[]): ReadonlyMap<Id, Answered> {
  const all = new Map<Id, Entry>([...found, ...view.entries].map((entry) => [entry.id, entry]));
  const answered = (id: Id): Answered => {
    const entry = all.get(id);
    const changes = view.changes.get(id);
    if (entry?.kind !== 'message' || entry.body.deleted || changes?.some(({ kind }) => kind === 'delete')) return null;
    return { author: entry.author, text: becameOf(changes).anew?.text ?? entry.body.text };
  };
  return new Map(lines.filter(isAnswer).map(({ reply }) => [reply, answered(reply)]));
}
