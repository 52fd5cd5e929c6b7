/**
 * A store with no disk but an object that stands for one: what was not committed to it is forgotten, as at a power cut.
 * For tests and simulators: a new store on the same `MemoryDisk` is a restart.
 */
import { limits, refuse, type Answer, type Id, type Side } from '../../protocol';
import { cut, headOf, place } from './entries';
import type { Known } from './known';
import { botting } from './memory/bots';
import { add, born, MemoryDisk, spokenKey, taken, type Kept } from './memory/kept';
import { MemoryJoining } from './memory/joining';
import { marking } from './memory/marks';
import { moderating } from './memory/moderation';
import { venueOf, openSide } from './memory/sides';
import { rooming } from './memory/rooms';
import { stating } from './memory/status';
import { talked } from './memory/talked';
import { pageFor, talking } from './memory/talk';
import { MemoryTurns } from './memory/turns';
import type { Botting } from './bots';
import type { Joining } from './joining';
import type { Marking } from './marks';
import type { Moderating } from './moderation';
import { gate, unborn } from './gate';
import { slowFor } from './restraint';
import type { Rooming } from './rooms';
import type { Stating } from './status';
import type { Appended, Birth, Page, ReadRequest, Store } from './store';
import type { Talking } from './talk';

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
    ...rooming(disk.kept, turns),
    ...stating(disk.kept, turns),
    ...talking(disk.kept, turns),
    ...botting(disk.kept, turns),
  };
}

class MemoryStore implements Omit<
  Store,
  keyof (Botting & Joining & Moderating & Marking & Rooming & Stating & Talking)
> {
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

  read = ({ log, after, before, first = 1, limit, reader }: ReadRequest): Promise<Page | null> =>
    this.#turns.ask(() => {
      const held = this.#kept.logs.get(log);
      if (!held) return null;
      const start = Math.max(after ?? 0, first - 1);
      const range = held.entries.slice(start, before === undefined ? undefined : Math.max(0, before - 1));
      const fromEnd = after === undefined && before !== undefined;
      const entries = fromEnd ? range.slice(-limit) : range.slice(0, limit);
      const page = cut(entries, limits.pageBytes, fromEnd ? 'end' : 'start');
      if (reader === undefined) return { head: headOf(held.state), entries: page };
      const read = pageFor(this.#kept, { log, first, member: reader }, page, fromEnd ? 'end' : 'start');
      return { head: headOf(held.state), ...read };
    });

  rename = (id: Id, name: string) =>
    this.#turns.change(() => {
      const member = this.#kept.members.get(id);
      if (!member) return { answer: null, apply: () => {} };
      const renamed = { ...member, name };
      return { answer: renamed, apply: () => void this.#kept.members.set(id, renamed) };
    });

  append: Store['append'] = (requests) =>
    this.#turns.change(() => {
      const states = new Map([...this.#kept.logs].map(([id, { state }]) => [id, state]));
      const staged = new Map<Id, Known>();
      const spoken = new Map<string, number>();
      const opened = new Map<Id, Side>();
      const applying: (() => void)[] = [];
      const answer = requests.map((request): Answer<Appended> => {
        const side = this.#kept.sides.get(request.log) ?? opened.get(request.log) ?? null;
        const venue = venueOf(this.#kept, request, side, opened);
        if (!venue) return { ok: false, error: refuse('no-such-log') };
        const author = this.#kept.members.get(request.author);
        if (!author) return { ok: false, error: refuse('internal') };
        if (author.standing !== 'in') return { ok: false, error: refuse('removed') };
        const gated = gate(venue, request.author);
        if (!gated) return { ok: false, error: refuse('no-such-log') };
        const { room } = venue;
        const held = states.get(request.log) ?? unborn(request.log, this.#kept.about.epoch);
        const state = venue.side ? { ...held, after: states.get(room.id)?.head ?? 0 } : held;
        // A whisper waits as a message of its room does.
        const key = spokenKey({ log: room.id, author: request.author });
        const restraint = {
          ...gated,
          mutedUntil: author.mutedUntil,
          slow: slowFor(author, room.slow),
          spokenAt: spoken.get(key) ?? this.#kept.spoken.get(key) ?? null,
        };
        const facts = {
          known: (id: Id) => staged.get(id) ?? taken(this.#kept, id),
          roleOf: (id: Id) => this.#kept.members.get(id)?.role,
        };
        const placed = place(request, state, facts, restraint);
        if (placed.spokenAt !== null) spoken.set(key, placed.spokenAt);
        placed.known.forEach((one, id) => staged.set(id, one));
        const begins = placed.added.length > 0 && venue.begun !== null ? venue.side : null;
        if (begins) opened.set(request.log, begins);
        if (placed.added.length > 0) states.set(request.log, placed.state);
        applying.push(() => {
          if (begins) openSide(this.#kept, placed.state, begins);
          add(this.#kept, placed.state, placed.added);
          talked(this.#kept, request.log, placed);
        });
        return { ok: true, value: begins ? { ...placed.appended, opened: begins } : placed.appended };
      });
      applying.push(() => spoken.forEach((at, key) => this.#kept.spoken.set(key, at)));
      return { answer, apply: () => applying.forEach((run) => run()) };
    });
}
