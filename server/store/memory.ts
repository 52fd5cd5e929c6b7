/**
 * A store with no disk but an object that stands for one: what was not committed to it is forgotten, as at a power cut.
 * For tests and simulators: a new store on the same `MemoryDisk` is a restart.
 */
import { limits, refuse, type Answer, type Id, type Member, type Room } from '../../protocol';
import { cut, headOf, knownOf, ownEntry, place, type Known } from './entries';
import { add, addRoom, blankAll, born, MemoryDisk, taken, type Kept } from './memory/kept';
import { MemoryTurns } from './memory/turns';
import { StoreError, type Appended, type Birth, type Newcomer, type Page, type ReadRequest, type Store } from './store';

export { MemoryDisk };

export async function openMemoryStore(disk: MemoryDisk, birth: Birth): Promise<Store> {
  if (!disk.kept) {
    const kept = born(birth);
    await disk.sync();
    disk.kept = kept;
  }
  return { ...new MemoryStore(disk.kept, new MemoryTurns(disk)) };
}

class MemoryStore implements Store {
  readonly #kept: Kept;
  readonly #turns: MemoryTurns;
  readonly close: () => Promise<void>;

  constructor(kept: Kept, turns: MemoryTurns) {
    this.#kept = kept;
    this.#turns = turns;
    this.close = turns.close;
  }

  about = () => this.#turns.ask(() => ({ ...this.#kept.about }));
  members = () => this.#turns.ask(() => [...this.#kept.members.values()]);
  rooms = () => this.#turns.ask(() => [...this.#kept.rooms.values()]);
  heads = () => this.#turns.ask(() => [...this.#kept.logs.values()].map(({ state }) => headOf(state)));
  deviceByToken = (hash: string) => this.#turns.ask(() => this.#kept.devices.get(hash) ?? null);

  setName = (name: string) =>
    this.#turns.change(() => ({ answer: undefined, apply: () => void (this.#kept.about.name = name) }));
  setPassword = (hash: string | null) =>
    this.#turns.change(() => ({ answer: undefined, apply: () => void (this.#kept.about.password = hash) }));

  holds: Store['holds'] = (positions) =>
    this.#turns.ask(() =>
      positions.map(({ log, epoch, seq, id }) => {
        const held = this.#kept.logs.get(log);
        return held?.state.epoch === epoch && held.entries[seq - 1]?.id === id;
      }),
    );

  lacking: Store['lacking'] = (author, ids) =>
    this.#turns.ask(() => ids.filter((id) => this.#kept.known.get(id)?.author !== author));

  read = ({ log, after, before, limit }: ReadRequest): Promise<Page | null> =>
    this.#turns.ask(() => {
      const held = this.#kept.logs.get(log);
      if (!held) return null;
      const range = held.entries.slice(after ?? 0, before === undefined ? undefined : Math.max(0, before - 1));
      const fromEnd = after === undefined && before !== undefined;
      const entries = fromEnd ? range.slice(-limit) : range.slice(0, limit);
      return { head: headOf(held.state), entries: cut(entries, limits.pageBytes, fromEnd ? 'end' : 'start') };
    });

  join = (newcomer: Newcomer) =>
    this.#turns.change(() => {
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
    this.#turns.change(() => {
      const member = this.#kept.members.get(id);
      if (!member) return { answer: null, apply: () => {} };
      const renamed = { ...member, name };
      return { answer: renamed, apply: () => void this.#kept.members.set(id, renamed) };
    });

  createRoom: Store['createRoom'] = ({ id, name, by, entry, now }) =>
    this.#turns.change<Awaited<ReturnType<Store['createRoom']>>>(() => {
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
    this.#turns.change(() => {
      const states = new Map([...this.#kept.logs].map(([id, { state }]) => [id, state]));
      const staged = new Map<Id, Known>();
      const applying: (() => void)[] = [];
      const answer = requests.map((request): Answer<Appended> => {
        const state = states.get(request.log);
        if (!state) return { ok: false, error: refuse('no-such-log') };
        if (!this.#kept.members.has(request.author)) return { ok: false, error: refuse('internal') };
        const placed = place(request, state, (id) => staged.get(id) ?? taken(this.#kept, id));
        for (const row of placed.added) staged.set(row.entry.id, knownOf(request.log, row));
        for (const id of placed.blanked) {
          const target = staged.get(id) ?? taken(this.#kept, id);
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
}
