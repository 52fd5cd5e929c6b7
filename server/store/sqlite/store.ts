/** The store on SQLite. `open.ts` makes it; it runs in the worker, since each call blocks until the disk has answered. */
import { sql, type Kysely } from 'kysely';
import { limits, refuse, targetOf, type Answer, type Id, type Room } from '../../../protocol';
import { cut, headOf, knownOf, ownEntry, place, type Known, type LogState } from '../entries';
import {
  StoreError,
  type Appended,
  type AppendRequest,
  type Newcomer,
  type ReadRequest,
  type RoomRequest,
  type Store,
} from '../store';
import { toStoreError, type Driver } from './driver';
import type { Logs } from './logs';
import { toEntry, toMember, toRoom } from './rows';
import type { Tables } from './schema';
import type { Turns } from './turns';

/** What each part of the store works on. */
export interface StoreParts {
  db: Kysely<Tables>;
  driver: Driver;
  epoch: Id;
  logs: Logs;
  turns: Turns;
}

export class SqliteStore implements Store {
  readonly #db: Kysely<Tables>;
  readonly #driver: Driver;
  readonly #epoch: Id;
  readonly #logs: Logs;
  readonly #turns: Turns;
  readonly close: () => Promise<void>;

  constructor({ db, driver, epoch, logs, turns }: StoreParts) {
    this.#db = db;
    this.#driver = driver;
    this.#epoch = epoch;
    this.#logs = logs;
    this.#turns = turns;
    this.close = turns.close;
  }

