/** The store on SQLite. `open.ts` makes it; it runs in the worker, since each call blocks until the disk has answered. */
import { sql, type Kysely } from 'kysely';
import { limits, refuse, targetOf, type Answer, type Id } from '../../../protocol';
import { openRoom } from '../rooms';
import { cut, headOf, knownOf, place, type Known, type LogState } from '../entries';
import type { Joining } from '../joining';
import type { Marking } from '../marks';
import type { Moderating } from '../moderation';
import type { Appended, AppendRequest, ReadRequest, RoomRequest, Store } from '../store';
import { toStoreError, type Driver } from './driver';
import type { Logs } from './logs';
import { Restraints } from './restraints';
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

export class SqliteStore implements Omit<Store, keyof (Joining & Moderating & Marking)> {
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
      return rows.map((row) => toRoom(row));
    });

  createRoom: Store['createRoom'] = ({ id, name, by, entry, now }: RoomRequest) =>
    this.#turns.change<Awaited<ReturnType<Store['createRoom']>>>(async () => {
      const there = await this.#db.selectFrom('rooms').selectAll().where('id', '=', id).executeTakeFirst();
      const state = (await this.#logs.states([id])).get(id);
      if (there && state && there.created_by === by && there.name === name) {
        return { ok: true, value: { room: toRoom(there), head: headOf(state), created: false } };
      }
      if (there || (await this.#logs.known([id])).size > 0) return { ok: false, error: refuse('id-conflict') };
      const maker = await this.#db.selectFrom('members').select('standing').where('id', '=', by).executeTakeFirst();
      if (maker?.standing !== 'in') return { ok: false, error: refuse('removed') };
      const { count } = await this.#db
        .selectFrom('rooms')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      if (count >= limits.rooms) return { ok: false, error: refuse('too-many-rooms') };
      const room = openRoom({ id, name, by, now });
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
        .select(['seq', 'id', 'author', 'at', 'kind', 'body', 'after'])
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
      const restraints = await Restraints.load(this.#db, requests);
      const answers: Answer<Appended>[] = [];
      for (const request of requests) answers.push(await this.#appendOne(request, states, known, restraints));
      return answers;
    });

  /** In a savepoint of its own: what the database itself refuses takes only this request back. */
  async #appendOne(
    request: AppendRequest,
    states: Map<Id, LogState>,
    known: Map<Id, Known>,
    restraints: Restraints,
  ): Promise<Answer<Appended>> {
    const state = states.get(request.log);
    if (!state) return { ok: false, error: refuse('no-such-log') };
    const restraint = restraints.of(request);
    if (!restraint) return { ok: false, error: refuse('removed') };
    const placed = place(request, state, (id) => known.get(id), restraint);
    if (placed.added.length === 0) return { ok: true, value: placed.appended };
    this.#driver.run('savepoint request');
    try {
      await this.#logs.insert(request.log, placed.added);
      await this.#logs.blank(placed.blanked);
      await this.#logs.save(placed.state);
      if (placed.spokenAt !== null) await restraints.spoke(request, placed.spokenAt);
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
