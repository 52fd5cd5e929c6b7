/** Which side logs stand in which room: those the server told of, and those in which something of this device waits. */
import type { Id, OpenLog, Side } from '../protocol';

export class Asides {
  #told = new Map<Id, Side>();
  readonly #waiting: () => ReadonlyMap<Id, Side>;

  /** @param waiting side logs for which something is in the outbox; nobody else may know of them yet */
  constructor(waiting: () => ReadonlyMap<Id, Side>) {
    this.#waiting = waiting;
  }

  /** A resume tells all there are. */
  resumed(logs: readonly OpenLog[]): void {
    this.#told = new Map();
    for (const log of logs) this.tell(log);
  }

  tell({ log, side }: Pick<OpenLog, 'log'> & Partial<Pick<OpenLog, 'side'>>): void {
    if (side) this.#told.set(log, side);
  }

  /** @returns null for a room's log */
  of(log: Id): Side | null {
    return this.#told.get(log) ?? this.#waiting().get(log) ?? null;
  }

  in(room: Id): { log: Id; side: Side }[] {
    const all = new Map([...this.#waiting(), ...this.#told]);
    return [...all].flatMap(([log, side]) => (side.room === room ? { log, side } : []));
  }

  forget(log: Id): void {
    this.#told.delete(log);
  }
}
