/** The way through the rooms: where one was, for going back and forward. */
import type { Id } from '../../../protocol';

/** Further back nobody goes. */
const LONGEST = 50;

export class Trail {
  #rooms: Id[] = [];
  #at = -1;

  /** Where one is now. What lay ahead is forgotten when one goes somewhere else. */
  visit(room: Id): void {
    if (this.#rooms[this.#at] === room) return;
    this.#rooms = [...this.#rooms.slice(0, this.#at + 1), room].slice(-LONGEST);
    this.#at = this.#rooms.length - 1;
  }

  /**
   * @param by -1: back, 1: forward
   * @param isThere whether a room can still be gone to
   * @returns the next room on that side, where one is from now on; null where there is none
   */
  step(by: 1 | -1, isThere: (room: Id) => boolean): Id | null {
    for (let at = this.#at + by; at >= 0 && at < this.#rooms.length; at += by) {
      const room = this.#rooms[at];
      if (room === undefined || !isThere(room) || room === this.#rooms[this.#at]) continue;
      this.#at = at;
      return room;
    }
    return null;
  }

  /** Each room once, the last visited first. */
  get recent(): readonly Id[] {
    return [...new Set([...this.#rooms].reverse())];
  }
}
