/** What keeps the authors of one commit from writing, as the tables say. */
import { sql, type Kysely } from 'kysely';
import type { Id, Role, Standing } from '../../../protocol';
import { FREE, slowFor, type Restraint } from '../restraint';
import type { AppendRequest } from '../store';
import type { Tables } from './schema';

type Request = Pick<AppendRequest, 'log' | 'author'>;
const keyOf = ({ log, author }: Request) => `${log}/${author}`;

export class Restraints {
  readonly #db: Kysely<Tables>;
  #silenced = new Map<Id, { standing: Standing; muted_until: number | null }>();
  #slow = new Map<Id, number>();
  #roles = new Map<Id, Role>();
  readonly #spoken = new Map<string, number>();

  private constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Inside the caller's transaction, before anything of it is written. */
  static async load(db: Kysely<Tables>, requests: readonly Request[]): Promise<Restraints> {
    const loaded = new Restraints(db);
    const silenced = await db
      .selectFrom('members')
      .select(['id', 'standing', 'muted_until'])
      .where(sql<boolean>`standing <> 'in' or muted_until is not null`)
      .execute();
    loaded.#silenced = new Map(silenced.map(({ id, ...row }) => [id, row]));
    const slow = await db.selectFrom('rooms').select(['id', 'slow']).where('slow', '>', 0).execute();
    loaded.#slow = new Map(slow.map((room) => [room.id, room.slow]));
    const slowed = requests.filter(({ log }) => loaded.#slow.has(log));
    if (slowed.length > 0) await loaded.#loadSpoken(slowed);
    return loaded;
  }

  /** Null for who is in nowhere any more. */
  of(request: Request): Restraint | null {
    const silence = this.#silenced.get(request.author);
    if (silence && silence.standing !== 'in') return null;
    const seconds = this.#slow.get(request.log);
    if (!silence && seconds === undefined) return FREE;
    const role = this.#roles.get(request.author) ?? 'guest';
    return {
      mutedUntil: silence?.muted_until ?? null,
      slow: seconds === undefined ? 0 : slowFor({ role }, seconds),
      spokenAt: this.#spoken.get(keyOf(request)) ?? null,
    };
  }

  /** The author spoke in a room that is slow for them. */
  async spoke({ log, author }: Request, at: number): Promise<void> {
    this.#spoken.set(keyOf({ log, author }), at);
    await this.#db
      .insertInto('spoken')
      .values({ log, member: author, at })
      .onConflict((conflict) => conflict.columns(['log', 'member']).doUpdateSet({ at }))
      .execute();
  }

  async #loadSpoken(requests: readonly Request[]): Promise<void> {
    const people = [...new Set(requests.map(({ author }) => author))];
    const members = await this.#db.selectFrom('members').select(['id', 'role']).where('id', 'in', people).execute();
    this.#roles = new Map(members.map(({ id, role }) => [id, role]));
    const logs = [...new Set(requests.map(({ log }) => log))];
    const rows = await this.#db
      .selectFrom('spoken')
      .selectAll()
      .where('log', 'in', logs)
      .where('member', 'in', people)
      .execute();
    for (const { log, member, at } of rows) this.#spoken.set(keyOf({ log, author: member }), at);
  }
}
