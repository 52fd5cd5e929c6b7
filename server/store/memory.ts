/**
 * A store with no disk but an object that stands for one: what was not committed to it is forgotten, as at a power cut.
 * For tests and simulators: a new store on the same `MemoryDisk` is a restart.
 */
import { limits, refuse, type Answer, type Id } from '../../protocol';
import { cut, headOf, knownOf, place, type Known } from './entries';
import { add, addRoom, blankAll, born, MemoryDisk, spokenKey, taken, type Kept } from './memory/kept';
import { MemoryJoining } from './memory/joining';
import { marking } from './memory/marks';
import { moderating } from './memory/moderation';
import { MemoryTurns } from './memory/turns';
import type { Joining } from './joining';
import type { Marking } from './marks';
import type { Moderating } from './moderation';
import { slowFor } from './restraint';
import { openRoom } from './rooms';
import type { Appended, Birth, Page, ReadRequest, Store } from './store';

export { MemoryDisk };

export async function openMemoryStore(disk: MemoryDisk, birth: Birth): Promise<Store> {
  if (!disk.kept) {
    const kept = born(birth);
    await disk.sync();
    disk.kept = kept;
  }
  const turns = new MemoryTurns(disk);
  return {
    ...new MemoryStore(disk.kept, turns),
    ...new MemoryJoining(disk.kept, turns),
    ...moderating(disk.kept, turns),
    ...marking(disk.kept, turns),
  };
}

class MemoryStore implements Omit<Store, keyof (Joining & Moderating & Marking)> {
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
      if (this.#kept.members.get(by)?.standing !== 'in')
        return { answer: { ok: false, error: refuse('removed') }, apply: nothing };
      if (this.#kept.rooms.size >= limits.rooms)
        return { answer: { ok: false, error: refuse('too-many-rooms') }, apply: nothing };
      const made = openRoom({ id, name, by, now });
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
      const spoken = new Map<string, number>();
      const applying: (() => void)[] = [];
      const answer = requests.map((request): Answer<Appended> => {
        const state = states.get(request.log);
        if (!state) return { ok: false, error: refuse('no-such-log') };
        const author = this.#kept.members.get(request.author);
        if (!author) return { ok: false, error: refuse('internal') };
        if (author.standing !== 'in') return { ok: false, error: refuse('removed') };
        const restraint = {
          mutedUntil: author.mutedUntil,
          slow: slowFor(author, this.#kept.rooms.get(request.log)?.slow ?? 0),
          spokenAt: spoken.get(spokenKey(request)) ?? this.#kept.spoken.get(spokenKey(request)) ?? null,
        };
        const placed = place(request, state, (id) => staged.get(id) ?? taken(this.#kept, id), restraint);
        if (placed.spokenAt !== null) spoken.set(spokenKey(request), placed.spokenAt);
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
      applying.push(() => spoken.forEach((at, key) => this.#kept.spoken.set(key, at)));
      return { answer, apply: () => applying.forEach((run) => run()) };
    });
}
