/** A message as a line: what was said, what became of it, and what waits about it. For a room's course and for a thread. */
import type { LogView, Pending } from '../../../client';
import type { Change, Id, MessageEntry } from '../../../protocol';
import { becameOf, namingOf, reactionsOf, waitingOf } from './became';
import type { MessageRow } from './row';

export interface MessageRowsParts {
  /** The log they stand in. */
  log: Id;
  /** Its people, where it is a side log. */
  whisper: readonly Id[] | null;
  me: Id | null;
  view: Pick<LogView, 'changes' | 'pending'> & Partial<Pick<LogView, 'threads' | 'holes'>>;
}

const NONE: readonly Pending[] = [];
const NO_CHANGES: readonly Change[] = [];

export class MessageRows {
  readonly #parts: MessageRowsParts;
  readonly #waiting: ReturnType<typeof waitingOf>;
  /** From this seq on nothing is missing: only of what stands there the edits can be counted. */
  readonly #wholeFrom: number;

  constructor(parts: MessageRowsParts) {
    this.#parts = parts;
    this.#waiting = waitingOf(parts.view.pending);
    this.#wholeFrom = parts.view.holes?.at(-1)?.before ?? 0;
  }

  said({ id, seq, author, at, body }: MessageEntry): MessageRow {
    const { forwarded } = body;
    return this.#row(id, seq, author, at, body, {
      deleted: body.deleted === true,
      forwarded: forwarded ? { log: forwarded.log, id: forwarded.id, first: forwarded } : null,
      pending: null,
    });
  }

  /** @param pending a message that waits */
  waits(pending: Pending): MessageRow {
    const body = pending.body as Partial<MessageEntry['body']> & { forward?: { log: Id; id: Id } };
    const { forward } = body;
    return this.#row(
      pending.id,
      null,
      this.#parts.me,
      pending.at,
      { ...body, text: pending.text },
      { deleted: false, forwarded: forward ? { ...forward, first: null } : null, pending },
    );
  }

  #row(
    key: Id,
    seq: number | null,
    author: Id | null,
    at: number,
    body: MessageEntry['body'],
    { deleted, forwarded, pending }: Pick<MessageRow, 'deleted' | 'forwarded' | 'pending'>,
  ): MessageRow {
    const { log, whisper, me, view } = this.#parts;
    const changes = view.changes.get(key);
    const became = becameOf(changes);
    const waiting = this.#waiting.get(key);
    const edit = waiting?.change?.kind === 'edit' ? waiting.change : null;
    const said = deleted
      ? null
      : edit
        ? { text: edit.text, ...namingOf(edit.body as Partial<MessageEntry['body']>) }
        : became.anew;
    const naming = said ?? namingOf(body);
    const edits = became.edits + (edit ? 1 : 0);
    return {
      kind: 'message',
      key,
      log,
      seq,
      author,
      at,
      text: said ? said.text : body.text,
      mentions: naming.mentions,
      everybody: naming.everybody,
      edits: said ? (seq === null || seq >= this.#wholeFrom ? edits : 1) : 0,
      deleted,
      pinned: !deleted && (waiting?.pin ?? became.pinned),
      reactions: deleted ? [] : reactionsOf(became, waiting, me),
      reply: body.reply ?? null,
      within: body.thread ?? null,
      thread: view.threads?.get(key) ?? null,
      poll: deleted ? null : (body.poll ?? null),
      forwarded: deleted ? null : forwarded,
      whisper,
      pending,
      change: waiting?.change ?? null,
      refused: waiting?.refused ?? NONE,
      about: waiting?.about ?? NONE,
      changes: changes ?? NO_CHANGES,
      opens: true,
    };
  }
}

/** Messages of one author with no longer pause than this stand under one name. */
const RUN_MS = 5 * 60_000;

/** Whether a message stands under its own name: after another author, a pause, or in a log of its own. */
export const opensRun = (row: MessageRow, last: MessageRow | null): boolean =>
  last === null || last.author !== row.author || last.log !== row.log || row.at - last.at > RUN_MS;
