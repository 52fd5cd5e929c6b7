/** A device's disk: what was put takes a while to be on it, and of what was under way at a kill only a beginning is. */
import type { Storage, Table } from '../../client';
import type { Dice, Life } from './time';

type Rows = Map<string, string>;

export interface Writing {
  table: string;
  key: string;
  /** As JSON; null where the row is taken away. */
  row: string | null;
}

export class DeviceDisk {
  readonly #dice: Dice;
  readonly #durable = new Map<string, Rows>();
  readonly #written: (writing: Writing) => void;
  #pending: (Writing & { done: () => void })[] = [];

  /** @param written told when a change is on the disk */
  constructor(dice: Dice, written: (writing: Writing) => void) {
    this.#dice = dice;
    this.#written = written;
  }

  /** What one run of the device sees of it. */
  mount(life: Life): Storage {
    return {
      table: <T>(name: string): Table<T> => {
        const asked = <A>(answer: () => A): Promise<A> =>
          life.alive ? Promise.resolve(answer()) : new Promise(() => {});
        const change = (key: string, row: string | null) => this.#change(life, { table: name, key, row });
        return {
          all: () => asked(() => [...this.#seen(name).values()].map((row) => JSON.parse(row) as T)),
          get: (key) =>
            asked(() => {
              const row = this.#seen(name).get(key);
              return row === undefined ? undefined : (JSON.parse(row) as T);
            }),
          put: (key, value) => change(key, JSON.stringify(value)),
          delete: (key) => change(key, null),
        };
      },
    };
  }

  /** The device is killed: a beginning of what was under way is on the disk, the rest never was. */
  kill(): void {
    const kept = this.#dice.between(0, this.#pending.length);
    for (const writing of this.#pending.slice(0, kept)) this.#apply(writing);
    this.#pending = [];
  }

  row<T>(table: string, key: string): T | null {
    const row = this.#durable.get(table)?.get(key);
    return row === undefined ? null : (JSON.parse(row) as T);
  }

  #rows(table: string): Rows {
    const rows = this.#durable.get(table) ?? new Map<string, string>();
    this.#durable.set(table, rows);
    return rows;
  }

  /** A run sees its own changes at once. */
  #seen(table: string): Rows {
    const changes = this.#pending.filter((writing) => writing.table === table);
    if (changes.length === 0) return this.#rows(table);
    const rows = new Map(this.#rows(table));
    for (const { key, row } of changes) set(rows, key, row);
    return rows;
  }

  /** One after another, in order. */
  #change(life: Life, writing: Writing): Promise<void> {
    if (!life.alive) return new Promise(() => {});
    return new Promise((done) => {
      this.#pending.push({ ...writing, done });
      if (this.#pending.length === 1) this.#writeNext(life);
    });
  }

  #writeNext(life: Life): void {
    life.clock.after(this.#dice.fraction() < 0.03 ? this.#dice.between(20, 400) : this.#dice.between(0, 3), () => {
      const next = this.#pending.shift();
      if (!next) return;
      this.#apply(next);
      next.done();
      if (this.#pending.length > 0) this.#writeNext(life);
    });
  }

  #apply({ table, key, row }: Writing): void {
    set(this.#rows(table), key, row);
    this.#written({ table, key, row });
  }
}

function set(rows: Rows, key: string, row: string | null): void {
  if (row === null) rows.delete(key);
  else rows.set(key, row);
}
