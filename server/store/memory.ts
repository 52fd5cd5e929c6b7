/**
 * A store with no disk but an object that stands for one: what was not committed to it is forgotten, as at a power cut.
 * For tests and simulators: a new store on the same `MemoryDisk` is a restart.
 */
import {
  blank,
  limits,
  refuse,
  targetOf,
  type Answer,
  type Entry,
  type Id,
  type LogHead,
  type Member,
  type Room,
} from '../../protocol';
import { cut, headOf, knownOf, ownEntry, place, type Known, type LogState } from './entries';
import { StoreError, type Appended, type Birth, type Newcomer, type Page, type ReadRequest, type Store } from './store';

interface Kept {
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

export async function openMemoryStore(disk: MemoryDisk, birth: Birth): Promise<Store> {
  if (!disk.kept) {
    const kept = born(birth);
    await disk.sync();
    disk.kept = kept;
  }
  return new MemoryStore(disk, disk.kept);
}

function born(birth: Birth): Kept {
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

function addRoom(kept: Kept, room: Room, entryId: Id, now: number): LogHead {
  const empty = { log: room.id, epoch: kept.about.epoch, head: 0, lastAt: 0 };
  const { entry, state } = ownEntry('created', { id: entryId, author: room.createdBy, name: room.name, now }, empty);
  kept.rooms.set(room.id, room);
  kept.logs.set(room.id, { state, entries: [] });
  add(kept, state, [{ entry, digest: null }]);
  return headOf(state);
}

function add(kept: Kept, state: LogState, rows: { entry: Entry; digest: string | null }[]): void {
  const log = kept.logs.get(state.log);
  if (!log) return;
  log.state = state;
  for (const { entry, digest } of rows) {
    log.entries.push(entry);
    kept.known.set(entry.id, knownOf(state.log, { entry, digest }));
  }
}

function blankAll(kept: Kept, log: Id, targets: readonly Id[]): void {
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

class MemoryStore implements Store {
  readonly #disk: MemoryDisk;
  readonly #kept: Kept;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(disk: MemoryDisk, kept: Kept) {
    this.#disk = disk;
    this.#kept = kept;
  }

  about = () => this.#ask(() => ({ ...this.#kept.about }));
  members = () => this.#ask(() => [...this.#kept.members.values()]);
  rooms = () => this.#ask(() => [...this.#kept.rooms.values()]);
  heads = () => this.#ask(() => [...this.#kept.logs.values()].map(({ state }) => headOf(state)));
  deviceByToken = (hash: string) => this.#ask(() => this.#kept.devices.get(hash) ?? null);

  setName = (name: string) =>
    this.#change(() => ({ answer: undefined, apply: () => void (this.#kept.about.name = name) }));
  setPassword = (hash: string | null) =>
    this.#change(() => ({ answer: undefined, apply: () => void (this.#kept.about.password = hash) }));

  holds: Store['holds'] = (positions) =>
    this.#ask(() =>
      positions.map(({ log, epoch, seq, id }) => {
        const held = this.#kept.logs.get(log);
        return held?.state.epoch === epoch && held.entries[seq - 1]?.id === id;
      }),
    );

  lacking: Store['lacking'] = (author, ids) =>
    this.#ask(() => ids.filter((id) => this.#kept.known.get(id)?.author !== author));

  read = ({ log, after, before, limit }: ReadRequest): Promise<Page | null> =>
    this.#ask(() => {
      const held = this.#kept.logs.get(log);
      if (!held) return null;
      const range = held.entries.slice(after ?? 0, before === undefined ? undefined : Math.max(0, before - 1));
      const fromEnd = after === undefined && before !== undefined;
      const entries = fromEnd ? range.slice(-limit) : range.slice(0, limit);
      return { head: headOf(held.state), entries: cut(entries, limits.pageBytes, fromEnd ? 'end' : 'start') };
    });

  join = (newcomer: Newcomer) =>
    this.#change(() => {
      const { member: id, name, role, via, now } = newcomer;
      const log = [...this.#kept.logs.values()][0];
      if (!log) throw new StoreError('internal', 'there is no first room');
      if (this.#kept.devices.has(newcomer.tokenHash))
        throw new StoreError('internal', 'this token is somebody’s already');
      const member: Member = { id, name, role, via, joinedAt: now };
      const { entry, state } = ownEntry('joined', { id: newcomer.entry, author: id, name, now }, log.state);
      const joined: Appended = { head: headOf(state), results: [], added: [entry] };
      return {
        answer: { member, joined },
        apply: () => {
          this.#kept.members.set(id, member);
          this.#kept.devices.set(newcomer.tokenHash, { device: newcomer.device, member: id });
          add(this.#kept, state, [{ entry, digest: null }]);
        },
      };
    });

  rename = (id: Id, name: string) =>
    this.#change(() => {
      const member = this.#kept.members.get(id);
      if (!member) return { answer: null, apply: () => {} };
      const renamed = { ...member, name };
      return { answer: renamed, apply: () => void this.#kept.members.set(id, renamed) };
    });

  createRoom: Store['createRoom'] = ({ id, name, by, entry, now }) =>
    this.#change<Awaited<ReturnType<Store['createRoom']>>>(() => {
      const nothing = () => {};
      const [room, log] = [this.#kept.rooms.get(id), this.#kept.logs.get(id)];
      if (room && log && room.createdBy === by && room.name === name) {
        return { answer: { ok: true, value: { room, head: headOf(log.state), created: false } }, apply: nothing };
      }
      if (room || this.#kept.known.has(id))
        return { answer: { ok: false, error: refuse('id-conflict') }, apply: nothing };
      if (this.#kept.rooms.size >= limits.rooms)
        return { answer: { ok: false, error: refuse('too-many-rooms') }, apply: nothing };
      const made: Room = { id, commons: false, kind: 'open', name, createdBy: by, createdAt: now };
      const head = { log: id, epoch: this.#kept.about.epoch, head: 1 };
      return {
        answer: { ok: true, value: { room: made, head, created: true } },
        apply: () => void addRoom(this.#kept, made, entry, now),
      };
    });

  append: Store['append'] = (requests) =>
    this.#change(() => {
      const states = new Map([...this.#kept.logs].map(([id, { state }]) => [id, state]));
      const staged = new Map<Id, Known>();
      const applying: (() => void)[] = [];
      const answer = requests.map((request): Answer<Appended> => {
        const state = states.get(request.log);
        if (!state) return { ok: false, error: refuse('no-such-log') };
        if (!this.#kept.members.has(request.author)) return { ok: false, error: refuse('internal') };
        const placed = place(request, state, (id) => staged.get(id) ?? this.#taken(id));
        for (const row of placed.added) staged.set(row.entry.id, knownOf(request.log, row));
        for (const id of placed.blanked) {
          const target = staged.get(id) ?? this.#taken(id);
          if (target) staged.set(id, { ...target, deleted: true });
        }
        states.set(request.log, placed.state);
        applying.push(() => {
          add(this.#kept, placed.state, placed.added);
          blankAll(this.#kept, request.log, placed.blanked);
        });
        return { ok: true, value: placed.appended };
      });
      return { answer, apply: () => applying.forEach((run) => run()) };
    });

  close = (): Promise<void> => {
    this.#closed = true;
    return this.#last.then(
      () => undefined,
      () => undefined,
    );
  };

  /** What has an id already; a room's id is nobody's entry. */
  #taken(id: Id): Known | undefined {
    return (
      this.#kept.known.get(id) ??
      (this.#kept.rooms.has(id)
        ? { author: null, digest: null, seq: 0, at: 0, log: null, kind: null, deleted: false }
        : undefined)
    );
  }

  /** Waits for its turn, so that nobody reads what a failing disk may still refuse. */
  #ask<T>(question: () => T): Promise<T> {
    return this.#change(() => ({ answer: question(), apply: null }));
  }

  #change<T>(plan: () => { answer: T; apply: (() => void) | null }): Promise<T> {
    if (this.#closed) return Promise.reject(new StoreError('closing', 'the store is closed'));
    const done = this.#last.then(async () => {
      const { answer, apply } = plan();
      if (apply) {
        await this.#disk.sync();
        apply();
      }
      // A copy, as from a disk: what the caller does with it changes nothing here.
      return clone(answer);
    });
    this.#last = done.catch(() => undefined);
    return done;
  }
}

const clone = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));
