/** Tables of bots and of their hooks. */
import type { Kysely } from 'kysely';
import type { Hook } from '../../../../protocol';

export interface BotTables {
  /** `scopes` and `rooms` are JSON. */
  bots: { member: string; scopes: string; rooms: string | null; by: string; made_at: number };
  hooks: {
    id: string;
    kind: Hook['kind'];
    bot: string;
    room: string | null;
    url: string | null;
    command: string | null;
    /** Of an incoming one a hash. */
    secret: string;
    by: string;
    made_at: number;
    /** Everything up to this seq was delivered, or given up. */
    reached: number;
  };
}

export async function bots({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('bots')
    .addColumn('member', 'text', (column) => column.primaryKey().notNull().references('members.id'))
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('rooms', 'text')
    .addColumn('by', 'text', (column) => column.notNull().references('members.id'))
    .addColumn('made_at', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createTable('hooks')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('bot', 'text', (column) => column.notNull().references('bots.member'))
    .addColumn('room', 'text', (column) => column.references('rooms.id'))
    .addColumn('url', 'text')
    .addColumn('command', 'text')
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull().references('members.id'))
    .addColumn('made_at', 'integer', (column) => column.notNull())
    .addColumn('reached', 'integer', (column) => column.notNull())
    .execute();
}