  about: Store['about'] = () =>
    this.#turns.ask(async () => {
      const meta = new Map(
        (await this.#db.selectFrom('meta').selectAll().execute()).map(({ key, value }) => [key, value]),
      );
      return {
        server: meta.get('server') ?? '',
        epoch: this.#epoch,
        name: meta.get('name') ?? '',
        password: meta.get('password') ?? null,
      };
    });

  setName = (name: string) => this.#turns.change(() => this.#setMeta('name', name));
  setPassword = (hash: string | null) =>
    this.#turns.change(async () => {
      if (hash === null) await this.#db.deleteFrom('meta').where('key', '=', 'password').execute();
      else await this.#setMeta('password', hash);
    });

  members: Store['members'] = () =>
    this.#turns.ask(async () => {
      const rows = await this.#db.selectFrom('members').selectAll().orderBy('joined_at').orderBy('id').execute();
      return rows.map(toMember);
    });

  join = ({ member: id, device, tokenHash, name, role, via, entry, now }: Newcomer) =>
    this.#turns.change(async () => {
      const first = await this.#db.selectFrom('rooms').select('id').where('commons', '=', 1).executeTakeFirstOrThrow();
      const member = { id, name, role, via, joinedAt: now };
      await this.#db.insertInto('members').values({ id, name, role, via, joined_at: now }).execute();
      await this.#db
        .insertInto('devices')
        .values({ id: device, member: id, token_hash: tokenHash, created_at: now })
        .execute();
      const state = (await this.#logs.states([first.id])).get(first.id);
      if (!state) throw new StoreError('internal', 'the first room has no log');
      const own = ownEntry('joined', { id: entry, author: id, name, now }, state);
      await this.#logs.insert(first.id, [{ entry: own.entry, digest: null }]);
      await this.#logs.save(own.state);
      return { member, joined: { head: headOf(own.state), results: [], added: [own.entry] } };
    });

  deviceByToken: Store['deviceByToken'] = (tokenHash) =>
    this.#turns.ask(async () => {
      const row = await this.#db
        .selectFrom('devices')
        .select(['id', 'member'])
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row ? { device: row.id, member: row.member } : null;
    });

  rename: Store['rename'] = (member, name) =>
    this.#turns.change(async () => {
      await this.#db.updateTable('members').set({ name }).where('id', '=', member).execute();
      const row = await this.#db.selectFrom('members').selectAll().where('id', '=', member).executeTakeFirst();
      return row ? toMember(row) : null;
    });

  rooms: Store['rooms'] = () =>
    this.#turns.ask(async () => {
      const rows = await this.#db
        .selectFrom('rooms')
        .selectAll()
        .orderBy(sql`rowid`)
        .execute();
      return rows.map(toRoom);
    });

  createRoom: Store['createRoom'] = ({ id, name, by, entry, now }: RoomRequest) =>
    this.#turns.change<Awaited<ReturnType<Store['createRoom']>>>(async () => {
      const there = await this.#db.selectFrom('rooms').selectAll().where('id', '=', id).executeTakeFirst();
      const state = (await this.#logs.states([id])).get(id);
      if (there && state && there.created_by === by && there.name === name) {
        return { ok: true, value: { room: toRoom(there), head: headOf(state), created: false } };
      }
      if (there || (await this.#logs.known([id])).size > 0) return { ok: false, error: refuse('id-conflict') };
      const { count } = await this.#db
        .selectFrom('rooms')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      if (count >= limits.rooms) return { ok: false, error: refuse('too-many-rooms') };
      const room: Room = { id, commons: false, kind: 'open', name, createdBy: by, createdAt: now };
      return { ok: true, value: { room, head: await this.#logs.addRoom(room, entry, now), created: true } };
    });

  heads: Store['heads'] = () =>
    this.#turns.ask(async () => {
      const rows = await this.#db
        .selectFrom('logs')
        .select(['id', 'head'])
        .orderBy(sql`rowid`)
        .execute();
      return rows.map(({ id, head }) => ({ log: id, epoch: this.#epoch, head }));
    });

  holds: Store['holds'] = (positions) =>
    this.#turns.ask(async () => {
      const held: boolean[] = [];
      for (const { log, epoch, seq, id } of positions) {
        const row = await this.#db
          .selectFrom('entries')
          .select('id')
          .where('log', '=', log)
          .where('seq', '=', seq)
          .executeTakeFirst();
        held.push(epoch === this.#epoch && row?.id === id);
      }
      return held;
    });

  lacking: Store['lacking'] = (author, ids) =>
    this.#turns.ask(async () => {
      const known = await this.#logs.known(ids);
      return ids.filter((id) => known.get(id)?.author !== author);
    });

  read: Store['read'] = ({ log, after, before, limit }: ReadRequest) =>
    this.#turns.ask(async () => {
      const state = (await this.#logs.states([log])).get(log);
      if (!state) return null;
      const keep = after === undefined && before !== undefined ? 'end' : 'start';
      let query = this.#db
        .selectFrom('entries')
        .select(['seq', 'id', 'author', 'at', 'kind', 'body'])
        .where('log', '=', log)
        .orderBy('seq', keep === 'end' ? 'desc' : 'asc')
        .limit(limit);
      if (after !== undefined) query = query.where('seq', '>', after);
      if (before !== undefined) query = query.where('seq', '<', before);
      const rows = await query.execute();
      const entries = (keep === 'end' ? rows.reverse() : rows).map(toEntry);
      return { head: headOf(state), entries: cut(entries, limits.pageBytes, keep) };
    });

  append: Store['append'] = (requests) =>
    this.#turns.change(async () => {
      const states = await this.#logs.states(requests.map(({ log }) => log));
      const known = await this.#logs.known(
        requests.flatMap(({ entries }) => entries.flatMap((draft) => [draft.id, targetOf(draft) ?? []].flat())),
      );
      const answers: Answer<Appended>[] = [];
      for (const request of requests) answers.push(await this.#appendOne(request, states, known));
      return answers;
    });

  /** In a savepoint of its own: what the database itself refuses takes only this request back. */
  async #appendOne(
    request: AppendRequest,
    states: Map<Id, LogState>,
    known: Map<Id, Known>,
  ): Promise<Answer<Appended>> {
    const state = states.get(request.log);
    if (!state) return { ok: false, error: refuse('no-such-log') };
    const placed = place(request, state, (id) => known.get(id));
    if (placed.added.length === 0) return { ok: true, value: placed.appended };
    this.#driver.run('savepoint request');
    try {
      await this.#logs.insert(request.log, placed.added);
      await this.#logs.blank(placed.blanked);
      await this.#logs.save(placed.state);
      this.#driver.run('release request');
    } catch (error) {
      // A full disk or a broken file is no matter of one request: the whole commit fails with it.
      if (toStoreError(error).code === 'disk' || !this.#driver.inTransaction) throw error;
      this.#driver.run('rollback to request; release request');
      return { ok: false, error: refuse('internal') };
    }
    states.set(request.log, placed.state);
    for (const row of placed.added) known.set(row.entry.id, knownOf(request.log, row));
    for (const id of placed.blanked) {
      const target = known.get(id);
      if (target) known.set(id, { ...target, deleted: true });
    }
    return { ok: true, value: placed.appended };
  }

  #setMeta = async (key: 'name' | 'password', value: string): Promise<void> => {
    await this.#db
      .insertInto('meta')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
  };
}
