/** Whispers in a room's course: each stands behind the entry after which it was said. Pure. */
import type { Aside } from '../../../client';
import type { Id, MessageEntry } from '../../../protocol';
import { MessageRows } from './message-row';
import type { MessageRow } from './row';

interface Whisper {
  log: Id;
  entry: MessageEntry;
  rows: MessageRows;
  /** The room's entry that it stands behind. */
  after: number;
  /** Never falls within one log, whatever the server's clock did: a log keeps its order. */
  at: number;
}

export class Whispers {
  readonly #all: Whisper[] = [];
  #next = 0;
  readonly waiting: MessageRow[] = [];

  /** @param asides of a room */
  constructor(asides: readonly Aside[], me: Id | null) {
    for (const { log, members, view } of asides) {
      const rows = new MessageRows({ log, whisper: members, me, view });
      let at = 0;
      let after = 0;
      for (const entry of view.entries) {
        if (entry.kind !== 'message' || entry.body.thread) continue;
        at = Math.max(at, entry.at);
        after = Math.max(after, entry.after ?? 0);
        this.#all.push({ log, entry, rows, after, at });
      }
      const said = new Set(view.pending.length > 0 ? view.entries.map(({ id }) => id) : []);
      for (const one of view.pending) {
        if (one.kind === 'message' && !said.has(one.id) && !('thread' in one.body && one.body.thread))
          this.waiting.push(rows.waits(one));
      }
    }
    if (asides.length > 1)
      this.#all.sort(
        (a, b) =>
          a.after - b.after || (a.log === b.log ? a.entry.seq - b.entry.seq : a.at - b.at || (a.log < b.log ? -1 : 1)),
      );
  }

  /** Those that stand behind an entry up to `seq`, and were not taken yet. */
  *upTo(seq: number): Generator<Whisper> {
    for (let one = this.#all[this.#next]; one && one.after <= seq; one = this.#all[this.#next]) {
      this.#next += 1;
      yield one;
    }
  }

  /** Leaves out those whose place is not held: behind an entry below `seq`. */
  skipTo(seq: number): void {
    while ((this.#all[this.#next]?.after ?? seq) < seq) this.#next += 1;
  }
}
