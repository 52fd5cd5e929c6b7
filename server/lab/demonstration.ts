/** One member's demonstration: a short stream in memory, who hears it by which door, and what that has cost. */
import { limits, labDoors, type Id, type LabDoor, type LabEntry, type LabFigures, type LabSaid } from '../../protocol';
import type { Clock } from '../clock';
import { Meter } from './meter';
import { Traffic } from './traffic';

/** Somebody behind a door, one at a time. */
export interface Hearer {
  hear(entries: readonly LabEntry[]): void;
  /** The demonstration is over, or somebody else came by that door. */
  end(): void;
}

/** These are asked at times of their own; to all others is told, in turns. */
const asking: ReadonlySet<LabDoor> = new Set(['polling', 'slow-polling']);

interface Kept extends LabSaid {
  seq: number;
  /** When it came. */
  came: number;
  /** When each door had its turn. */
  told: Map<LabDoor, number>;
}

export class Demonstration {
  readonly member: Id;
  readonly traffic = new Traffic();
  readonly #clock: Clock;
  readonly #meter: Meter;
  readonly #until: number;
  readonly #hearers = new Map<LabDoor, Hearer>();
  readonly #waiting: Kept[] = [];
  #kept: Kept[] = [];
  #messages = 0;
  #telling = false;
  #over = false;

  constructor(member: Id, clock: Clock) {
    this.member = member;
    this.#clock = clock;
    this.#meter = new Meter(clock);
    this.#until = clock.now() + limits.labLife;
  }

  /** @returns false where it says more than there may be at a time */
  say({ at, text }: LabSaid): boolean {
    if (this.#over || this.#waiting.length >= limits.labPerSecond) return false;
    this.#meter.disturbed();
    const kept = { at, text, seq: (this.#messages += 1), came: this.#clock.now(), told: new Map<LabDoor, number>() };
    for (const door of asking) kept.told.set(door, kept.came);
    this.#kept = [...this.#kept, kept].slice(-limits.labKept);
    this.#waiting.push(kept);
    void this.#tell();
    return true;
  }

  /** What came after a place, as far as that door had its turn. */
  page(door: LabDoor, after: number): LabEntry[] {
    if (asking.has(door)) this.#meter.asked(door);
    return this.#kept.flatMap((kept) => (kept.seq > after ? (entryOf(kept, door) ?? []) : []));
  }

  /** From now on it is told; whoever came by that door before is not. @returns says that it is over */
  listen(door: LabDoor, hearer: Hearer): () => void {
    this.#hearers.get(door)?.end();
    if (this.#over) {
      hearer.end();
      return () => undefined;
    }
    this.#hearers.set(door, hearer);
    return () => void (this.#hearers.get(door) === hearer && this.#hearers.delete(door));
  }

  figures(): LabFigures {
    this.#meter.disturbed();
    const doors = labDoors.flatMap((door) => {
      const passed = this.traffic.of(door);
      return passed.requests === 0 ? [] : [[door, { ...passed, cpu: this.#cpu(door, passed.requests) }] as const];
    });
    return {
      messages: this.#messages,
      left: Math.max(0, this.#until - this.#clock.now()),
      doors: Object.fromEntries(doors),
    };
  }

  end(): void {
    this.#over = true;
    for (const hearer of [...this.#hearers.values()]) hearer.end();
    this.#hearers.clear();
    this.#waiting.length = 0;
    this.#kept = [];
  }

  #cpu(door: LabDoor, requests: number): number | null {
    const once = this.#meter.cost(door);
    if (once === null || !asking.has(door)) return once;
    return this.#messages === 0 ? null : (once * requests) / this.#messages;
  }

  /** Door after door, and one turn in which nothing is told: what the server does anyway. */
  async #tell(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    for (let kept = this.#waiting[0]; kept && !this.#over; kept = this.#waiting[0]) {
      const message = kept;
      // What taking it has cost is over by then, and nobody's.
      await this.#meter.rest();
      await this.#meter.turn(null, () => undefined);
      for (const door of labDoors) {
        if (asking.has(door)) continue;
        if (!this.#hearers.has(door)) {
          message.told.set(door, this.#clock.now());
          continue;
        }
        await this.#meter.turn(door, () => {
          message.told.set(door, this.#clock.now());
          const entry = entryOf(message, door);
          if (entry) this.#hearers.get(door)?.hear([entry]);
        });
      }
      this.#waiting.shift();
    }
    this.#telling = false;
  }
}

function entryOf({ seq, at, text, came, told }: Kept, door: LabDoor): LabEntry | null {
  const when = told.get(door);
  return when === undefined ? null : { seq, at, held: when - came, text };
}
