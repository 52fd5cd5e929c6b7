/**
 * Who spoke lately, and is likely to speak again at once. Under load it pays to wait for them: a commit is one sync, and
 * a push to each of the subscribers, however many entries are in it.
 *
 * Counted are people, not messages. One person with many messages on the way, or a few who each wait for an
 * acknowledgement before they go on, say nothing while they are waited for: that would only take time. With at least
 * PEOPLE of them in LATELY, some 800 messages a second, four or more come in the window of 5 ms.
 */
import type { Id } from '../protocol';

const PEOPLE = 16;
/** In milliseconds. */
const LATELY = 20;

export class Company {
  /** When each spoke last; who spoke the longest ago comes first. */
  readonly #spoke = new Map<Id, number>();

  spoke(person: Id, now: number): void {
    this.#spoke.delete(person);
    this.#spoke.set(person, now);
    for (const [other, at] of this.#spoke) {
      // A clock that was set back makes nobody speak later.
      if (at <= now && now - at <= LATELY) return;
      this.#spoke.delete(other);
    }
  }

  /** Whether enough speak, and one of them is not among these, who are the last who spoke. */
  missing(waiting: ReadonlySet<Id>): boolean {
    const [longestAgo] = this.#spoke.keys();
    return this.#spoke.size >= PEOPLE && longestAgo !== undefined && !waiting.has(longestAgo);
  }
}
