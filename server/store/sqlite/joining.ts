/** Devices and invitations as tables. */
import { sql, type Kysely } from 'kysely';
import { limits, refuse, type Id, type Invitation, type Member } from '../../../protocol';
import { headOf, ownEntry } from '../entries';
import { invitationLine, unusable, type FurtherDevice, type Joining, type Newcomer } from '../joining';
import { StoreError } from '../store';
import { insertBot } from './bots';
import type { Logs } from './logs';
import { handOver, note } from './moderation';
import { fromMember, toInvitation, toMember } from './rows';
import type { Tables } from './schema';
import type { StoreParts } from './store';
import type { Turns } from './turns';

export class SqliteJoining implements Joining {
  readonly #db: Kysely<Tables>;
  readonly #logs: Logs;
  readonly #turns: Turns;

  constructor({ db, logs, turns }: StoreParts) {
    this.#db = db;
    this.#logs = logs;
    this.#turns = turns;
  }

  join: Joining['join'] = (newcomer) =>
    this.#turns.change<Awaited<ReturnType<Joining['join']>>>(async () => {
      const { member: id, name, role, via, entry, now } = newcomer;
      const refused = newcomer.invitation === undefined ? null : await this.#use(newcomer.invitation, now);
      if (refused) return { ok: false, error: refused };
      const first = await this.#db.selectFrom('rooms').select('id').where('commons', '=', 1).executeTakeFirstOrThrow();
      const member: Member = {
        ...{ id, name, role, via, private: newcomer.private, joinedAt: now },
        ...{ standing: 'in', mutedUntil: null, status: null, quietUntil: null },
      };
      await this.#db.insertInto('members').values(fromMember(member)).execute();
      await this.#insertDevice(newcomer);
      const state = (await this.#logs.states([first.id])).get(first.id);
      if (!state) throw new StoreError('internal', 'the first room has no log');
      const own = ownEntry({ kind: 'joined', id: entry, author: id, now, body: { name } }, state);
      await this.#logs.insert(first.id, [{ entry: own.entry, digest: null }]);
      await this.#logs.save(own.state);
      if (newcomer.bot) await insertBot(this.#db, newcomer);
      else await note(this.#db, { at: now, by: null, act: 'join', subject: id, detail: `${name}: ${role}` });
      const demoted = role === 'host' ? await handOver(this.#db, { to: id, by: null, now }) : [];
      return {
        ok: true,
        value: { member, demoted, joined: { head: headOf(own.state), results: [], added: [own.entry] } },
      };
    });

  addDevice: Joining['addDevice'] = (device) =>
    this.#turns.change<Awaited<ReturnType<Joining['addDevice']>>>(async () => {
      const row = await this.#db.selectFrom('members').selectAll().where('id', '=', device.member).executeTakeFirst();
      if (row?.standing !== 'in') return { ok: false, error: refuse('no-such-member') };
      if ((await this.#count('devices', sql`member = ${device.member} and ended is null`)) >= limits.devices)
        return { ok: false, error: refuse('too-many') };
      const refused = await this.#use(device.invitation, device.now);
      if (refused) return { ok: false, error: refused };
      await this.#insertDevice(device);
      await note(this.#db, { at: device.now, by: row.id, act: 'join', subject: row.id, detail: `${row.name}: device` });
      return { ok: true, value: toMember(row) };
    });

  deviceByToken: Joining['deviceByToken'] = (tokenHash) =>
    this.#turns.ask(async () => {
      const row = await this.#db
        .selectFrom('devices')
        .select(['id', 'member', 'seen_at'])
        .where('token_hash', '=', tokenHash)
        .where('ended', 'is', null)
        .executeTakeFirst();
      return row ? { device: row.id, member: row.member, seenAt: row.seen_at } : null;
    });

  devices: Joining['devices'] = (member) =>
    this.#turns.ask(async () => {
      const rows = await this.#db
        .selectFrom('devices')
        .selectAll()
        .where('member', '=', member)
        .where('ended', 'is', null)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(({ id, via, private: unread, created_at, seen_at }) => ({
        ...{ id, via, private: unread === 1, madeAt: created_at, seenAt: seen_at },
      }));
    });

  endDevice: Joining['endDevice'] = ({ member, device, now }) =>
    this.#turns.change(async () => {
      const own = await this.#db
        .selectFrom('devices')
        .select('ended')
        .where('id', '=', device)
        .where('member', '=', member)
        .executeTakeFirst();
      if (!own) return false;
      if (own.ended !== null) return true;
      await this.#db.updateTable('devices').set({ ended: 'signed-out' }).where('id', '=', device).execute();
      await note(this.#db, { at: now, by: member, act: 'sign-out', subject: member, detail: '' });
      return true;
    });

  seen: Joining['seen'] = ({ device, now }) =>
    this.#turns.change(async () => {
      await this.#db.updateTable('devices').set({ seen_at: now }).where('id', '=', device).execute();
    });

  invite: Joining['invite'] = (request) =>
    this.#turns.change<Awaited<ReturnType<Joining['invite']>>>(async () => {
      const { id, kind, role, by, expiresAt, uses, tokenHash, now } = request;
      const open = usable(now);
      const own = sql`${open} and "by" = ${by}`;
      if ((await this.#count('invitations', open)) >= limits.invitations)
        return { ok: false, error: refuse('too-many') };
      if ((await this.#count('invitations', own)) >= limits.invitationsOfOne)
        return { ok: false, error: refuse('too-many') };
      await this.#db
        .insertInto('invitations')
        .values({ id, kind, token_hash: tokenHash, role, by, made_at: now, expires_at: expiresAt, uses_left: uses })
        .execute();
      await note(this.#db, { at: now, by, act: 'invite', subject: null, detail: invitationLine(request) });
      // Of those that are over, the last ones are kept: whoever comes with one hears what became of it.
      await sql`delete from invitations where id in (select id from invitations where not ${open}
        order by made_at desc, id limit -1 offset ${limits.invitations})`.execute(this.#db);
      const made: Invitation = { id, kind, role, by, madeAt: now, expiresAt, usesLeft: uses, revoked: false };
      return { ok: true, value: made };
    });

  invitationByToken: Joining['invitationByToken'] = (tokenHash) =>
    this.#turns.ask(async () => {
      const row = await this.#db
        .selectFrom('invitations')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row ? toInvitation(row) : null;
    });

  invitations: Joining['invitations'] = ({ by, now }) =>
    this.#turns.ask(async () => {
      const list = (which: ReturnType<typeof usable>, most: number) => {
        const all = this.#db
          .selectFrom('invitations')
          .selectAll()
          .where(which)
          .orderBy('made_at', 'desc')
          .orderBy('id');
        return (by === null ? all : all.where('by', '=', by)).limit(most).execute();
      };
      const rows = [
        ...(await list(usable(now), limits.invitations)),
        ...(await list(sql<boolean>`not ${usable(now)}`, limits.invitationsShown)),
      ];
      return rows.map(toInvitation).sort((a, b) => b.madeAt - a.madeAt);
    });

  revoke: Joining['revoke'] = ({ id, who, all, now }) =>
    this.#turns.change(async () => {
      const row = await this.#db.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row || (row.by !== who && !all)) return null;
      await this.#db.updateTable('invitations').set({ revoked: 1 }).where('id', '=', id).execute();
      await note(this.#db, { at: now, by: who, act: 'revoke', subject: row.by, detail: '' });
      return toInvitation({ ...row, revoked: 1 });
    });

  /** Inside a transaction: takes one use, or answers why it cannot. */
  async #use(invitation: Id, now: number) {
    const row = await this.#db.selectFrom('invitations').selectAll().where('id', '=', invitation).executeTakeFirst();
    if (!row) return refuse('invitation-unknown');
    const refused = unusable(toInvitation(row), now);
    if (refused) return refused;
    await this.#db
      .updateTable('invitations')
      .set({ uses_left: row.uses_left - 1 })
      .where('id', '=', invitation)
      .execute();
    return null;
  }

  async #insertDevice({ device, member, tokenHash, via, private: unread, now }: Newcomer | FurtherDevice) {
    await this.#db
      .insertInto('devices')
      .values({
        ...{ id: device, member, token_hash: tokenHash, created_at: now },
        // Whoever makes a bot is not it: nobody has come with its token yet.
        ...{ via, private: unread ? 1 : 0, seen_at: via === 'bot' ? null : now },
      })
      .execute();
  }

  async #count(table: 'devices' | 'invitations', which: ReturnType<typeof sql>): Promise<number> {
    const counted = await sql<{
      count: number;
    }>`select count(*) as count from ${sql.table(table)} where ${which}`.execute(this.#db);
    return counted.rows[0]?.count ?? 0;
  }
}

/** As `unusable` in ../joining.ts says it. */
const usable = (now: number) => sql<boolean>`(revoked = 0 and uses_left > 0 and expires_at > ${now})`;
