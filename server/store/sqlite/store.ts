/** The store on SQLite. `open.ts` makes it; it runs in the worker, since each call blocks until the disk has answered. */
import { sql, type Kysely } from 'kysely';
import { limits, refuse, type Answer, type Id } from '../../../protocol';
import { cut, headOf, place, type LogState } from '../entries';
import type { Botting } from '../bots';
import type { Joining } from '../joining';
import type { Marking } from '../marks';
import { gate, unborn } from '../gate';
import type { Moderating } from '../moderation';
import type { Rooming } from '../rooms';
import type { Stating } from '../status';
import type { Appended, AppendRequest, ReadRequest, Store } from '../store';
import type { Talking } from '../talk';
import { toStoreError, type Driver } from './driver';
import type { Logs } from './logs';
import { Restraints } from './restraints';
import { Venues } from './rooms-venues';
import { toEntry, toMember } from './rows';
import type { Tables } from './schema';
import { pageFor } from './talk';
import { CommitFacts } from './talk-facts';
import { talked } from './talked';
import type { Turns } from './turns';

/** What each part of the store works on. */
export interface StoreParts {
  db: Kysely<Tables>;
  driver: Driver;
  epoch: Id;
  logs: Logs;
  turns: Turns;
}

export class SqliteStore implements Omit<
  Store,
  keyof (Botting & Joining & Moderating & Marking & Rooming & Stating & Talking)
> {
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

  read: Store['read'] = ({ log, after, before, first = 1, limit, reader }: ReadRequest) =>
    this.#turns.ask(async () => {
      const state = (await this.#logs.states([log])).get(log);
      if (!state) return null;
      const keep = after === undefined && before !== undefined ? 'end' : 'start';
      let query = this.#db
        .selectFrom('entries')
        .select(['seq', 'id', 'author', 'at', 'kind', 'body', 'after'])
        .where('log', '=', log)
        .where('seq', '>=', first)
        .orderBy('seq', keep === 'end' ? 'desc' : 'asc')
        .limit(limit);
      if (after !== undefined) query = query.where('seq', '>', after);
      if (before !== undefined) query = query.where('seq', '<', before);
      const rows = await query.execute();
      const entries = (keep === 'end' ? rows.reverse() : rows).map(toEntry);
      const page = cut(entries, limits.pageBytes, keep);
      if (reader === undefined) return { head: headOf(state), entries: page };
      return { head: headOf(state), ...(await pageFor(this.#db, { log, first, member: reader }, page, keep)) };
    });

  append: Store['append'] = (requests) =>
    this.#turns.change(async () => {
      const venues = await Venues.load(this.#db, requests);
      const states = await this.#logs.states([...requests.map(({ log }) => log), ...venues.rooms]);
      const restraints = await Restraints.load(
        this.#db,
        requests.map(({ log, author, side }) => ({ author, log: venues.of({ log, author, side })?.room.id ?? log })),
      );
      const facts = await CommitFacts.load(this.#db, this.#logs, requests, states);
      const answers: Answer<Appended>[] = [];
      for (const request of requests) answers.push(await this.#appendOne(request, states, facts, venues, restraints));
      return answers;
    });

  /** In a savepoint of its own: what the database itself refuses takes only this request back. */
  async #appendOne(
    request: AppendRequest,
    states: Map<Id, LogState>,
    facts: CommitFacts,
    venues: Venues,
    restraints: Restraints,
  ): Promise<Answer<Appended>> {
    const venue = venues.of(request);
    if (!venue) return { ok: false, error: refuse('no-such-log') };
    // A whisper waits as a message of its room does.
    const spoken = { log: venue.room.id, author: request.author };
    const restraint = restraints.of(spoken);
    if (!restraint) return { ok: false, error: refuse('removed') };
    const gated = gate(venue, request.author);
    if (!gated) return { ok: false, error: refuse('no-such-log') };
    const held = states.get(request.log) ?? unborn(request.log, this.#epoch);
    const state = venue.side ? { ...held, after: states.get(venue.room.id)?.head ?? 0 } : held;
    const placed = place(request, state, facts, { ...restraint, ...gated });
    const begins = venue.begun === null ? null : venue.side;
    if (placed.added.length === 0) return { ok: true, value: placed.appended };
    this.#driver.run('savepoint request');
    try {
      if (begins) await venues.open(request.log, begins, request.author);
      await this.#logs.insert(request.log, placed.added);
      await talked(this.#db, request.log, placed);
      await this.#logs.save(placed.state);
      if (placed.spokenAt !== null) await restraints.spoke(spoken, placed.spokenAt);
      this.#driver.run('release request');
    } catch (error) {
      // A full disk or a broken file is no matter of one request: the whole commit fails with it.
      if (toStoreError(error).code === 'disk' || !this.#driver.inTransaction) throw error;
      this.#driver.run('rollback to request; release request');
      if (begins) venues.forget(request.log, request.author);
      return { ok: false, error: refuse('internal') };
    }
    states.set(request.log, placed.state);
    facts.put(placed.known);
    return { ok: true, value: begins ? { ...placed.appended, opened: begins } : placed.appended };
  }

  #setMeta = async (key: 'name' | 'password', value: string): Promise<void> => {
    await this.#db
      .insertInto('meta')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
  };
}
