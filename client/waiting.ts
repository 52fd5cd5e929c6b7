/** What waits in the outbox, and its rows on the device's disk. */
import type { Draft, Id, Refusal, Side } from '../protocol';
import type { Table } from './ports';

/** A row of the outbox. */
export interface Kept {
  id: Id;
  /** The place among all that this device ever said to this server: clocks may jump, this only rises. */
  n: number;
  server: Id;
  log: Id;
  /** Of a whisper: where it stands, and for whom. Its log may not be there before it. */
  side: Side | null;
  /** It deletes what another said. */
  others: boolean;
  draft: Draft;
  at: number;
  tried: boolean;
  refused: Refusal | null;
  /** Its author said that it shall go out although it is old. */
  confirmed: boolean;
}

/** How older versions of this program kept what was said: without a kind it was a message. */
interface Before {
  id: Id;
  kind?: 'message' | 'edit' | 'delete';
  target?: Id | null;
  text: string;
}

/** A row as it stands on a disk, whichever version of this program wrote it. */
export type OnDisk<Row extends { draft: Draft; side: Side | null; others: boolean; n: number }> =
  | Row
  | (Omit<Row, 'draft' | 'side' | 'others' | 'n' | 'confirmed'> & Before & { n?: number; confirmed?: boolean });

function draftBefore({ id, kind = 'message', target = null, text }: Before): Draft {
  if (kind === 'message' || target === null) return { id, kind: 'message', body: { text } };
  return kind === 'edit' ? { id, kind, body: { target, text } } : { id, kind, body: { target } };
}

/** Reads a row of any version. */
export function upToDate<Row extends Pick<Kept, 'id' | 'n' | 'side' | 'others' | 'draft'>>(row: OnDisk<Row>): Row {
  if ('draft' in row) return row;
  const { kind: _kind, target: _target, text: _text, ...rest } = row;
  return { n: 0, ...rest, side: null, others: false, draft: draftBefore(row) } as unknown as Row;
}

export interface Waiting extends Kept {
  /** Settles when the row is on disk. */
  written: Promise<unknown>;
  /** It was acknowledged in another lineage, and is offered again. */
  again: boolean;
  /** The acknowledged seq, while the entry itself has not come back yet. */
  acknowledged: number | null;
}

export const toWaiting = (kept: Omit<Kept, 'confirmed'> & { confirmed?: boolean }): Waiting => ({
  confirmed: false,
  ...kept,
  written: Promise.resolve(),
  acknowledged: null,
  again: false,
});

/** In the order they were made; what the first versions left has no place, but ids that sort by time (UUID version 7). */
export const byOrder = (a: Pick<Kept, 'n' | 'id'>, b: Pick<Kept, 'n' | 'id'>): number =>
  a.n - b.n || (a.id < b.id ? -1 : 1);

/**
 * Rows are written one after another for each entry, so that an older state never comes last. A device whose disk
 * refuses goes on from memory: saying something unsafely is better than not saying it, and the screen warns of it.
 */
export class Rows {
  readonly #table: Table<OnDisk<Kept>>;

  constructor(table: Table<OnDisk<Kept>>) {
    this.#table = table;
  }

  async all(): Promise<Kept[]> {
    return (await this.#table.all()).map((row) => upToDate<Kept>(row));
  }

  write(entry: Waiting): Promise<unknown> {
    const { written, acknowledged: _, again: _again, ...row } = entry;
    entry.written = written.then(() => this.#table.put(row.id, { ...row })).catch(() => undefined);
    return entry.written;
  }

  delete(entry: Waiting): Promise<unknown> {
    entry.written = entry.written.then(() => this.#table.delete(entry.id)).catch(() => undefined);
    return entry.written;
  }
}
