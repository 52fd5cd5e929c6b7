/** Who is in which room, and in which side log, as tables. Each runs inside the caller's turn. */
import { sql, type Kysely } from 'kysely';
import type { Id, Room, Side } from '../../../protocol';
import type { Membership } from '../rooms';
import { toRoom } from './rows';
import type { Tables } from './schema';

export class People {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async rooms(): Promise<Room[]> {
    const rows = await this.#db
      .selectFrom('rooms')
      .selectAll()
      .orderBy(sql`rowid`)
      .execute();
    const people = new Map<Id, Id[]>();
    for (const { room, member } of [...(await this.memberships()), ...(await this.#left())])
      people.set(room, [...(people.get(room) ?? []), member]);
    return rows.map((row) => toRoom(row, people.get(row.id)));
  }

  /** With its people; undefined for none. */
  async room(id: Id): Promise<Room | undefined> {
    const row = await this.#db.selectFrom('rooms').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return undefined;
    const people = row.kind === 'open' ? await this.#left(id) : await this.memberships(id);
    return toRoom(
      row,
      people.map(({ member }) => member),
    );
  }

  /** Who is not on the server any more is still named in a direct room, and in no other. */
  async memberships(room?: Id): Promise<Membership[]> {
    const all = this.#db
      .selectFrom('room_members')
      .innerJoin('rooms', 'rooms.id', 'room_members.room')
      .innerJoin('members', 'members.id', 'room_members.member')
      .select(['room_members.room', 'room_members.member', 'room_members.first', 'room_members.since'])
      .where(({ eb, or }) => or([eb('rooms.kind', '=', 'direct'), eb('members.standing', '=', 'in')]))
      .orderBy(sql`room_members.rowid`);
    const rows = await (room === undefined ? all : all.where('room_members.room', '=', room)).execute();
    return rows.map((row) => ({ ...row }));
  }

  /** Who left an open room and came back. */
  async back(): Promise<Membership[]> {
    const rows = await this.#db
      .selectFrom('room_back')
      .selectAll()
      .orderBy(sql`rowid`)
      .execute();
    return rows.map((row) => ({ ...row, first: 1 }));
  }

  /** All of them, or those of one member. */
  async sides(member?: Id): Promise<(Side & { log: Id })[]> {
    const all = this.#db
      .selectFrom('sides')
      .innerJoin('side_members', 'side_members.log', 'sides.log')
      .select(['sides.log', 'sides.room', 'side_members.member'])
      .orderBy(sql`sides.rowid`)
      .orderBy(sql`side_members.rowid`);
    const own = (of: Id) =>
      all.where('sides.log', 'in', (from) =>
        from.selectFrom('side_members as mine').select('mine.log').where('mine.member', '=', of),
      );
    const sides = new Map<Id, Side & { log: Id }>();
    for (const { log, room, member: one } of await (member === undefined ? all : own(member)).execute()) {
      const side = sides.get(log) ?? { log, room, members: [] };
      side.members.push(one);
      sides.set(log, side);
    }
    return [...sides.values()];
  }

  /** Where what a member may read of a room begins. */
  async first(room: Id, member: Id): Promise<number> {
    const row = await this.#db
      .selectFrom('room_members')
      .select('first')
      .where('room', '=', room)
      .where('member', '=', member)
      .executeTakeFirst();
    return row?.first ?? 1;
  }

  /** Of those who are on the server. */
  async names(): Promise<ReadonlyMap<Id, string>> {
    const rows = await this.#db.selectFrom('members').select(['id', 'name']).where('standing', '=', 'in').execute();
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async came({ id, kind }: Room, member: Id, where: Pick<Membership, 'first' | 'since'>): Promise<void> {
    if (kind === 'open') {
      await this.#db.deleteFrom('room_left').where('room', '=', id).where('member', '=', member).execute();
      await this.#db.insertInto('room_back').values({ room: id, member, since: where.since }).execute();
      return;
    }
    // Again at the end, whoever was there before and was taken off the server.
    await this.#db.deleteFrom('room_members').where('room', '=', id).where('member', '=', member).execute();
    await this.#db
      .insertInto('room_members')
      .values({ room: id, member, ...where })
      .execute();
  }

  /** It is the log's last seq, and so no mark stands above it. */
  async hasRead(log: Id, member: Id, at: { epoch: Id; seq: number }): Promise<void> {
    await this.#db
      .insertInto('marks')
      .values({ member, log, ...at })
      .onConflict((conflict) => conflict.columns(['member', 'log']).doUpdateSet(at))
      .execute();
  }

  async went({ id, kind }: Room, member: Id, at: number): Promise<void> {
    if (kind === 'open') {
      await this.#db.insertInto('room_left').values({ room: id, member, at }).execute();
      await this.#db.deleteFrom('room_back').where('room', '=', id).where('member', '=', member).execute();
    } else await this.#db.deleteFrom('room_members').where('room', '=', id).where('member', '=', member).execute();
  }

  async #left(room?: Id): Promise<{ room: Id; member: Id }[]> {
    const all = this.#db
      .selectFrom('room_left')
      .select(['room', 'member'])
      .orderBy(sql`rowid`);
    return (room === undefined ? all : all.where('room', '=', room)).execute();
  }
}
