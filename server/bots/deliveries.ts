/** How it goes with hooks since the start: what their addresses answered last, since when none takes anything, and when it is tried again. */
import type { HookState, Id } from '../../protocol';
import { isTaken, type Reply } from './posting';

type Going = Omit<HookState, 'hook' | 'waiting'>;
const unknown: Going = { last: null, failingSince: null, nextAt: null };

export class Deliveries {
  readonly #going = new Map<Id, Going>();

  /** An address answered, or did not. */
  answered(hook: Id, { status }: Pick<Reply, 'status'>, now: number): void {
    const { failingSince } = this.of(hook);
    const taken = isTaken({ status });
    this.#going.set(hook, {
      last: { at: now, status },
      failingSince: taken ? null : (failingSince ?? now),
      nextAt: null,
    });
  }

  /** The same is tried again then, by the clock, to the millisecond. */
  again(hook: Id, nextAt: number): void {
    this.#going.set(hook, { ...this.of(hook), nextAt: Math.round(nextAt) });
  }

  of(hook: Id): Going {
    return this.#going.get(hook) ?? unknown;
  }

  forget(hook: Id): void {
    this.#going.delete(hook);
  }
}
