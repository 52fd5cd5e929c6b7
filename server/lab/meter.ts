/**
 * What each door costs the processor, while all of them run in one process: doors take turns, and what the process used in a
 * turn, less what it uses when it is nobody's, is that door's.
 */
import type { LabDoor } from '../../protocol';
import type { Clock } from '../clock';

/** A turn, in ms: on one network whoever waits has asked again within it. */
const TURN = 15;

/** Two doors ask the same question at other times: what it costs once is the same. */
type Cost = Exclude<LabDoor, 'slow-polling'>;
const costOf = (door: LabDoor | null): Cost | null => (door === 'slow-polling' ? 'polling' : door);

interface Sum {
  cpu: number;
  times: number;
}

/** Milliseconds of all threads of this process. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

export class Meter {
  readonly #clock: Clock;
  readonly #sums = new Map<Cost | null, Sum>();
  /** The turn that is measured. */
  #current: { spoilt: boolean } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param door whose turn it is; null: nobody's
   * @param act what happens in it
   */
  async turn(door: LabDoor | null, act: () => void): Promise<void> {
    this.disturbed();
    const turn = { spoilt: false };
    this.#current = turn;
    const before = used();
    act();
    await this.rest();
    if (this.#current === turn) this.#current = null;
    if (turn.spoilt) return;
    const sum = this.#sums.get(costOf(door)) ?? { cpu: 0, times: 0 };
    this.#sums.set(costOf(door), { cpu: sum.cpu + used() - before, times: sum.times + 1 });
  }

  /** As long as a turn, in which nothing is measured: what went before is over. */
  rest(): Promise<void> {
    return new Promise((resolve) => this.#clock.after(TURN, resolve));
  }

  /** Something is done that is no part of the turn, which tells nothing any more. */
  disturbed(): void {
    if (this.#current) this.#current.spoilt = true;
  }

  /** Somebody asks when they like: between turns it is measured, in a turn it spoils it. */
  asked(door: LabDoor): void {
    if (this.#current) this.disturbed();
    else void this.turn(door, () => undefined);
  }

  /** @returns milliseconds for one time; null where there is nothing to say yet */
  cost(door: LabDoor): number | null {
    const [mine, idle] = [this.#sums.get(costOf(door)), this.#sums.get(null)];
    if (!mine || mine.times === 0) return null;
    const nobodys = idle && idle.times > 0 ? idle.cpu / idle.times : 0;
    return Math.max(0, mine.cpu / mine.times - nobodys);
  }
}
