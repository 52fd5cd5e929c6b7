/** What is followed for whoever has a room in front: who comes and goes, what a gap held, one's threads, the room's pins. */
import type { Id } from '../../protocol';
import { Comings } from './comings/comings.svelte';
import { Gap } from './connection/gap.svelte';
import type { Conversation } from './conversation.svelte';
import { OwnThreads } from './panel/own-threads.svelte';
import { lastAboutPins, Pinned } from './panel/pinned.svelte';

/** Made in a component's script: it follows as long as that component is there. */
export class Followed {
  readonly #conversation: () => Conversation;
  readonly #room: () => Id | null;
  readonly #session = $derived.by(() => this.#conversation().session);
  readonly #roomId = $derived.by(() => this.#room());
  readonly comings: Comings = $derived.by(() => new Comings(this.#session));
  readonly gap: Gap = $derived.by(() => new Gap(this.#session));
  readonly threads: OwnThreads = $derived.by(() => new OwnThreads(this.#session));
  /** Null while no room is open. */
  readonly pinned: Pinned | null = $derived.by(() => (this.#roomId ? new Pinned(this.#session, this.#roomId) : null));
  readonly #aboutPins = $derived.by(() =>
    this.#roomId ? lastAboutPins(this.#conversation().log(this.#roomId).current) : 0,
  );

  /** @param room the open one */
  constructor(conversation: () => Conversation, room: () => Id | null) {
    this.#conversation = conversation;
    this.#room = room;
    $effect(() => {
      const ended = [this.comings, this.gap];
      return () => ended.forEach((one) => one.close());
    });
    const live = $derived(conversation().live);
    $effect(() => (live ? this.threads.follow() : undefined));
    $effect(() => {
      if (live && this.#aboutPins >= 0) void this.pinned?.ask();
    });
  }
}
