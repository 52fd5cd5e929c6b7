/** The table of invitations, and what is kept of how devices and members came in. */
import { sql, type Generated, type Kysely } from 'kysely';
import type { Invitation, Role, Via } from '../../../../protocol';

export interface InvitationTable {
  id: string;
  kind: Invitation['kind'];
  token_hash: string;
  role: Role;
  by: string;
  made_at: number;
  expires_at: number;
  uses_left: number;
  revoked: Generated<number>;
}

/** What it finds in the tables of before. */
interface Before {
  members: { id: string; role: Role; via: Via; private: number };
  devices: { member: string; via: Via; private: number };
}

export async function joining(db: Pick<Kysely<Before>, 'schema' | 'updateTable'>): Promise<void> {
  const { schema } = db;
  await schema
    .alterTable('members')
    .addColumn('private', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .alterTable('devices')
    .addColumn('via', 'text', (column) => column.notNull().defaultTo('program'))
    .execute();
  await schema
    .alterTable('devices')
    .addColumn('private', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable('devices').addColumn('seen_at', 'integer').execute();
  // So far each member had one device, and only the host's never left its machine.
  await db.updateTable('members').set({ private: 1 }).where('role', '=', 'host').execute();
  const of = (column: 'via' | 'private') =>
    sql<never>`(select ${sql.ref(column)} from members where members.id = devices.member)`;
  await db
    .updateTable('devices')
    .set({ via: of('via'), private: of('private') })
    .execute();
  await schema.createIndex('devices_member').on('devices').column('member').execute();
  await schema
    .createTable('invitations')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull().references('members.id'))
    .addColumn('made_at', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'integer', (column) => column.notNull())
    .addColumn('uses_left', 'integer', (column) => column.notNull())
    .addColumn('revoked', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
