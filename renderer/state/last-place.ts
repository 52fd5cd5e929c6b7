/** The room that was in front when the window ended, kept on this device: the next start goes on there. */
import type { Table } from '../../client';
import type { Id } from '../../protocol';

export interface Place {
  server: Id;
  /** Null: the first one. */
  room: Id | null;
}

const LAST = 'last';

export class LastPlace {
  readonly #table: Table<Place>;
  #place: Place | null = null;
  #closed = false;

  constructor(table: Table<Place>) {
    this.#table = table;
  }

  /** Null: the start screen. */
  get place(): Place | null {
    return this.#place;
  }

  async load(): Promise<void> {
    this.#place = (await this.#table.get(LAST).catch(() => undefined)) ?? null;
  }

  /**
   * A device that keeps nothing begins at the start screen.
   * @param room null: not known yet, as before where the server is the same
   */
  note(server: Id, room: Id | null): void {
    const before = this.#place?.server === server ? this.#place : null;
    if (before && (room === null || room === before.room)) return;
    this.#keep({ server, room });
  }

  /** From now on the start screen. */
  forget(): void {
    if (this.#place !== null) this.#keep(null);
  }

  /** What ends from now on ends with the window, and is where it was. */
  close(): void {
    this.#closed = true;
  }

  #keep(place: Place | null): void {
    if (this.#closed) return;
    this.#place = place;
    const kept = place === null ? this.#table.delete(LAST) : this.#table.put(LAST, place);
    void kept.catch(() => undefined);
  }
}
