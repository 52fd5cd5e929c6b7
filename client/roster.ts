/** Who and what is on a server, as the last resume and the pushes since then say. */
import {
  may,
  newAbove,
  type Id,
  type Knock,
  type Member,
  type NetworkCalls,
  type NetworkPushes,
  type Output,
  type Payload,
  type Preference,
  type Room,
  type Server,
} from '../protocol';
import type { KeptRoster } from './cache';
import { Signal } from './signal';
import { EMPTY_SERVER, type ServerView } from './views';

type Resumed = Output<NetworkCalls['resume']>;

export class Roster {
  readonly view = new Signal<ServerView>(EMPTY_SERVER);

  /** Who waits at the door: empty for those who may not let them in. */
  readonly knocks = new Signal<readonly Knock[]>([]);

  /** What the hello told before anybody joined. */
  found(server: Server): void {
    this.view.update((view) => ({ ...view, server: { ...view.server, ...server } }));
  }

  /** What an earlier run of this device kept: nobody is known to be here, and nothing is certain. */
  restore({ server, me, members, rooms, others = [], preferences = [] }: KeptRoster): void {
    if (this.view.current.ready) return;
    const preferred = byRoom(preferences);
    this.view.update((view) => ({
      ...view,
      ...{ server, me, preferences: preferred },
      members: new Map(members.map((member) => [member.id, member])),
      ...parted([...rooms, ...others], me, preferred),
    }));
  }

  /** What to keep for the next run; null before anything is known. */
  get kept(): KeptRoster | null {
    const { server, me, members, rooms, others, preferences, ready } = this.view.current;
    if (!ready || !server || !me) return null;
    const all = { members: [...members.values()], preferences: [...preferences.values()] };
    return { server, me, ...all, rooms: [...rooms], others: [...others] };
  }

  resumed({ server, me, members, rooms, here, idle, preferences, knocks }: Resumed): void {
    const preferred = byRoom(preferences);
    this.view.set({
      server,
      me,
      members: new Map(members.map((member) => [member.id, member])),
      ...parted(rooms, me, preferred),
      preferences: preferred,
      here: new Set(here),
      idle: new Set(idle),
      ready: true,
    });
    this.knocks.set(knocks ?? []);
  }

  members(members: readonly Member[]): void {
    this.view.update((view) => {
      const all = new Map(view.members);
      for (const member of members) all.set(member.id, member);
      return { ...view, members: all };
    });
    const me = this.member(this.view.current.me);
    if (me && !may(me.role, 'approve')) this.knocks.set([]);
  }

  rooms(rooms: readonly Room[]): void {
    this.#put((all) => {
      for (const room of rooms) all.set(room.id, room);
    });
  }

  /** These are not this person's to read any more: an open one may be entered again, of the others nothing is known. */
  gone(logs: readonly Id[]): void {
    const { me } = this.view.current;
    this.#put((all) => {
      for (const id of logs) {
        const room = all.get(id);
        if (room?.kind !== 'open') all.delete(id);
        else if (me && !room.left.includes(me)) all.set(id, { ...room, left: [...room.left, me] });
      }
    });
  }

  preferences(preferences: readonly Preference[]): void {
    this.view.update((view) => {
      const all = new Map(view.preferences);
      for (const preference of preferences) all.set(preference.room, preference);
      return { ...view, preferences: all, rooms: inOrder(view.rooms, all) };
    });
  }

  presence({ here, idle, gone }: Payload<NetworkPushes['presence']>): void {
    this.view.update((view) => {
      const [nowHere, nowIdle] = [new Set([...view.here, ...here, ...idle]), new Set([...view.idle, ...idle])];
      for (const id of here) nowIdle.delete(id);
      for (const id of gone) {
        nowHere.delete(id);
        nowIdle.delete(id);
      }
      return { ...view, here: nowHere, idle: nowIdle };
    });
  }

  #put(change: (all: Map<Id, Room>) => void): void {
    this.view.update((view) => {
      const all = new Map([...view.rooms, ...view.others].map((room) => [room.id, room]));
      change(all);
      return { ...view, ...parted([...all.values()], view.me, view.preferences) };
    });
  }

  room(id: Id): Room | null {
    return this.view.current.rooms.find((room) => room.id === id) ?? null;
  }

  /** Whether somebody is among the people of a log: of a room they have not left; of what is no room, on the server. */
  within(log: Id, id: Id): boolean {
    if (this.member(id)?.standing !== 'in') return false;
    const room = this.room(log);
    return !room || (room.members ? room.members.includes(id) : !room.left.includes(id));
  }

  /** Above which seq a log is new to this person who has no mark there. */
  newAbove({ log, head, first = 1 }: { log: Id; head: number; first?: number }): number {
    return newAbove({ first, head }, this.room(log), this.member(this.view.current.me));
  }

  member(id: Id | null): Member | null {
    return (id && this.view.current.members.get(id)) || null;
  }
}

type Preferences = ReadonlyMap<Id, Preference>;

const byRoom = (preferences: readonly Preference[]): Preferences =>
  new Map(preferences.map((preference) => [preference.room, preference]));

/** Rooms one is in, and open ones one has left. */
function parted(all: readonly Room[], me: Id | null, preferences: Preferences): Pick<ServerView, 'rooms' | 'others'> {
  const hasLeft = ({ left }: Room) => me !== null && left.includes(me);
  return {
    rooms: inOrder(
      all.filter((room) => !hasLeft(room)),
      preferences,
    ),
    others: inOrder(all.filter(hasLeft), new Map()),
  };
}

/** By this person's own order; those without a place in it behind, the first room first, then by age. */
const inOrder = (rooms: readonly Room[], preferences: Preferences): Room[] => {
  const place = ({ id }: Room) => preferences.get(id)?.position ?? Infinity;
  return [...rooms].sort(
    (a, b) =>
      (place(a) === place(b) ? 0 : place(a) - place(b)) ||
      Number(b.commons) - Number(a.commons) ||
      a.createdAt - b.createdAt ||
      (a.id < b.id ? -1 : 1),
  );
};
