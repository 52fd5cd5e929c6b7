/** What a thread shows, line by line: the message it hangs on, a line under it, and what was answered. Pure. */
import type { ThreadView } from '../../../client';
import type { Id } from '../../../protocol';
import { MessageRows, opensRun } from '../timeline/message-row';
import type { MessageRow } from '../timeline/row';

export type ThreadRow =
  | MessageRow
  | { kind: 'day'; key: string; at: number }
  /** From here on it is new. */
  | { kind: 'new'; key: 'new' };

interface Context {
  log: Id;
  /** Who reads it, where it stands in a whisper's side log. */
  whisper: readonly Id[] | null;
  me: Id | null;
  /** New answers are those above this seq; null where nothing is marked. */
  newAfter: number | null;
}

/** @returns the root's line, null until it is there, and the answers' */
export function threadRows(
  view: ThreadView,
  { log, whisper, me, newAfter }: Context,
): { root: MessageRow | null; answers: ThreadRow[] } {
  const rows = new MessageRows({ log, whisper, me, view });
  const root = view.root && rows.said(view.root);
  const answers: ThreadRow[] = [];
  let last: MessageRow | null = null;
  let day = root ? dayOf(root.at) : 0;
  let marks = newAfter !== null;

  const say = (row: MessageRow) => {
    const next = dayOf(row.at);
    if (next !== day) {
      day = next;
      last = null;
      answers.push({ kind: 'day', key: `day-${row.key}`, at: row.at });
    }
    if (marks && newAfter !== null && row.seq !== null && row.seq > newAfter && row.author !== me) {
      marks = false;
      last = null;
      answers.push({ kind: 'new', key: 'new' });
    }
    row.opens = opensRun(row, last);
    last = row;
    answers.push(row);
  };
  for (const entry of view.entries) say(rows.said(entry));
  // What came back from the server may still be in the outbox for a moment: it is one message all the same.
  const said = new Set(view.entries.map(({ id }) => id));
  for (const waiting of view.pending) if (waiting.kind === 'message' && !said.has(waiting.id)) say(rows.waits(waiting));
  return { root, answers };
}

const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
