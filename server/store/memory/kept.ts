/** What a memory store keeps, and how a committed change is written into it. */
import {
  blank,
  targetOf,
  type AuditLine,
  type Entry,
  type Id,
  type Invitation,
  type LogHead,
  type Mark,
  type Member,
  type Room,
} from '../../../protocol';
import { headOf, knownOf, ownEntry, type Known, type LogState } from '../entries';
import type { KeptDevice } from '../joining';
import type { TokenEnd } from '../moderation';
import { firstRoom } from '../rooms';
import type { Birth } from '../store';

export interface Kept {
  about: { server: Id; epoch: Id; name: string; password: string | null };
  members: Map<Id, Member>;
  /** By the hash of their token. */
  devices: Map<string, KnownDevice>;
  invitations: Map<Id, KeptInvitation>;
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
  };
  addRoom(kept, firstRoom({ id: room, now }), birth.entry, now);
  return kept;
}

export function addRoom(kept: Kept, room: Room, entryId: Id, now: number): LogHead {
  const empty = { log: room.id, epoch: kept.about.epoch, head: 0, lastAt: 0 };
  const { entry, state } = ownEntry(
    { kind: 'created', id: entryId, author: room.createdBy, now, body: { name: room.name } },
    empty,
  );
  kept.rooms.set(room.id, room);
  kept.logs.set(room.id, { state, entries: [] });
  add(kept, state, [{ entry, digest: null }]);
  return headOf(state);
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

export function blankAll(kept: Kept, log: Id, targets: readonly Id[]): void {
  const held = kept.logs.get(log);
  if (!held || targets.length === 0) return;
  const gone = new Set(targets);
  const hit = (entry: Entry) => gone.has(entry.kind === 'message' ? entry.id : (targetOf(entry) ?? ''));
  held.entries = held.entries.map((entry) => (hit(entry) ? blank(entry) : entry));
  for (const id of targets) {
    const known = kept.known.get(id);
    if (known) kept.known.set(id, { ...known, deleted: true });
  }
}

/** What has an id already; a room's id is nobody's entry. */
export const taken = (kept: Kept, id: Id): Known | undefined =>
  kept.known.get(id) ??
  (kept.rooms.has(id)
    ? { author: null, digest: null, seq: 0, at: 0, log: null, kind: null, deleted: false }
    : undefined);

/** Where it is kept when a member spoke last in a slow room. */
export const spokenKey = ({ log, author }: { log: Id; author: Id }): string => `${log}/${author}`;
