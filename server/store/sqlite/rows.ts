/** Between rows and the model. Rows come without a prototype and are never handed out themselves. */
import type { Insertable, Selectable } from 'kysely';
import { targetOf, type Entry, type Invitation, type Member, type Preference, type Room } from '../../../protocol';
import type { NewEntry } from '../entries';
import type { Tables } from './schema';

export const toMember = (row: Selectable<Tables['members']>): Member => ({
  id: row.id,
  name: row.name,
  role: row.role,
  via: row.via,
  private: row.private === 1,
  joinedAt: row.joined_at,
  standing: row.standing,
  mutedUntil: row.muted_until,
  status: row.status_text === null ? null : { text: row.status_text, until: row.status_until },
  quietUntil: row.quiet_until,
});

export const fromMember = (member: Member): Insertable<Tables['members']> => ({
  id: member.id,
  name: member.name,
  role: member.role,
  via: member.via,
  private: member.private ? 1 : 0,
  joined_at: member.joinedAt,
  standing: member.standing,
  muted_until: member.mutedUntil,
  status_text: member.status?.text ?? null,
  status_until: member.status?.until ?? null,
  quiet_until: member.quietUntil,
});

export const toInvitation = (row: Selectable<Tables['invitations']>): Invitation => ({
  id: row.id,
  kind: row.kind,
  role: row.role,
  by: row.by,
  madeAt: row.made_at,
  expiresAt: row.expires_at,
  usesLeft: row.uses_left,
  revoked: row.revoked === 1,
});

/** @param people who is in it, or for an open one who has left it */
export const toRoom = (row: Selectable<Tables['rooms']>, people: readonly string[] = []): Room => ({
  id: row.id,
  commons: row.commons === 1,
  kind: row.kind,
  name: row.name,
  createdBy: row.created_by,
  createdAt: row.created_at,
  slow: row.slow,
  topic: row.topic,
  archived: row.archived === 1,
  members: row.kind === 'open' ? null : [...people],
  left: row.kind === 'open' ? [...people] : [],
});

export const fromRoom = (room: Room): Insertable<Tables['rooms']> => ({
  id: room.id,
  commons: room.commons ? 1 : 0,
  kind: room.kind,
  name: room.name,
  created_by: room.createdBy,
  created_at: room.createdAt,
  slow: room.slow,
  topic: room.topic,
  archived: room.archived ? 1 : 0,
});

export const toPreference = (row: Selectable<Tables['preferences']>): Preference => ({
  room: row.room,
  position: row.position,
  mutedUntil: row.muted_until,
  level: row.level,
  hiddenAt: row.hidden_at,
  unreadFrom: row.unread_from,
});

/** The body was parsed before it was written; what a kind's body is stands in protocol/model.ts. */
export const toEntry = (
  row: Omit<Selectable<Tables['entries']>, 'log' | 'digest' | 'target' | 'deleted' | 'thread'>,
): Entry =>
  ({
    seq: row.seq,
    id: row.id,
    author: row.author,
    at: row.at,
    kind: row.kind,
    body: JSON.parse(row.body) as unknown,
    ...(row.after === null ? {} : { after: row.after }),
  }) as Entry;

export const fromEntry = (log: string, { entry, digest }: NewEntry): Insertable<Tables['entries']> => ({
  log,
  seq: entry.seq,
  id: entry.id,
  author: entry.author,
  at: entry.at,
  kind: entry.kind,
  body: JSON.stringify(entry.body),
  digest,
  target: targetOf(entry),
  deleted: 0,
  thread: entry.kind === 'message' ? (entry.body.thread ?? null) : null,
  after: entry.after ?? null,
});
