/** The tables, and how a database of an older version becomes one of this. */
import type { Generated, Kysely } from 'kysely';
import type { Entry, Role, Room, Standing, Via } from '../../../protocol';
import type { TokenEnd } from '../moderation';
import { bots, type BotTables } from './schema/bots';
import { comings, type ComingTables } from './schema/comings';
import { conversation, type ConversationTables } from './schema/conversation';
import { joining, type InvitationTable } from './schema/joining';
import { moderation, type ModerationTables } from './schema/moderation';

export interface Tables extends ModerationTables, ConversationTables, ComingTables, BotTables {
  meta: { key: 'server' | 'epoch' | 'name' | 'password'; value: string };
  members: {
    id: string;
    name: string;
    role: Role;
    via: Via;
    private: number;
    joined_at: number;
    standing: Generated<Standing>;
    muted_until: number | null;
    status_text: string | null;
    status_until: number | null;
    quiet_until: number | null;
  };
  devices: {
    id: string;
    member: string;
    token_hash: string;
    created_at: number;
    via: Via;
    private: number;
    /** When it was connected last; null for never since this is kept. */
    seen_at: number | null;
    /** Why its token is nobody's any more. */
    ended: TokenEnd | null;
  };
  invitations: InvitationTable;
  rooms: {
    id: string;
    commons: number;
    kind: Room['kind'];
    name: string;
    created_by: string | null;
    created_at: number;
    slow: Generated<number>;
    topic: Generated<string>;
    archived: Generated<number>;
  };
  /** A room's log has the room's id. `head` and `last_at` are those of its last entry. */
  logs: { id: string; head: number; last_at: number };
  entries: {
    log: string;
    seq: number;
    id: string;
    author: string | null;
    at: number;
    kind: Entry['kind'];
    /** JSON. */
    body: string;
    /** Of the draft, so that saying it again is known; null for a server's own entry. */
    digest: string | null;
    /** The message an edit or a deletion is about. */
    target: string | null;
    /** 1: a message whose text is gone. */
    deleted: number;
    /** The message whose thread it stands in. */
    thread: string | null;
    /** Of a whisper: the room's head when it was said. */
    after: number | null;
  };
}

type Step = (db: Kysely<Tables>) => Promise<void>;

/** Each step once, in order; `user_version` counts them. A step that was released is never changed. */
export const migrations: readonly Step[] = [
  async (db) => {
    const { schema } = db;
    const text = 'text' as const;
    const whole = 'integer' as const;
    await schema
      .createTable('meta')
      .addColumn('key', text, (column) => column.primaryKey().notNull())
      .addColumn('value', text, (column) => column.notNull())
      .execute();
    await schema
      .createTable('members')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('role', text, (column) => column.notNull())
      .addColumn('via', text, (column) => column.notNull())
      .addColumn('joined_at', whole, (column) => column.notNull())
      .execute();
    await schema
      .createTable('devices')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('member', text, (column) => column.notNull().references('members.id'))
      .addColumn('token_hash', text, (column) => column.notNull().unique())
      .addColumn('created_at', whole, (column) => column.notNull())
      .execute();
    await schema
      .createTable('rooms')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('commons', whole, (column) => column.notNull())
      .addColumn('kind', text, (column) => column.notNull())
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('created_by', text, (column) => column.references('members.id'))
      .addColumn('created_at', whole, (column) => column.notNull())
      .execute();
    await schema
      .createTable('logs')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('head', whole, (column) => column.notNull())
      .addColumn('last_at', whole, (column) => column.notNull())
      .execute();
    await schema
      .createTable('entries')
      .addColumn('log', text, (column) => column.notNull().references('logs.id'))
      .addColumn('seq', whole, (column) => column.notNull())
      .addColumn('id', text, (column) => column.notNull().unique())
      .addColumn('author', text, (column) => column.references('members.id'))
      .addColumn('at', whole, (column) => column.notNull())
      .addColumn('kind', text, (column) => column.notNull())
      .addColumn('body', text, (column) => column.notNull())
      .addColumn('digest', text)
      .addPrimaryKeyConstraint('entries_place', ['log', 'seq'])
      .execute();
  },
  async ({ schema }) => {
    await schema.alterTable('entries').addColumn('target', 'text').execute();
    await schema
      .alterTable('entries')
      .addColumn('deleted', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await schema.createIndex('entries_target').on('entries').column('target').where('target', 'is not', null).execute();
  },
  joining,
  moderation,
  conversation,
  comings,
  bots,
  ({ schema }) => schema.alterTable('preferences').addColumn('level', 'text').execute(),
];
