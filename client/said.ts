/**
 * What this device said and saw acknowledged, for some time: should the server come back with another history (a
 * restored backup), the device that made an entry is the one that offers it again.
 */
import { limits, targetOf, type Id } from '../protocol';
import type { Clock, Table } from './ports';
import { byOrder, upToDate, type Kept, type OnDisk, type Waiting } from './waiting';

export interface SaidRow extends Pick<Kept, 'id' | 'n' | 'server' | 'log' | 'side' | 'others' | 'draft' | 'at'> {
  /** The lineage in which it was acknowledged. */
  epoch: Id;
}

/** The log by whose lineage an entry goes: a side log that is not there (any more) goes by its room's. */
export const standsIn = ({ log, side }: Pick<Kept, 'log' | 'side'>, epochs: ReadonlyMap<Id, Id>): Id =>
  epochs.has(log) ? log : (side?.room ?? log);

export class Said {
  readonly #table: Table<OnDisk<SaidRow>>;
  readonly #clock: Clock;
  #rows = new Map<Id, SaidRow>();

  constructor(table: Table<OnDisk<SaidRow>>, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  async load(server: Id): Promise<void> {
    const oldest = this.#clock.now() - limits.saidFor;
    const rows = (await this.#table.all()).map((row) => upToDate<SaidRow>(row));
    const all = rows.filter((row) => row.server === server).sort(byOrder);
    const kept = all.filter(({ at }) => at >= oldest).slice(-limits.saidCount);
    const stays = new Set(kept.map(({ id }) => id));
    this.#rows = new Map(kept.map((row) => [row.id, row]));
    for (const { id } of all) if (!stays.has(id)) this.#forget(id);
  }

  /** The highest place of all that is kept here. */
  get last(): number {
    return Math.max(0, ...[...this.#rows.values()].map(({ n }) => n));
  }

  /** Resolves when it is on disk: only then may the outbox's row go. */
  async keep({ id, n, server, log, side, others, draft, at }: Waiting, epoch: Id): Promise<void> {
    const row: SaidRow = { id, n, server, log, side, others, draft, at, epoch };
    this.#rows.set(id, row);
    // What was deleted is kept nowhere.
    if (draft.kind === 'delete') this.#forgetMessage(draft.body.target);
    while (this.#rows.size > limits.saidCount) this.#forget([...this.#rows.keys()][0] ?? '');
    await this.#table.put(id, row).catch(() => undefined);
  }

  /** Rows of other lineages than these, oldest first; `rewound` logs are suspect whatever their epoch. */
  suspects(epochs: ReadonlyMap<Id, Id>, rewound: ReadonlySet<Id>): SaidRow[] {
    return [...this.#rows.values()].filter((row) => {
      const log = standsIn(row, epochs);
      return epochs.has(log) && (epochs.get(log) !== row.epoch || rewound.has(log));
    });
  }

  /** The server has it: it belongs to this lineage, too. */
  confirm(row: SaidRow, epoch: Id): void {
    const confirmed = { ...row, epoch };
    this.#rows.set(row.id, confirmed);
    // A copy that a device's disk refuses is missing after its next start, and nothing else.
    this.#table.put(row.id, confirmed).catch(() => undefined);
  }

  /** It waits in the outbox again, and stays here on the disk until it is `written` there. */
  forget({ id }: SaidRow, written: Promise<unknown> = Promise.resolve()): void {
    this.#rows.delete(id);
    void written.then(() => this.#table.delete(id)).catch(() => undefined);
  }

  /** With all that was said about it: none of it can be said again. */
  #forgetMessage(target: Id): void {
    for (const { id, draft } of this.#rows.values())
      if (id === target || (draft.kind !== 'delete' && targetOf(draft) === target)) this.#forget(id);
  }

  #forget(id: Id): void {
    this.#rows.delete(id);
    this.#table.delete(id).catch(() => undefined);
  }
}
