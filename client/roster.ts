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
  restore({ server, me, members, rooms }: KeptRoster): void {
    if (this.view.current.ready) return;
    this.view.update((view) => ({
      ...view,
      server,
      me,
      members: new Map(members.map((member) => [member.id, member])),
      rooms: inOrder(rooms),
    }));
  }

  /** What to keep for the next run; null before anything is known. */
  get kept(): KeptRoster | null {
    const { server, me, members, rooms, ready } = this.view.current;
    return ready && server && me ? { server, me, members: [...members.values()], rooms: [...rooms] } : null;
  }

  resumed({ server, me, members, rooms, here, idle, knocks }: Resumed): void {
    this.view.set({
      server,
      me,
      members: new Map(members.map((member) => [member.id, member])),
      rooms: inOrder(rooms),
      others: [],
      preferences: new Map(),
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
    this.view.update((view) => {
      const all = new Map(view.rooms.map((room) => [room.id, room]));
      for (const room of rooms) all.set(room.id, room);
      return { ...view, rooms: inOrder([...all.values()]) };
    });
  }

  presence({ here, gone }: Payload<NetworkPushes['presence']>): void {
    this.view.update((view) => {
      const all = new Set(view.here);
      for (const id of gone) all.delete(id);
      for (const id of here) all.add(id);
      return { ...view, here: all };
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

const inOrder = (rooms: readonly Room[]): Room[] =>
  [...rooms].sort(
    (a, b) => Number(b.commons) - Number(a.commons) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
  );
