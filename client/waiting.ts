/** What waits in the outbox, and its rows on the device's disk. */
import type { Draft, Id, Refusal } from '../protocol';
import type { Table } from './ports';

/** A row of the outbox. What an older version of this program left has no kind: it was a message. */
export interface Kept {
  id: Id;
  /** The place among all that this device ever said to this server: clocks may jump, this only rises. */
  n?: number;
  server: Id;
  log: Id;
  kind?: 'message' | 'edit' | 'delete';
  target?: Id | null;
  text: string;
  at: number;
  tried: boolean;
  refused: Refusal | null;
  /** Its author said that it shall go out although it is old. */
  confirmed?: boolean;
}

export interface Waiting extends Required<Kept> {
  /** Settles when the row is on disk. */
  written: Promise<unknown>;
  /** The acknowledged seq, while the entry itself has not come back yet. */
  acknowledged: number | null;
}

export const toWaiting = (kept: Kept): Waiting => ({
  n: 0,
  kind: 'message',
  target: null,
  confirmed: false,
  ...kept,
  written: Promise.resolve(),
  acknowledged: null,
});

export function toDraft({ id, kind, target, text }: Pick<Waiting, 'id' | 'kind' | 'target' | 'text'>): Draft {
  if (kind === 'message' || target === null) return { id, kind: 'message', body: { text } };
  return kind === 'edit' ? { id, kind, body: { target, text } } : { id, kind, body: { target } };
}

/** In the order they were made; what an older version left has no place, but ids that sort by time (UUID version 7). */
export const byOrder = (a: Pick<Kept, 'n' | 'id'>, b: Pick<Kept, 'n' | 'id'>): number =>
  (a.n ?? 0) - (b.n ?? 0) || (a.id < b.id ? -1 : 1);

/**
 * Rows are written one after another for each entry, so that an older state never comes last. A device whose disk
 * refuses goes on from memory: saying something unsafely is better than not saying it, and the screen warns of it.
 */
export class Rows {
  readonly #table: Table<Kept>;

  constructor(table: Table<Kept>) {
    this.#table = table;
  }

  all(): Promise<Kept[]> {
    return this.#table.all();
  }

  write(entry: Waiting): Promise<unknown> {
    const { written, acknowledged: _, ...row } = entry;
    entry.written = written.then(() => this.#table.put(row.id, { ...row })).catch(() => undefined);
    return entry.written;
  }

  delete(entry: Waiting): Promise<unknown> {
    entry.written = entry.written.then(() => this.#table.delete(entry.id)).catch(() => undefined);
    return entry.written;
  }
}
