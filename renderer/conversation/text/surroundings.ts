/** What a text can lead to in the window around it. Where there is none, names and links to messages are plain words. */
import { getContext, setContext } from 'svelte';
import type { Id } from '../../../protocol';
import type { Conversation } from '../conversation.svelte';
import { titleOf } from '../names';

const KEY = Symbol('surroundings');

export class Surroundings {
  readonly #conversation: () => Conversation;

  constructor(conversation: () => Conversation) {
    this.#conversation = conversation;
  }

  get me(): Id | null {
    return this.#conversation().server.me;
  }

  knows(member: Id): boolean {
    return this.#conversation().server.members.has(member);
  }

  openPerson(member: Id): void {
    this.#conversation().panel.open({ kind: 'person', member });
  }

  isHere(server: Id): boolean {
    return this.#conversation().server.server?.id === server;
  }

  /** What a room is called; null for one that is not this person's to read. */
  titleOf(id: Id): string | null {
    const { server } = this.#conversation();
    const room = server.rooms.find((one) => one.id === id);
    return room ? `# ${titleOf(room, server)}` : null;
  }

  goTo(room: Id, entry: Id): void {
    this.#conversation().goTo({ room, entry });
  }
}

/** To be said once by what is around. */
export function surround(conversation: () => Conversation): void {
  setContext(KEY, new Surroundings(conversation));
}

export const surroundings = (): Surroundings | null => getContext<Surroundings | undefined>(KEY) ?? null;
