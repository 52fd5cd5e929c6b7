/** Where the requests of one commit are said: the rooms, the side logs in them, and who is in them, as the tables say. */
import { sql, type Kysely } from 'kysely';
import type { Id, Side } from '../../../protocol';
import type { Venue } from '../gate';
import type { AppendRequest } from '../store';
import type { Tables } from './schema';

type Request = Pick<AppendRequest, 'log' | 'author' | 'side'>;
type Spot = Venue['room'] & { open: boolean };
const keyOf = (room: Id, member: Id) => `${room}/${member}`;

export class Venues {
  readonly #db: Kysely<Tables>;
  readonly #sides = new Map<Id, Side>();
  readonly #rooms = new Map<Id, Spot>();
  /** Of open rooms who has left, of others who is in. */
  readonly #people = new Set<string>();
  /** Not on the server any more. */
  readonly #away = new Set<Id>();
  /** By author: side logs they have begun, where they would begin one. */
  readonly #begun = new Map<Id, number>();

  private constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Inside the caller's transaction, before anything of it is written. */
  static async load(db: Kysely<Tables>, requests: readonly Request[]): Promise<Venues> {
    const venues = new Venues(db);
    const logs = [...new Set(requests.map(({ log }) => log))];
    await venues.#loadRooms(logs);
    if (logs.some((log) => !venues.#rooms.has(log))) await venues.#loadSides(requests);
    await venues.#loadPeople(requests);
    return venues;
  }

  get rooms(): Id[] {
    return [...this.#rooms.keys()];
  }

  /** As it stands at this point of the commit; null for no such log. */
  of({ log, author, side: asked }: Request): Venue | null {
    const side = this.#rooms.has(log) ? null : (this.#sides.get(log) ?? asked ?? null);
    const room = this.#rooms.get(side?.room ?? log);
    if (!room) return null;
    const isIn = (member: Id) => !this.#away.has(member) && room.open !== this.#people.has(keyOf(room.id, member));
    const begun = side && !this.#sides.has(log) ? (this.#begun.get(author) ?? 0) : null;
    return { room, side, begun, isIn };
  }

  /** Makes a side log, empty. */
  async open(log: Id, side: Side, author: Id): Promise<void> {
    await this.#db.insertInto('logs').values({ id: log, head: 0, last_at: 0 }).execute();
    await this.#db.insertInto('sides').values({ log, room: side.room }).execute();
    await this.#db
      .insertInto('side_members')
      .values(side.members.map((member) => ({ log, member })))
      .execute();
    this.#sides.set(log, side);
    this.#begun.set(author, (this.#begun.get(author) ?? 0) + 1);
  }

  /** It was taken back. */
  forget(log: Id, author: Id): void {
    if (this.#sides.delete(log)) this.#begun.set(author, (this.#begun.get(author) ?? 1) - 1);
  }

  async #loadRooms(ids: readonly Id[]): Promise<void> {
    const rooms = await this.#db
      .selectFrom('rooms')
      .select(['id', 'kind', 'archived'])
      .where('id', 'in', ids)
      .execute();
    for (const { id, kind, archived } of rooms)
      this.#rooms.set(id, { id, archived: archived === 1, open: kind === 'open' });
  }

  async #loadSides(requests: readonly Request[]): Promise<void> {
    const wanted = requests.filter(({ log }) => !this.#rooms.has(log));
    const rows = await this.#db
      .selectFrom('sides')
      .innerJoin('side_members', 'side_members.log', 'sides.log')
      .select(['sides.log', 'sides.room', 'side_members.member'])
      .where(
        'sides.log',
        'in',
        wanted.map(({ log }) => log),
      )
      .orderBy(sql`side_members.rowid`)
      .execute();
    for (const { log, room, member } of rows) {
      const side = this.#sides.get(log) ?? { room, members: [] };
      side.members.push(member);
      this.#sides.set(log, side);
    }
    const sides = wanted.flatMap(({ log, side }) => this.#sides.get(log) ?? side ?? []);
    if (sides.length > 0) await this.#loadRooms(sides.map(({ room }) => room));
    for (const { log, author } of wanted)
      if (!this.#sides.has(log) && !this.#begun.has(author)) this.#begun.set(author, await this.#begunBy(author));
  }

  async #begunBy(author: Id): Promise<number> {
    const { count } = await this.#db
      .selectFrom('sides')
      .innerJoin('entries', 'entries.log', 'sides.log')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('entries.seq', '=', 1)
      .where('entries.author', '=', author)
      .executeTakeFirstOrThrow();
    return count;
  }

  async #loadPeople(requests: readonly Request[]): Promise<void> {
    const rooms = [...this.#rooms.keys()];
    const sides = requests.flatMap(({ log, side }) => this.#sides.get(log) ?? side ?? []);
    const people = [...new Set([...requests.map(({ author }) => author), ...sides.flatMap(({ members }) => members)])];
    if (rooms.length === 0) return;
    for (const table of ['room_left', 'room_members'] as const) {
      const rows = await this.#db
        .selectFrom(table)
        .select(['room', 'member'])
        .where('room', 'in', rooms)
        .where('member', 'in', people)
        .execute();
      for (const { room, member } of rows) this.#people.add(keyOf(room, member));
    }
    if (sides.length === 0) return;
    const away = await this.#db
      .selectFrom('members')
      .select('id')
      .where('id', 'in', people)
      .where('standing', '!=', 'in')
      .execute();
    for (const { id } of away) this.#away.add(id);
  }
}
