/** What a committed request leaves beside its entries, as rows. Inside the commit's transaction. */
import { sql, type Kysely } from 'kysely';
import type { Id } from '../../../protocol';
import type { Placed } from '../entries';
import type { Latest, Naming, Part } from '../latest';
import type { Tables } from './schema';

export async function talked(
  db: Kysely<Tables>,
  log: Id,
  { latest, named, parts, blanked }: Pick<Placed, 'latest' | 'named' | 'parts' | 'blanked'>,
): Promise<void> {
  for (const word of latest) await keep(db, word);
  for (const naming of named) await name(db, log, naming);
  if (parts.length > 0) await takePart(db, log, parts);
  if (blanked.length > 0) await forget(db, blanked);
}

async function keep(db: Kysely<Tables>, { holds, ...word }: Latest): Promise<void> {
  await db
    .insertInto('latest')
    .values({ ...word, holds: holds ? 1 : 0, edits: word.kind === 'edit' ? 1 : 0 })
    .onConflict((conflict) =>
      conflict.columns(['target', 'kind', 'member', 'emoji']).doUpdateSet({
        seq: word.seq,
        holds: holds ? 1 : 0,
        edits: sql`latest.edits + excluded.edits`,
      }),
    )
    .execute();
}

async function name(db: Kysely<Tables>, log: Id, { seq, thread, members, everybody }: Naming): Promise<void> {
  await db.deleteFrom('mentions').where('log', '=', log).where('seq', '=', seq).execute();
  const readers = members.length > 0 ? await readersAmong(db, log, members) : [];
  const rows = [...(everybody ? ['*'] : []), ...readers].map((member) => ({ member, log, seq, thread }));
  if (rows.length > 0) await db.insertInto('mentions').values(rows).execute();
  if (thread && !everybody && readers.length > 0) await takePart(db, log, [{ thread, members: readers }]);
}

/** Those of these members who may read the log now. */
async function readersAmong(db: Kysely<Tables>, log: Id, members: readonly Id[]): Promise<Id[]> {
  const side = await db.selectFrom('sides').select('room').where('log', '=', log).executeTakeFirst();
  const id = side?.room ?? log;
  const room = await db.selectFrom('rooms').select('kind').where('id', '=', id).executeTakeFirst();
  if (!room) return [];
  const within = db
    .selectFrom(room.kind === 'open' ? 'room_left' : 'room_members')
    .select('member')
    .where('room', '=', id);
  const whisperers = db.selectFrom('side_members').select('member').where('log', '=', log);
  let query = db
    .selectFrom('members')
    .select('id')
    .where('id', 'in', members)
    .where('standing', '=', 'in')
    .where('id', room.kind === 'open' ? 'not in' : 'in', within);
  if (side) query = query.where('id', 'in', whisperers);
  return (await query.execute()).map((row) => row.id);
}

async function takePart(db: Kysely<Tables>, log: Id, parts: readonly Part[]): Promise<void> {
  await db
    .insertInto('thread_parts')
    .values(parts.flatMap(({ thread, members }) => members.map((member) => ({ member, thread, log }))))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What these messages said, and all there is about them; ids and digests stay. */
async function forget(db: Kysely<Tables>, messages: readonly Id[]): Promise<void> {
  await db.deleteFrom('latest').where('target', 'in', messages).execute();
  await db.deleteFrom('votes').where('poll', 'in', messages).execute();
  const blank = (body: ReturnType<typeof sql<string>>) => db.updateTable('entries').set({ body, deleted: 1 });
  await blank(sql<string>`json_object('text', '', 'deleted', json('true'))`)
    .where('id', 'in', messages)
    .where('thread', 'is', null)
    .execute();
  await blank(sql<string>`json_object('text', '', 'thread', thread, 'deleted', json('true'))`)
    .where('id', 'in', messages)
    .where('thread', 'is not', null)
    .execute();
  await db
    .updateTable('entries')
    .set({ body: sql<string>`json_object('target', target, 'text', '')` })
    .where('target', 'in', messages)
    .where('kind', '=', 'edit')
    .execute();
  const places = await db.selectFrom('entries').select(['log', 'seq']).where('id', 'in', messages).execute();
  for (const { log, seq } of places)
    await db.deleteFrom('mentions').where('log', '=', log).where('seq', '=', seq).execute();
}
