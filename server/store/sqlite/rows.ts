/** Between rows and the model. Rows come without a prototype and are never handed out themselves. */
import type { Insertable, Selectable } from 'kysely';
import { targetOf, type Entry, type Member, type Room } from '../../../protocol';
import type { NewEntry } from '../entries';
import type { Tables } from './schema';

export const toMember = (row: Selectable<Tables['members']>): Member => ({
  id: row.id,
  name: row.name,
  role: row.role,
  via: row.via,
  joinedAt: row.joined_at,
});

export const toRoom = (row: Selectable<Tables['rooms']>): Room => ({
  id: row.id,
  commons: row.commons === 1,
  kind: row.kind,
  name: row.name,
  createdBy: row.created_by,
  createdAt: row.created_at,
});

export const fromRoom = (room: Room): Insertable<Tables['rooms']> => ({
  id: room.id,
  commons: room.commons ? 1 : 0,
  kind: room.kind,
  name: room.name,
  created_by: room.createdBy,
  created_at: room.createdAt,
});

/** The body was parsed before it was written; what a kind's body is stands in protocol/model.ts. */
export const toEntry = (row: Omit<Selectable<Tables['entries']>, 'log' | 'digest' | 'target' | 'deleted'>): Entry =>
  ({
    seq: row.seq,
    id: row.id,
    author: row.author,
    at: row.at,
    kind: row.kind,
    body: JSON.parse(row.body) as unknown,
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
});
