/**
 * What is said anew in place, as long as nobody can have heard it: an edited text, another vote, a reaction or a pin that is
 * taken back. What was on the wire is never changed: an entry of its own goes behind it.
 */
import { targetOf, type Draft, type Id, type MessageDraft } from '../protocol';
import type { Queue } from './queue';
import type { Rows, Waiting } from './waiting';

/** What is said, without the id it gets. */
export type Saying = Draft extends infer D ? (D extends Draft ? Pick<D, 'kind' | 'body'> : never) : never;
export type Naming = Pick<MessageDraft['body'], 'mentions' | 'everybody'>;

export class Anew {
  readonly #queue: Queue;
  readonly #rows: Rows;

  constructor(queue: Queue, rows: Rows) {
    this.#queue = queue;
    this.#rows = rows;
  }

  /** @returns the id of the entry that has the new text now; null where it has to be an entry of its own */
  edit(log: Id, edit: Draft): Id | null {
    const target = targetOf(edit);
    if (edit.kind !== 'edit' || target === null) return null;
    const unsent = [this.#queue.find(log, target), ...this.#queue.changes(log, target)].find(
      (entry) => entry && !entry.tried && (entry.draft.kind === 'message' || entry.draft.kind === 'edit'),
    );
    if (!unsent) return null;
    const { text, mentions, everybody } = edit.body;
    const naming = { ...(mentions ? { mentions } : {}), ...(everybody ? { everybody } : {}) };
    if (unsent.draft.kind === 'message') {
      const { mentions: _mentions, everybody: _everybody, ...rest } = unsent.draft.body;
      this.#replace(unsent, { ...unsent.draft, body: { ...rest, text, ...naming } });
    } else this.#replace(unsent, { ...edit, id: unsent.id });
    return unsent.id;
  }

  /**
   * What of the same sort waits for the same message gives way: it was refused, or nobody has heard it yet.
   * @returns the id of the entry in which this is settled; null where it has to be an entry of its own
   */
  settle(log: Id, draft: Draft): Id | null {
    const sort = sortOf(draft);
    if (sort === null) return null;
    const same = this.#queue.changes(log, targetOf(draft) ?? '').filter((entry) => sortOf(entry.draft) === sort);
    for (const entry of same) if (entry.refused) this.#queue.forget(entry);
    const last = same.filter(({ refused }) => !refused).at(-1);
    if (!last) return null;
    if (!('on' in draft.body) || !('on' in last.draft.body)) {
      // Once is enough to close a poll, however often it is said.
      if (draft.kind === 'close') return last.id;
      if (last.tried) return null;
      this.#replace(last, { ...draft, id: last.id });
      return last.id;
    }
    if (draft.body.on === last.draft.body.on) return last.id;
    if (last.tried) return null;
    this.#queue.forget(last);
    return last.id;
  }

  #replace(entry: Waiting, draft: Draft): void {
    entry.draft = draft;
    void this.#rows.write(entry);
  }
}

/** Two drafts of one sort say the same thing of a message, or take it back; null for what always stands by itself. */
function sortOf(draft: Draft): string | null {
  if (draft.kind === 'react') return `react ${draft.body.emoji}`;
  return draft.kind === 'pin' || draft.kind === 'vote' || draft.kind === 'close' ? draft.kind : null;
}
