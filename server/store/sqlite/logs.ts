/** Logs and entries as tables. Each runs inside the caller's turn, and where it writes, inside its transaction. */
import { CompiledQuery, type Kysely } from 'kysely';
import type { Id, LogHead, Room } from '../../../protocol';
import { headOf, ownEntry, type LogState, type NewEntry } from '../entries';
import { OF_ROOM, type Known } from '../known';
import { fromEntry, fromRoom } from './rows';
import type { Tables } from './schema';

/** Parameters of one query: far below SQLite's limit of 32,766 (sqlite.org/limits.html). */
const PART = 1_000;

/*
 * Every message takes these two ways. They are written out because making their text from parts, anew each time, costs
 * more than what the database does with it.
 */
const COLUMNS = [
  ...(['log', 'seq', 'id', 'author', 'at', 'kind', 'body', 'digest'] as const),
  ...(['target', 'deleted', 'thread', 'after'] as const),
];
const ROW = `(${COLUMNS.map(() => '?').join(', ')})`;
const insertOf = (rows: number): string =>
  `insert into entries (${COLUMNS.map((name) => `"${name}"`).join(', ')}) values ${Array.from({ length: rows }, () => ROW).join(', ')}`;
const SAVE = 'update logs set head = ?, last_at = ? where id = ?';

export class Logs {
  readonly #db: Kysely<Tables>;
  readonly #epoch: Id;

  constructor(db: Kysely<Tables>, epoch: Id) {
    this.#db = db;
    this.#epoch = epoch;
  }

  /** How far these logs are; those that are not there are left out. */
  async states(ids: readonly Id[]): Promise<Map<Id, LogState>> {
    const rows = await this.#db
      .selectFrom('logs')
      .selectAll()
      .where('id', 'in', [...new Set(ids)])
      .execute();
    return new Map(rows.map(({ id, head, last_at }) => [id, { log: id, epoch: this.#epoch, head, lastAt: last_at }]));
  }

  /** What is there under these ids. A room's id is nobody's entry. */
  async known(ids: readonly Id[]): Promise<Map<Id, Known>> {
    const known = new Map<Id, Known>();
    const asked = [...new Set(ids)];
    for (let start = 0; start < asked.length; start += PART) {
      const part = asked.slice(start, start + PART);
      for (const { id } of await this.#db.selectFrom('rooms').select('id').where('id', 'in', part).execute()) {
        known.set(id, OF_ROOM);
      }
      const rows = await this.#db
        .selectFrom('entries')
        .select(['id', 'author', 'digest', 'seq', 'at', 'log', 'kind', 'deleted', 'thread'])
        .where('id', 'in', part)
        .execute();
      for (const { id, deleted, ...row } of rows) known.set(id, { ...row, deleted: deleted === 1, subject: null });
    }
    return known;
  }

  async insert(log: Id, rows: readonly NewEntry[]): Promise<void> {
    const values = rows.map((row) => fromEntry(log, row));
    await this.#db.executeQuery(
      CompiledQuery.raw(
        insertOf(rows.length),
        values.flatMap((row) => COLUMNS.map((column) => row[column])),
      ),
    );
  }

  async save({ log, head, lastAt }: LogState): Promise<void> {
    await this.#db.executeQuery(CompiledQuery.raw(SAVE, [head, lastAt, log]));
  }

  /** A room, its log, and the log's `created` entry. */
  async addRoom(room: Room, entryId: Id, now: number): Promise<LogHead> {
    const empty = { log: room.id, epoch: this.#epoch, head: 0, lastAt: 0 };
    const { entry, state } = ownEntry(
      { kind: 'created', id: entryId, author: room.createdBy, now, body: { name: room.name } },
      empty,
    );
    await this.#db.insertInto('rooms').values(fromRoom(room)).execute();
    await this.#db.insertInto('logs').values({ id: room.id, head: state.head, last_at: state.lastAt }).execute();
    await this.insert(room.id, [{ entry, digest: null }]);
    return headOf(state);
  }
}
