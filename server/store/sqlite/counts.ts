/**
 * What is unread, counted by the indexes made for it: `entries_messages` for a log's own course, `entries_thread` for threads,
 * the keys of `mentions`. One question for all logs together, since a device that comes back asks for all of them.
 */
import { sql } from 'kysely';
import { limits, type Count, type Id } from '../../../protocol';
import { countsAbove, type Counting } from '../marks';
import type { Within } from '../talk';
import type { StoreParts } from './store';

type Parts = Pick<StoreParts, 'db' | 'epoch' | 'logs' | 'turns'>;
/** From where a log counts. */
interface Asked {
  log: Id;
  above: number;
  upTo: number;
}

export function counting(parts: Parts): Counting {
  const { db, epoch, turns } = parts;
  return {
    counts: ({ member, logs }) =>
      turns.ask(async () => {
        const states = await parts.logs.states(logs.map(({ log }) => log));
        const heads = new Map([...states].map(([log, { head }]) => [log, head]));
        const courses = await countCourses(parts, member, await grounds(parts, member, logs, heads));
        return [...courses, ...(await countThreads(parts, member, logs, heads))];
      }),
    readers: (log) =>
      turns.ask(async () => {
        const rows = await db
          .selectFrom('marks')
          .select(['member', 'seq'])
          .where('log', '=', log)
          .where('epoch', '=', epoch)
          .execute();
        return rows.map((row) => ({ ...row }));
      }),
    lastSeen: (members) =>
      turns.ask(async () => {
        const rows = await db
          .selectFrom('devices')
          .select(({ fn }) => ['member', fn.max('seen_at').as('at')])
          .where('member', 'in', members)
          .groupBy('member')
          .execute();
        return rows.flatMap(({ member, at }) => (at === null ? [] : { member, at }));
      }),
  };
}

/** Those of the logs in which anything can be unread. */
async function grounds(
  { db, epoch }: Parts,
  member: Id,
  logs: readonly Within[],
  heads: ReadonlyMap<Id, number>,
): Promise<Asked[]> {
  const marks = await db
    .selectFrom('marks')
    .select(['log', 'seq'])
    .where('member', '=', member)
    .where('epoch', '=', epoch)
    .execute();
  const marked = new Map(marks.map(({ log, seq }) => [log, seq]));
  const rooms = await db.selectFrom('rooms').select(['id', 'kind', 'created_at']).execute();
  const roomOf = new Map(rooms.map(({ id, kind, created_at }) => [id, { kind, createdAt: created_at }]));
  const preferences = await db
    .selectFrom('preferences')
    .select(['room', 'unread_from'])
    .where('member', '=', member)
    .where('unread_from', 'is not', null)
    .execute();
  const unreadFrom = new Map(preferences.map(({ room, unread_from }) => [room, unread_from]));
  const own = await db.selectFrom('members').select('joined_at').where('id', '=', member).executeTakeFirst();
  return logs.flatMap(({ log, first }) => {
    const head = heads.get(log) ?? 0;
    const above = countsAbove({
      ...{ first, head, mark: marked.get(log) ?? null },
      room: roomOf.get(log) ?? null,
      member: own ? { joinedAt: own.joined_at } : null,
      unreadFrom: unreadFrom.get(log) ?? null,
    });
    return head > above ? { log, above, upTo: head } : [];
  });
}

const asRows = (rows: readonly object[]) => sql`json_each(${JSON.stringify(rows)})`;
const field = (name: 'log' | 'above' | 'thread') => sql`json_extract(value, ${`$.${name}`})`;

async function countCourses({ db }: Parts, member: Id, asked: readonly Asked[]): Promise<Count[]> {
  if (asked.length === 0) return [];
  const { rows } = await sql<{ log: Id; unread: number }>`
    with asked as materialized (select ${field('log')} as log, ${field('above')} as above from ${asRows(asked)})
    select log, (
      select count(*) from (
        select 1 from entries indexed by entries_messages
        where entries.log = asked.log and seq > asked.above
          and kind = 'message' and thread is null and deleted = 0 and author <> ${member}
        limit ${limits.counted}
      )
    ) as unread
    from asked
  `.execute(db);
  const unread = new Map(rows.map((row) => [row.log, row.unread]));
  const some = asked.filter(({ log }) => unread.get(log));
  const mentions = await countMentions(db, member, some);
  return some.map((one) => ({
    ...{ ...one, thread: null, unread: unread.get(one.log) ?? 0, mentions: mentions.get(one.log) ?? 0 },
  }));
}

