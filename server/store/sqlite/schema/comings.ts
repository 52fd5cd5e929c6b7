/** The table of those who left an open room and came back: what is said before that is not theirs to have read. */
import type { Kysely } from 'kysely';

export interface ComingTables {
  /** Who is back in an open room, and since when. */
  room_back: { room: string; member: string; since: number };
}

export async function comings({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('room_back')
    .addColumn('room', 'text', (column) => column.notNull().references('rooms.id'))
    .addColumn('member', 'text', (column) => column.notNull().references('members.id'))
    .addColumn('since', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('room_back_key', ['room', 'member'])
    .execute();
}
