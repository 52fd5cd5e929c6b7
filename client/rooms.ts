/** What a person does with rooms. Refusals are answers, and so is `not-connected`. */
import { directOf, type Answer, type Id, type Input, type NetworkCalls, type Preference, type Room } from '../protocol';
import type { Ask } from './asking';

/** What is changed is in the session's views before the answer is. */
export interface RoomsHooks {
  newId(): Id;
  server(): Id | null;
  me(): Id | null;
  rooms(rooms: readonly Room[]): void;
  left(room: Id): void;
  preferences(preferences: readonly Preference[]): void;
}

export interface NewRoom {
  kind: 'open' | 'private';
  name: string;
  topic?: string;
  /** Besides this person; of a private room. */
  members?: readonly Id[];
  /** The direct conversation that goes on as this room. */
  from?: Id;
}

export class Rooms {
  readonly #ask: Ask;
  readonly #hooks: RoomsHooks;

  constructor(ask: Ask, hooks: RoomsHooks) {
    this.#ask = ask;
    this.#hooks = hooks;
  }

  create({ kind, name, topic = '', members = [], from }: NewRoom): Promise<Answer<Room>> {
    const id = this.#hooks.newId();
    return this.#changed('createRoom', { id, kind, name, topic, members: [...members], ...(from ? { from } : {}) });
  }

  /** The conversation of this person and these others: made where there is none yet. */
  async direct(others: readonly Id[]): Promise<Answer<Room>> {
    const [server, me] = [this.#hooks.server(), this.#hooks.me()];
    const id = directOf(server ?? '', [me ?? '', ...others]);
    return this.#changed('createRoom', { id, kind: 'direct', topic: '', members: [...others] });
  }

  change(room: Id, change: { name?: string; topic?: string; archived?: boolean }): Promise<Answer<Room>> {
    return this.#changed('changeRoom', { room, ...change });
  }

  /** @param share they read what this person may read; else from now on */
  add(room: Id, members: readonly Id[], share: boolean): Promise<Answer<Room>> {
    return this.#changed('addToRoom', { room, members: [...members], share });
  }

  enter(room: Id): Promise<Answer<Room>> {
    return this.#changed('enterRoom', { room });
  }

  putOut(room: Id, member: Id): Promise<Answer<Room>> {
    return this.#changed('putOut', { room, member });
  }

  async leave(room: Id): Promise<Answer<null>> {
    const answer = await this.#ask('leaveRoom', { room });
    if (!answer.ok) return answer;
    this.#hooks.left(room);
    return { ok: true, value: null };
  }

  async prefer(room: Id, preference: Partial<Omit<Preference, 'room' | 'position'>>): Promise<Answer<Preference>> {
    const answer = await this.#ask('prefer', { room, ...preference });
    if (!answer.ok) return answer;
    this.#hooks.preferences([answer.value.preference]);
    return { ok: true, value: answer.value.preference };
  }

  /** These rooms first, in this order. */
  async arrange(rooms: readonly Id[]): Promise<Answer<null>> {
    const answer = await this.#ask('arrange', { rooms: [...rooms] });
    if (!answer.ok) return answer;
    this.#hooks.preferences(answer.value.preferences);
    return { ok: true, value: null };
  }

  async #changed<N extends 'createRoom' | 'changeRoom' | 'addToRoom' | 'enterRoom' | 'putOut'>(
    name: N,
    input: Input<NetworkCalls[N]>,
  ): Promise<Answer<Room>> {
    const answer = await this.#ask(name, input);
    if (!answer.ok) return answer;
    const { room } = answer.value;
    this.#hooks.rooms([room]);
    return { ok: true, value: room };
  }
}
