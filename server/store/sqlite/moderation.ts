/** Removals, bans, muting, roles and the audit log as tables. */
import { sql, type Kysely } from 'kysely';
import { limits, refuse, type Answer, type Ban, type Id, type Member, type Role } from '../../../protocol';
import { slowLine, type Moderating, type Note, type Removal, type Sight } from '../moderation';
import { headOf, ownEntry } from '../entries';
import { StoreError } from '../store';
import type { Logs } from './logs';
import { People } from './rooms-people';
import { toMember, toRoom } from './rows';
import type { Tables } from './schema';
import type { StoreParts } from './store';

const noSuchMember: Answer<never> = { ok: false, error: refuse('no-such-member') };

/** The store's side of moderation. */
export function moderating({ db, logs, turns }: Pick<StoreParts, 'db' | 'logs' | 'turns'>): Moderating {
  const members = new Members(db);
  return {
    remove: (removal) => turns.change(() => remove(db, logs, members, removal)),
    bans: () => turns.ask(() => bans(db)),
    unban: ({ id, by, now }) =>
      turns.change(async () => {
        const ban = await db.deleteFrom('bans').where('id', '=', id).returningAll().executeTakeFirst();
        if (!ban) return noSuchMember;
        const others = await db.selectFrom('bans').select('id').where('member', '=', ban.member).executeTakeFirst();
        const member = await members.set(ban.member, { standing: others ? 'banned' : 'removed' });
        await note(db, { at: now, by, act: 'unban', subject: member.id, detail: member.name });
        return { ok: true, value: member };
      }),
    isBanned: ({ address, device }) =>
      turns.ask(async () => {
        const byAddress = db.selectFrom('ban_addresses').select('ban').where('address', '=', address);
        if (await byAddress.executeTakeFirst()) return true;
        if (device === null) return false;
        const byDevice = db.selectFrom('ban_devices').select('ban').where('device', '=', device);
        return (await byDevice.executeTakeFirst()) !== undefined;
      }),
    mute: ({ member: id, until, by, now }) =>
      turns.change(async () => {
        if (!(await members.isIn(id))) return noSuchMember;
        const member = await members.set(id, { muted_until: until });
        const detail = until === null ? member.name : `${member.name}: ${new Date(until).toISOString()}`;
        await note(db, { at: now, by, act: until === null ? 'unmute' : 'mute', subject: id, detail });
        return { ok: true, value: member };
      }),
    slow: ({ room: id, seconds, by, now }) =>
      turns.change(async () => {
        const row = await db
          .updateTable('rooms')
          .set({ slow: seconds })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (!row) return { ok: false, error: refuse('no-such-log') };
        // Nobody waits for what was said before the room was slow.
        if (seconds === 0) await db.deleteFrom('spoken').where('log', '=', id).execute();
        await note(db, { at: now, by, act: 'slow', subject: null, detail: slowLine(row, seconds) });
        return { ok: true, value: (await new People(db).room(id)) ?? toRoom(row) };
      }),
    appoint: ({ member: id, role, by, now }) =>
      turns.change(async () => {
        if (!(await members.isIn(id))) return noSuchMember;
        const member = await members.set(id, { role });
        await note(db, { at: now, by, act: 'role', subject: id, detail: `${member.name}: ${role}` });
        return { ok: true, value: member };
      }),
    transfer: ({ to, by, now }) =>
      turns.change(async () => {
        if (!(await members.isIn(to))) return noSuchMember;
        const demoted = await handOver(db, { to, by, now });
        return { ok: true, value: [...demoted, await members.set(to, { role: 'host' })] };
      }),
    note: (line) => turns.change(() => note(db, line)),
    audit: ({ before, limit }) =>
      turns.ask(async () => {
        let query = db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(limit);
        if (before !== undefined) query = query.where('seq', '<', before);
        return (await query.execute()).map((row) => ({ ...row }));
      }),
    saw: (sights) =>
      turns.change(async () => {
        for (const sight of sights) await saw(db, sight);
      }),
    endedToken: (tokenHash) =>
      turns.ask(async () => {
        const row = await db
          .selectFrom('devices')
          .select(['id', 'ended'])
          .where('token_hash', '=', tokenHash)
          .executeTakeFirst();
        return row?.ended ? { device: row.id, why: row.ended } : null;
      }),
  };
}

/** Writes a line of the audit log, inside the caller's transaction. */
export async function note(db: Kysely<Tables>, line: Note): Promise<void> {
  const last = await db.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const seq = (last?.seq ?? 0) + 1;
  await db
    .insertInto('audit')
    .values({ seq, ...line })
    .execute();
  await db
    .deleteFrom('audit')
    .where('seq', '<=', seq - limits.auditLines)
    .execute();
}

/** Makes `to` the host and whoever was a moderator, inside the caller's transaction. @returns who was */
export async function handOver(
  db: Kysely<Tables>,
  { to, by, now }: { to: Id; by: Id | null; now: number },
): Promise<Member[]> {
  const members = new Members(db);
  const before = await db.selectFrom('members').select('id').where('role', '=', 'host').where('id', '!=', to).execute();
  const demoted: Member[] = [];
  for (const { id } of before) demoted.push(await members.set(id, { role: 'moderator' }));
  if (demoted.length === 0) return [];
  const host = await members.set(to, { role: 'host' });
  await note(db, { at: now, by, act: 'transfer', subject: to, detail: host.name });
  return demoted;
}

