/**
 * Whose it is to read which log: in memory, kept in step with each change. A log that is not somebody's is, to them, as one
 * there is not. Whoever changes something is judged once more by the store, in its transaction.
 */
import type { Id, Room, Side } from '../../protocol';
import type { Bots } from '../bots/bots';
import type { Roster } from '../roster';
import type { Membership } from '../store/rooms';
import type { Store } from '../store/store';

/** A log as one member may read it. */
export interface Reach {
  log: Id;
  /** The room it is, or stands in. */
  room: Id;
  /** Of a whisper. */
  side: Side | null;
  /** Nothing below is theirs. */
  first: number;
}

type Place = Pick<Membership, 'first' | 'since'>;

/** Bots may be there for some rooms alone (server/bots/). */
export type Reaching = Pick<Bots, 'limited' | 'reaches'>;

interface Crowd {
  open: boolean;
  /** Of an open room: who is not in it. */
  left: ReadonlySet<Id>;
  /** And since when those are who had left it. */
  back: ReadonlyMap<Id, number>;
  /** Of any other: who is. */
  inside: ReadonlyMap<Id, Place>;
}

export class Access {
  readonly #roster: Roster;
  readonly #bots: Reaching;
  readonly #crowds = new Map<Id, Crowd>();
  readonly #sides = new Map<Id, Side>();
  readonly #sidesOf = new Map<Id, Set<Id>>();

  private constructor(roster: Roster, bots: Reaching) {
    this.#roster = roster;
    this.#bots = bots;
  }

  static async load(store: Pick<Store, 'memberships' | 'sides'>, roster: Roster, bots: Reaching): Promise<Access> {
    const access = new Access(roster, bots);
    const places = new Map<Id, Map<Id, Place>>();
    for (const { room, member, first, since } of await store.memberships())
      places.set(room, (places.get(room) ?? new Map<Id, Place>()).set(member, { first, since }));
    for (const room of roster.rooms) {
      const place = places.get(room.id) ?? new Map<Id, Place>();
      const back = room.kind === 'open' ? [...place].map(([id, { since }]) => [id, since] as const) : [];
      access.#crowds.set(
        room.id,
        crowdOf(room, (id) => place.get(id), back),
      );
    }
    for (const { log, ...side } of await store.sides()) access.open(log, side);
    return access;
  }

  /** Null: not theirs to read, exactly as where there is no such log. */
  log(member: Id, log: Id): Reach | null {
    const side = this.#sides.get(log);
    if (side && !side.members.includes(member)) return null;
    const room = side?.room ?? log;
    const first = this.#firstIn(room, member);
    return first === null ? null : { log, room, side: side ?? null, first: side ? 1 : first };
  }

  /** All that a member may read: rooms by age, then whispers. */
  of(member: Id): Reach[] {
    return [...this.#crowds.keys(), ...(this.#sidesOf.get(member) ?? [])].flatMap((log) => this.log(member, log) ?? []);
  }

  /** Whose it is to read now. */
  people(log: Id): Id[] {
    const side = this.#sides.get(log);
    const crowd = this.#crowds.get(side?.room ?? log);
    if (!crowd) return [];
    const candidates =
      side?.members ?? (crowd.open ? this.#roster.members.map(({ id }) => id) : [...crowd.inside.keys()]);
    return candidates.filter((member) => this.log(member, log) !== null);
  }

  /** Whether everybody on the server may read it: the log of an open room that nobody has left. */
  isCommon(log: Id): boolean {
    const crowd = this.#crowds.get(log);
    return crowd?.open === true && crowd.left.size === 0 && !this.#bots.limited;
  }

  /** A room as far as this member may know of it: an open one also where they have left it. */
  room(member: Id, id: Id): Room | null {
    const room = this.#roster.room(id);
    if (!room || !this.#bots.reaches(member, id)) return null;
    return room.kind === 'open' || this.#firstIn(id, member) !== null ? room : null;
  }

  /** Whether every open room is there for everybody. */
  get everywhere(): boolean {
    return !this.#bots.limited;
  }

  rooms(member: Id): Room[] {
    return this.#roster.rooms.filter(({ id }) => this.room(member, id));
  }

  /** Since when somebody is in a room; null for who was always in an open one, and for who is not in it. */
  since(member: Id, room: Id): number | null {
    const crowd = this.#crowds.get(room);
    return crowd?.inside.get(member)?.since ?? crowd?.back.get(member) ?? null;
  }

  /** The side logs in a room that are a member's as long as they are in it. */
  sidesIn(room: Id, member: Id): Id[] {
    return [...(this.#sidesOf.get(member) ?? [])].filter((log) => this.#sides.get(log)?.room === room);
  }

  /** A room is new, or its people are others. @param place of those who came in just now */
  put(room: Room, place: Place): void {
    const before = this.#crowds.get(room.id);
    const cameBack = [...(before?.left ?? [])].filter((id) => !room.left.includes(id));
    const back = new Map([...(before?.back ?? []), ...cameBack.map((id) => [id, place.since] as const)]);
    this.#crowds.set(
      room.id,
      crowdOf(room, (id) => before?.inside.get(id) ?? place, back),
    );
  }

  /** A side log was made. */
  open(log: Id, side: Side): void {
    this.#sides.set(log, side);
    for (const member of side.members) this.#sidesOf.set(member, (this.#sidesOf.get(member) ?? new Set<Id>()).add(log));
  }

  /** Null for who is not in the room. */
  #firstIn(room: Id, member: Id): number | null {
    const crowd = this.#crowds.get(room);
    if (!crowd || this.#roster.member(member)?.standing !== 'in' || !this.#bots.reaches(member, room)) return null;
    if (crowd.open) return crowd.left.has(member) ? null : 1;
    return crowd.inside.get(member)?.first ?? null;
  }
}

const crowdOf = (
  { kind, members, left }: Room,
  placeOf: (member: Id) => Place | undefined,
  back: Iterable<readonly [Id, number]>,
): Crowd => ({
  open: kind === 'open',
  left: new Set(left),
  back: new Map([...back].filter(([member]) => !left.includes(member))),
  inside: new Map((members ?? []).flatMap((member) => [[member, placeOf(member) ?? { first: 1, since: 0 }] as const])),
});
