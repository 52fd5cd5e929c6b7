/** Who the members are and which rooms there are, as the store has them: read at the start, kept in step with each change. */
import { may, type Act, type Id, type Member, type Room } from '../protocol';
import type { Store } from './store/store';

export class Roster {
  readonly #members: Map<Id, Member>;
  readonly #rooms: Map<Id, Room>;

  private constructor(members: readonly Member[], rooms: readonly Room[]) {
    this.#members = new Map(members.map((member) => [member.id, member]));
    this.#rooms = new Map(rooms.map((room) => [room.id, room]));
  }

  static async load(store: Store): Promise<Roster> {
    return new Roster(await store.members(), await store.rooms());
  }

  get members(): Member[] {
    return [...this.#members.values()];
  }

  /** Of those who are in. */
  get memberCount(): number {
    return this.members.filter(({ standing }) => standing === 'in').length;
  }

  get rooms(): Room[] {
    return [...this.#rooms.values()];
  }

  room(id: Id): Room | undefined {
    return this.#rooms.get(id);
  }

  member(id: Id): Member | undefined {
    return this.#members.get(id);
  }

  /** Members whose role allows it now. */
  whoMay(act: Act): Id[] {
    return this.members.flatMap(({ id, role, standing }) => (standing === 'in' && may(role, act) ? id : []));
  }

  /** New or changed. */
  putMember(member: Member): void {
    this.#members.set(member.id, member);
  }

  putRoom(room: Room): void {
    this.#rooms.set(room.id, room);
  }
}
