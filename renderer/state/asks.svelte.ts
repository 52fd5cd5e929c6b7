/** Commands that are asked for from outside of the page, in the system's menu. */
import { untrack } from 'svelte';
import { commands, type Command } from '../../protocol';

export interface Taker {
  /** What can be done now. */
  readonly offers: readonly Command[];
  act(command: Command): void;
}

export class Asks {
  #takers: readonly Taker[] = $state.raw([]);

  /** What makes sense now, by whoever is there to do it. */
  get offered(): Command[] {
    return commands.filter((command) => this.#takers.some(({ offers }) => offers.includes(command)));
  }

  /** @returns ends it */
  take(taker: Taker): () => void {
    this.#takers = [...untrack(() => this.#takers), taker];
    return () => {
      this.#takers = this.#takers.filter((one) => one !== taker);
    };
  }

  /** Whoever came last has it; nothing happens where it makes no sense any more. */
  ask(command: Command): void {
    const takers = this.#takers.filter(({ offers }) => offers.includes(command));
    takers[takers.length - 1]?.act(command);
  }
}