class Members {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async isIn(id: Id): Promise<boolean> {
    const row = await this.#db.selectFrom('members').select('standing').where('id', '=', id).executeTakeFirst();
    return row?.standing === 'in';
  }

  async set(
    id: Id,
    change: { role?: Role; standing?: Member['standing']; muted_until?: number | null },
  ): Promise<Member> {
    const query = this.#db.updateTable('members').set(change).where('id', '=', id).returningAll();
    return toMember(await query.executeTakeFirstOrThrow());
  }
}

async function remove(
  db: Kysely<Tables>,
  logs: Logs,
  members: Members,
  removal: Removal,
): ReturnType<Moderating['remove']> {
  const { member: id, ban, by, reason, now } = removal;
  if (!(await members.isIn(id))) return noSuchMember;
  if (ban !== null) {
    const { count } = await db
      .selectFrom('bans')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    if (count >= limits.bans) return { ok: false, error: refuse('too-many') };
  }
  const member = await members.set(id, { standing: ban === null ? 'removed' : 'banned' });
  if (ban !== null) await keepOut(db, { ...removal, ban });
  const ending = db.updateTable('devices').set({ ended: 'removed' }).where('member', '=', id);
  await ending.where('ended', 'is', null).execute();

  const first = await db.selectFrom('rooms').select('id').where('commons', '=', 1).executeTakeFirstOrThrow();
  const state = (await logs.states([first.id])).get(first.id);
  if (!state) throw new StoreError('internal', 'the first room has no log');
  const own = ownEntry(
    { kind: 'removed', id: removal.entry, author: by, now, body: { member: id, name: member.name } },
    state,
  );
  await logs.insert(first.id, [{ entry: own.entry, digest: null }]);
  await logs.save(own.state);
  const detail = reason === '' ? member.name : `${member.name}: ${reason}`;
  await note(db, { at: now, by, act: ban === null ? 'remove' : 'ban', subject: id, detail });
  return { ok: true, value: { member, removed: { head: headOf(own.state), results: [], added: [own.entry] } } };
}

/** Bans what a member came with: their devices, and the addresses of these. */
async function keepOut(db: Kysely<Tables>, { ban, member, by, spared, now }: Removal & { ban: Id }): Promise<void> {
  await db.insertInto('bans').values({ id: ban, member, by, at: now }).execute();
  const devices = await db.selectFrom('devices').select('id').where('member', '=', member).execute();
  for (const { id: device } of devices) await db.insertInto('ban_devices').values({ ban, device }).execute();
  const lately = db
    .selectFrom('device_addresses')
    .innerJoin('devices', 'devices.id', 'device_addresses.device')
    .innerJoin('members', 'members.id', 'devices.member')
    .select('address')
    .distinct()
    .where('at', '>', now - limits.banAddressAge);
  const sights = await lately
    .where('members.id', '=', member)
    .where('address', 'not in', lately.where('members.role', '=', 'host'))
    .execute();
  for (const { address } of sights)
    if (!spared.includes(address)) await db.insertInto('ban_addresses').values({ ban, address }).execute();
}

async function bans(db: Kysely<Tables>): Promise<Ban[]> {
  const rows = await db
    .selectFrom('bans')
    .innerJoin('members', 'members.id', 'bans.member')
    .select(['bans.id', 'bans.member', 'members.name', 'bans.by', 'bans.at'])
    .orderBy(sql`bans.rowid`, 'desc')
    .execute();
  const devices = await counts(db, 'ban_devices');
  const addresses = await counts(db, 'ban_addresses');
  return rows.map((row) => ({ ...row, devices: devices.get(row.id) ?? 0, addresses: addresses.get(row.id) ?? 0 }));
}

async function counts(db: Kysely<Tables>, table: 'ban_devices' | 'ban_addresses'): Promise<ReadonlyMap<Id, number>> {
  const counted = db.selectFrom(table).select(({ fn }) => ['ban', fn.countAll<number>().as('count')]);
  return new Map((await counted.groupBy('ban').execute()).map(({ ban, count }) => [ban, count]));
}

async function saw(db: Kysely<Tables>, { device, address, now }: Sight): Promise<void> {
  const there = await db.selectFrom('devices').select('id').where('id', '=', device).executeTakeFirst();
  if (!there) return;
  await db
    .insertInto('device_addresses')
    .values({ device, address, at: now })
    .onConflict((conflict) => conflict.columns(['device', 'address']).doUpdateSet({ at: now }))
    .execute();
  const kept = await db
    .selectFrom('device_addresses')
    .select('address')
    .where('device', '=', device)
    .orderBy('at', 'desc')
    .limit(limits.deviceAddresses)
    .execute();
  await db
    .deleteFrom('device_addresses')
    .where('device', '=', device)
    .where(
      'address',
      'not in',
      kept.map((sight) => sight.address),
    )
    .execute();
}
