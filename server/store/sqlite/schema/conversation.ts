/** Tables of what makes a room and a conversation: who is in it, whispers, threads, mentions, polls, and what each set for themselves. */
import { sql, type Kysely } from 'kysely';
import type { NoticeLevel } from '../../../../protocol';
import type { Latest } from '../../latest';
import type { Tables } from '../schema';

export interface ConversationTables {
  /** Who is in a private or a direct room: what they may read starts at `first`. */
  room_members: { room: string; member: string; first: number; since: number };
  /** Who has left an open room. */
  room_left: { room: string; member: string; at: number };
  /** Side logs: the room they stand in. Their people are `side_members`. */
  sides: { log: string; room: string };
  side_members: { log: string; member: string };
  /** Whom a message names; `member` is `*` for everybody in the room. */
  mentions: { member: string; log: string; seq: number; thread: string | null };
  /** Of each kind of change of a message the last word (latest.ts). `edits`: how many edits there are up to it. */
  latest: {
    target: string;
    kind: Latest['kind'];
    member: string;
    emoji: string;
    log: string;
    seq: number;
    holds: number;
    edits: number;
  };
  /** Who has a part in a thread: spoke in it, was named there, or said the message it hangs on. */
  thread_parts: { member: string; thread: string; log: string };
  /** In anonymous polls. `choices` is JSON. */
  votes: { poll: string; member: string; choices: string };
  /** How far a member has read a thread of this lineage. */
  thread_marks: { member: string; thread: string; log: string; epoch: string; seq: number };
  preferences: {
    member: string;
    room: string;
    position: number | null;
    muted_until: number | null;
    level: NoticeLevel | null;
    hidden_at: number | null;
    unread_from: number | null;
  };
}

export async function conversation(db: Kysely<Tables>): Promise<void> {
  const { schema } = db;
  await schema
    .alterTable('rooms')
    .addColumn('topic', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await schema
    .alterTable('rooms')
    .addColumn('archived', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  for (const [name, type] of [
    ['status_text', 'text'],
    ['status_until', 'integer'],
    ['quiet_until', 'integer'],
  ] as const)
    await schema.alterTable('members').addColumn(name, type).execute();

  // A message's thread, the message it quotes, and of a whisper the room's head when it was said.
  await schema.alterTable('entries').addColumn('thread', 'text').execute();
  await schema.alterTable('entries').addColumn('after', 'integer').execute();
  await schema
    .createIndex('entries_thread')
    .on('entries')
    .columns(['thread', 'seq', 'deleted', 'author'])
    .where('thread', 'is not', null)
    .execute();
  // A message's edits, without its reactions.
  await schema.dropIndex('entries_target').execute();
  await schema
    .createIndex('entries_target')
    .on('entries')
    .columns(['target', 'kind', 'seq'])
    .where('target', 'is not', null)
    .execute();
  // What counts as unread. All that is asked of it is in it, so that no entry itself is read.
  await schema
    .createIndex('entries_messages')
    .on('entries')
    .columns(['log', 'seq', 'author', 'kind', 'thread', 'deleted'])
    .where(sql<boolean>`kind = 'message' and thread is null and deleted = 0`)
    .execute();

  const ofRoom = (table: string) =>
    schema
      .createTable(table)
      .addColumn('room', 'text', (column) => column.notNull().references('rooms.id'))
      .addColumn('member', 'text', (column) => column.notNull().references('members.id'));
  await ofRoom('room_members')
    .addColumn('first', 'integer', (column) => column.notNull())
    .addColumn('since', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('room_members_key', ['room', 'member'])
    .execute();
  await schema.createIndex('room_members_member').on('room_members').column('member').execute();
  await ofRoom('room_left')
    .addColumn('at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('room_left_key', ['room', 'member'])
    .execute();
  await schema
    .createTable('sides')
    .addColumn('log', 'text', (column) => column.primaryKey().notNull().references('logs.id'))
    .addColumn('room', 'text', (column) => column.notNull().references('rooms.id'))
    .execute();
  await schema
    .createTable('side_members')
    .addColumn('log', 'text', (column) => column.notNull().references('sides.log'))
    .addColumn('member', 'text', (column) => column.notNull().references('members.id'))
    .addPrimaryKeyConstraint('side_members_key', ['log', 'member'])
    .execute();
  await schema.createIndex('side_members_member').on('side_members').column('member').execute();
  await schema
    .createTable('mentions')
    .addColumn('member', 'text', (column) => column.notNull())
    .addColumn('log', 'text', (column) => column.notNull().references('logs.id'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('thread', 'text')
    .addPrimaryKeyConstraint('mentions_key', ['member', 'log', 'seq'])
    .execute();
  // Who has read a log, and how far.
  await schema.createIndex('marks_log').on('marks').columns(['log', 'epoch', 'member', 'seq']).execute();
  await schema.createIndex('mentions_place').on('mentions').columns(['log', 'seq']).execute();
  await lastWords(db);
  await schema
    .createTable('thread_parts')
    .addColumn('member', 'text', (column) => column.notNull().references('members.id'))
    .addColumn('thread', 'text', (column) => column.notNull().references('entries.id'))
    .addColumn('log', 'text', (column) => column.notNull().references('logs.id'))
    .addPrimaryKeyConstraint('thread_parts_key', ['member', 'thread'])
    .execute();
  await schema
    .createTable('votes')
    .addColumn('poll', 'text', (column) => column.notNull().references('entries.id'))
    .addColumn('member', 'text', (column) => column.notNull().references('members.id'))
    .addColumn('choices', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('votes_key', ['poll', 'member'])
    .execute();
  await schema
    .createTable('thread_marks')
    .addColumn('member', 'text', (column) => column.notNull().references('members.id'))
    .addColumn('thread', 'text', (column) => column.notNull())
    .addColumn('log', 'text', (column) => column.notNull().references('logs.id'))
    .addColumn('epoch', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('thread_marks_key', ['member', 'thread'])
    .execute();
  await schema
    .createTable('preferences')
    .addColumn('member', 'text', (column) => column.notNull().references('members.id'))
    .addColumn('room', 'text', (column) => column.notNull().references('rooms.id'))
    .addColumn('position', 'real')
    .addColumn('muted_until', 'integer')
    .addColumn('hidden_at', 'integer')
    .addColumn('unread_from', 'integer')
    .addPrimaryKeyConstraint('preferences_key', ['member', 'room'])
    .execute();
}

async function lastWords(db: Kysely<Tables>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('latest')
    .addColumn('target', 'text', (column) => column.notNull().references('entries.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('member', 'text', (column) => column.notNull())
    .addColumn('emoji', 'text', (column) => column.notNull())
    .addColumn('log', 'text', (column) => column.notNull().references('logs.id'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('holds', 'integer', (column) => column.notNull())
    .addColumn('edits', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('latest_key', ['target', 'kind', 'member', 'emoji'])
    .execute();
  await schema
    .createIndex('latest_pins')
    .on('latest')
    .columns(['log', 'seq'])
    .where(sql<boolean>`kind = 'pin' and holds = 1`)
    .execute();
  // Edits are older than this table.
  await sql`
    insert into latest (target, kind, member, emoji, log, seq, holds, edits)
    select edit.target, 'edit', '', '', edit.log, max(edit.seq), 1, count(*)
    from entries edit join entries message on message.id = edit.target
    where edit.kind = 'edit' and message.deleted = 0
    group by edit.target
  `.execute(db);
}
