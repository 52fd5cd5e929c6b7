/** What stands in front of a conversation to be answered: one thing at a time. */
import type { Room } from '../../../protocol';
import type { Conversation } from '../conversation.svelte';
import { Trail } from '../keys/trail';
import { RoomDeeds } from './deeds.svelte';

export type Asked =
  | { kind: 'new-room' }
  | { kind: 'new-direct' }
  | { kind: 'others' }
  /** Its name and topic, or its topic alone. */
  | { kind: 'change'; room: Room }
  | { kind: 'add'; room: Room }
  | { kind: 'promote'; room: Room }
  | { kind: 'leave'; room: Room }
  | { kind: 'archive'; room: Room }
  | { kind: 'print'; room: Room }
  | { kind: 'status' }
  | { kind: 'palette' }
  | { kind: 'lab' }
  | { kind: 'shortcuts' };

const known = new WeakMap<Conversation, Asking>();

export class Asking {
  readonly deeds: RoomDeeds;
  /** The rooms that were open, in the order one went through them. */
  readonly trail = new Trail();
  #current: Asked | null = $state.raw(null);

  /** The same for the same conversation: its list, its palette and its keys ask in one place. */
  static of(conversation: Conversation): Asking {
    const asking = known.get(conversation) ?? new Asking(new RoomDeeds(conversation));
    known.set(conversation, asking);
    return asking;
  }

  private constructor(deeds: RoomDeeds) {
    this.deeds = deeds;
  }

  get current(): Asked | null {
    return this.#current;
  }

  ask(asked: Asked): void {
    this.#current = asked;
  }

  readonly close = (): void => {
    this.#current = null;
  };
}
