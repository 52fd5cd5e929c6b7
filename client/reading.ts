/** How far this person has read the logs on this device: by what they see here, and by what their other devices say. */
import type { Id, LogHead, Mark } from '../protocol';
import type { Asides } from './asides';
import type { Marks } from './marks';
import type { Held } from './showing';

interface ReadingParts {
  held(log: Id): Held | undefined;
  asides: Asides;
  marks: Marks;
  refresh(log: Id): void;
}

export class Reading {
  readonly #parts: ReadingParts;

  constructor(parts: ReadingParts) {
    this.#parts = parts;
  }

  /** Everything up to `seq` was in view, and the whispers that stand behind entries up to there. */
  seen(log: Id, seq: number): void {
    const { held, asides } = this.#parts;
    for (const aside of asides.in(log)) {
      const side = held(aside.log);
      const last = side?.replica.entries.filter(({ after = 0 }) => after <= seq).at(-1)?.seq ?? 0;
      if (side && last > side.seen) this.#saw(side, last);
    }
    const room = held(log);
    if (room?.replica.position && seq > room.seen) this.#saw(room, Math.min(seq, room.replica.head));
  }

  /** Another device of this person has read further. */
  heard(mark: Mark): void {
    const { held, marks, refresh } = this.#parts;
    const there = held(mark.log);
    if (!marks.hear(mark) || !there) return;
    if (mark.thread === undefined) this.agree(mark);
    else refresh(mark.log);
  }

  /** What the person has seen is the most that this device or the server knows of; each tells the other. */
  agree({ log, epoch }: Pick<LogHead, 'log' | 'epoch'>): void {
    const held = this.#parts.held(log);
    if (held?.replica.epoch !== epoch) return;
    const heard = this.#parts.marks.heard({ log, epoch });
    const risen = heard !== null && heard > held.seen;
    if (risen) held.seen = heard;
    if (risen || heard !== held.seen) this.#parts.marks.put({ log, epoch, seq: held.seen });
    if (risen) this.#parts.refresh(log);
  }

  #saw(held: Held, seq: number): void {
    const { log, epoch } = held.replica;
    held.seen = seq;
    this.#parts.marks.put({ log, epoch, seq });
    this.#parts.refresh(log);
  }
}