/** Of a log's own course. */
async function countMentions(db: Parts['db'], member: Id, asked: readonly Asked[]): Promise<Map<Id, number>> {
  const namedAs = (name: string) => sql`
    select mentions.seq from mentions
    where mentions.member = ${name} and mentions.log = asked.log and mentions.seq > asked.above and mentions.thread is null`;
  const { rows } = await sql<{ log: Id; mentions: number }>`
    with asked as materialized (select ${field('log')} as log, ${field('above')} as above from ${asRows(asked)})
    select log, (
      select count(*) from (
        select 1 from (${namedAs(member)} union ${namedAs('*')}) named
        cross join entries on entries.log = asked.log and entries.seq = named.seq
        where entries.deleted = 0 and entries.author <> ${member}
        limit ${limits.counted}
      )
    ) as mentions
    from asked
  `.execute(db);
  return new Map(rows.map((row) => [row.log, row.mentions]));
}

async function countThreads(
  { db, epoch }: Parts,
  member: Id,
  logs: readonly Within[],
  heads: ReadonlyMap<Id, number>,
): Promise<Count[]> {
  const firsts = new Map(logs.map(({ log, first }) => [log, first]));
  const parts = (await threadParts(db, epoch, member, [...firsts.keys()])).flatMap(({ above, ...part }) => {
    const first = firsts.get(part.log);
    return first === undefined ? [] : { ...part, above: Math.max(above, first - 1) };
  });
  if (parts.length === 0) return [];
  const { rows } = await sql<{ log: Id; thread: Id; above: number; unread: number; mentions: number }>`
    with
    parts as materialized (
      select ${field('log')} as log, ${field('thread')} as thread, ${field('above')} as above from ${asRows(parts)}
    ),
    counted as materialized (
      select thread, log, above, (
        select count(*) from (
          select 1 from entries
          where entries.thread = parts.thread and seq > parts.above and deleted = 0 and author <> ${member}
          limit ${limits.counted}
        )
      ) as unread
      from parts
    )
    select thread, log, above, unread, (
      select count(*) from (
        select distinct mentions.seq
        from entries cross join mentions on mentions.log = entries.log and mentions.seq = entries.seq
        where entries.thread = counted.thread and entries.seq > counted.above
          and entries.deleted = 0 and entries.author <> ${member} and mentions.member in (${member}, '*')
        limit ${limits.counted}
      )
    ) as mentions
    from counted where unread > 0
  `.execute(db);
  return rows.map(({ log, ...row }) => ({ log, ...row, upTo: heads.get(log) ?? 0 }));
}

/** Above which seq each thread counts that the member has a part in: their mark there, or where their part begins. */
async function threadParts(db: Parts['db'], epoch: Id, member: Id, logs: readonly Id[]) {
  const { rows } = await sql<{ log: Id; thread: Id; above: number }>`
    select part.thread, part.log, coalesce(
      (select mark.seq from thread_marks mark
        where mark.member = ${member} and mark.thread = part.thread and mark.epoch = ${epoch}),
      (select root.seq - 1 from entries root where root.id = part.thread and root.author = ${member}),
      (select said.seq - 1 from entries said
        where said.thread = part.thread and (said.author = ${member} or exists (
          select 1 from mentions where mentions.member = ${member} and mentions.log = said.log and mentions.seq = said.seq))
        order by said.seq limit 1),
      0
    ) as above
    from thread_parts part
    where part.member = ${member} and part.log in (select value from json_each(${JSON.stringify(logs)}))
    order by part.rowid desc limit ${limits.threadsCounted}
  `.execute(db);
  return rows;
}
