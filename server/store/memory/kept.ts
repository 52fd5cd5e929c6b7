/** What a memory store keeps, and how a committed change is written into it. */
import { blank, targetOf, type Entry, type Id, type LogHead, type Member, type Room } from '../../../protocol';
import { headOf, knownOf, ownEntry, type Known, type LogState } from '../entries';
import type { Birth } from '../store';

export interface Kept {
  about: { server: Id; epoch: Id; name: string; password: string | null };
  members: Map<Id, Member>;
  devices: Map<string, { device: Id; member: Id }>;
  rooms: Map<Id, Room>;
  logs: Map<Id, { state: LogState; entries: Entry[] }>;
  known: Map<Id, Known>;
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
    rooms: new Map(),
    logs: new Map(),
    known: new Map(),
  };
  addRoom(
    kept,
    { id: room, commons: true, kind: 'open', name: 'Commons', createdBy: null, createdAt: now },
    birth.entry,
    now,
  );
  return kept;
}

export function addRoom(kept: Kept, room: Room, entryId: Id, now: number): LogHead {
  const empty = { log: room.id, epoch: kept.about.epoch, head: 0, lastAt: 0 };
  const { entry, state } = ownEntry('created', { id: entryId, author: room.createdBy, name: room.name, now }, empty);
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
