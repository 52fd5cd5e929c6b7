/** What a memory store keeps, and how a committed change is written into it. */
import {
  type AuditLine,
  type Bot,
  type Entry,
  type Id,
  type Invitation,
  type Mark,
  type Member,
  type Preference,
  type Room,
  type Side,
} from '../../../protocol';
import { ownEntry, type LogState } from '../entries';
import type { KeptHook } from '../bots';
import type { KeptDevice } from '../joining';
import type { TokenEnd } from '../moderation';
import { knownOf, OF_ROOM, type Known } from '../known';
import type { Latest } from '../latest';
import { firstRoom } from '../rooms';
import type { Birth } from '../store';

export interface Kept {
  about: { server: Id; epoch: Id; name: string; password: string | null };
  members: Map<Id, Member>;
  /** By the hash of their token. */
  devices: Map<string, KnownDevice>;
  invitations: Map<Id, KeptInvitation>;
  /** Without who is in them: roomIn (rooms.ts) says it. */
  rooms: Map<Id, Room>;
  logs: Map<Id, { state: LogState; entries: Entry[] }>;
  known: Map<Id, Known>;
  bans: Map<Id, KeptBan>;
  /** By device, the last ones: address and when. */
  sights: Map<Id, Map<string, number>>;
  /** By log and member: when they spoke last where it is slow. */
  spoken: Map<string, number>;
  /** Ascending. */
  audit: AuditLine[];
  /** By member and log. */
  marks: Map<string, Mark>;
  /** By room: who is in a private or direct one. */
  people: Map<Id, Map<Id, { first: number; since: number }>>;
  /** By room: who has left an open one. */
  left: Map<Id, Set<Id>>;
  /** By room: since when those are back who had left an open one. */
  back: Map<Id, Map<Id, number>>;
  /** By log. */
  sides: Map<Id, Side>;
  /** By member, then room. */
  preferences: Map<Id, Map<Id, Preference>>;
  /** By message, then latestKey. */
  latest: Map<Id, Map<string, Latest>>;
  /** By log and seq: whom that message names; `*` is everybody in the room. */
  mentions: Map<string, { log: Id; seq: number; thread: Id | null; members: readonly (Id | '*')[] }>;
  /** By member: the threads they have a part in, and the log of each. */
  parts: Map<Id, Map<Id, Id>>;
  /** By anonymous poll, then member. */
  votes: Map<Id, Map<Id, number[]>>;
  bots: Map<Id, Bot>;
  hooks: Map<Id, KeptHook>;
}

interface KnownDevice extends Omit<KeptDevice, 'id'> {
  device: Id;
  member: Id;
  /** Why its token is nobody's any more. */
  ended: TokenEnd | null;
}

export interface KeptInvitation extends Invitation {
  tokenHash: string;
}

export interface KeptBan {
  id: Id;
  member: Id;
  by: Id;
  at: number;
  devices: Id[];
  addresses: string[];
}

export class MemoryDisk {
  kept: Kept | null = null;
  /** Waits as long as a commit takes; throws where the disk fails. A test puts its own here. */
  sync: () => Promise<void> = () => Promise.resolve();
}

export function born(birth: Birth): Kept {
  const { server, epoch, name, room, now } = birth;
  const kept: Kept = {
    about: { server, epoch, name, password: null },
    members: new Map(),
    devices: new Map(),
    invitations: new Map(),
    rooms: new Map(),
    logs: new Map(),
    known: new Map(),
    bans: new Map(),
    sights: new Map(),
    spoken: new Map(),
    audit: [],
    marks: new Map(),
    people: new Map(),
    left: new Map(),
    back: new Map(),
    sides: new Map(),
    preferences: new Map(),
    latest: new Map(),
    mentions: new Map(),
    parts: new Map(),
    votes: new Map(),
    bots: new Map(),
    hooks: new Map(),
  };
  addRoom(kept, firstRoom({ id: room, now }), birth.entry, now);
  return kept;
}

export function addRoom(kept: Kept, room: Room, entryId: Id, now: number): LogState {
  const empty = { log: room.id, epoch: kept.about.epoch, head: 0, lastAt: 0 };
  const { entry, state } = ownEntry(
    { kind: 'created', id: entryId, author: room.createdBy, now, body: { name: room.name } },
    empty,
  );
  kept.rooms.set(room.id, room);
  kept.logs.set(room.id, { state, entries: [] });
  add(kept, state, [{ entry, digest: null }]);
  return state;
}

export function add(kept: Kept, state: LogState, rows: { entry: Entry; digest: string | null }[]): void {
  const log = kept.logs.get(state.log);
  if (!log) return;
  log.state = state;
  for (const { entry, digest } of rows) {
    log.entries.push(entry);
    kept.known.set(entry.id, knownOf(state.log, { entry, digest }));
  }
}

/** What has an id already; a room's id is nobody's entry. */
export const taken = (kept: Kept, id: Id): Known | undefined =>
  kept.known.get(id) ?? (kept.rooms.has(id) ? OF_ROOM : undefined);

/** Where it is kept when a member spoke last in a slow room. */
export const spokenKey = ({ log, author }: { log: Id; author: Id }): string => `${log}/${author}`;
