/** Tables of removals, bans, muting, the audit log and read marks. */
import { sql, type Kysely } from 'kysely';
import type { AuditLine } from '../../../../protocol';

export interface ModerationTables {
  /** `member` was banned by `by`. */
  bans: { id: string; member: string; by: string; at: number };
  ban_devices: { ban: string; device: string };
  ban_addresses: { ban: string; address: string };
  /** Where a device came from, the last few places. */
  device_addresses: { device: string; address: string; at: number };
  /** The last message of a member in a room that is slow. */
  spoken: { log: string; member: string; at: number };
  audit: { seq: number; at: number; by: string | null; act: AuditLine['act']; subject: string | null; detail: string };
  /** How far a member has read a log of this lineage. */
  marks: { member: string; log: string; epoch: string; seq: number };
}

export async function moderation({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .alterTable('members')
    .addColumn('standing', 'text', (column) => column.notNull().defaultTo('in'))
    .execute();
  await schema.alterTable('members').addColumn('muted_until', 'integer').execute();
  // Of the few who may not speak, each commit asks.
  await schema
    .createIndex('members_silenced')
    .on('members')
    .column('id')
    .where(sql<boolean>`standing <> 'in' or muted_until is not null`)
    .execute();
  await schema.alterTable('devices').addColumn('ended', 'text').execute();
  await schema
    .alterTable('rooms')
    .addColumn('slow', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();

  await schema
    .createTable('bans')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('member', 'text', (column) => column.notNull().references('members.id'))
    .addColumn('by', 'text', (column) => column.notNull().references('members.id'))
    .addColumn('at', 'integer', (column) => column.notNull())
    .execute();
  for (const [table, what] of [
    ['ban_devices', 'device'],
    ['ban_addresses', 'address'],
  ] as const) {
    await schema
      .createTable(table)
      .addColumn('ban', 'text', (column) => column.notNull().references('bans.id').onDelete('cascade'))
      .addColumn(what, 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint(`${table}_key`, [what, 'ban'])
      .execute();
  }
  await schema
    .createTable('device_addresses')
    .addColumn('device', 'text', (column) => column.notNull().references('devices.id').onDelete('cascade'))
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('device_addresses_key', ['device', 'address'])
    .execute();
  await schema
    .createTable('spoken')
    .addColumn('log', 'text', (column) => column.notNull().references('logs.id'))
    .addColumn('member', 'text', (column) => column.notNull().references('members.id'))
    .addColumn('at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('spoken_key', ['log', 'member'])
    .execute();
  await schema
    .createTable('audit')
    .addColumn('seq', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('at', 'integer', (column) => column.notNull())
    .addColumn('by', 'text')
    .addColumn('act', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('marks')
    .addColumn('member', 'text', (column) => column.notNull().references('members.id'))
    .addColumn('log', 'text', (column) => column.notNull().references('logs.id'))
    .addColumn('epoch', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('marks_key', ['member', 'log'])
    .execute();
}
