/**
 * What this device said and saw acknowledged, for some time: should the server come back with another history (a
 * restored backup), the device that made an entry is the one that offers it again.
 */
import { limits, type Id } from '../protocol';
import type { Clock, Table } from './ports';
import { byOrder, type Kept, type Waiting } from './waiting';

export interface SaidRow extends Pick<
  Required<Kept>,
  'id' | 'n' | 'server' | 'log' | 'kind' | 'target' | 'text' | 'at'
> {
  /** The lineage in which it was acknowledged. */
  epoch: Id;
}

export class Said {
  readonly #table: Table<SaidRow>;
  readonly #clock: Clock;
  #rows = new Map<Id, SaidRow>();

  constructor(table: Table<SaidRow>, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  async load(server: Id): Promise<void> {
    const oldest = this.#clock.now() - limits.saidFor;
    const all = (await this.#table.all()).filter((row) => row.server === server).sort(byOrder);
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
  async keep({ id, n, server, log, kind, target, text, at }: Waiting, epoch: Id): Promise<void> {
    const row: SaidRow = { id, n, server, log, kind, target, text, at, epoch };
    this.#rows.set(id, row);
    // What was deleted is kept nowhere.
    if (kind === 'delete') this.#forgetMessage(target);
    while (this.#rows.size > limits.saidCount) this.#forget([...this.#rows.keys()][0] ?? '');
    await this.#table.put(id, row).catch(() => undefined);
  }

  /** Rows of other lineages than these, oldest first; `rewound` logs are suspect whatever their epoch. */
  suspects(epochs: ReadonlyMap<Id, Id>, rewound: ReadonlySet<Id>): SaidRow[] {
    return [...this.#rows.values()].filter(
      ({ log, epoch }) => epochs.has(log) && (epochs.get(log) !== epoch || rewound.has(log)),
    );
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

  #forgetMessage(target: Id | null): void {
    for (const row of this.#rows.values())
      if (row.id === target || (row.kind === 'edit' && row.target === target)) this.#forget(row.id);
  }

  #forget(id: Id): void {
    this.#rows.delete(id);
    this.#table.delete(id).catch(() => undefined);
  }
}
