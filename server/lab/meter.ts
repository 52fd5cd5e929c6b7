/**
 * What each door costs the processor, while all of them run in one process: doors take turns, and what the process used in a
 * turn, less what it uses when it is nobody's, is that door's.
 */
import type { LabDoor } from '../../protocol';
import type { Clock } from '../clock';

/** A turn, in ms: on one network whoever waits has asked again within it. */
const TURN = 15;

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
  readonly #sums = new Map<LabDoor | null, Sum>();
  #busy = false;
  #spoilt = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param door whose turn it is; null: nobody's
   * @param act what happens in it
   */
  async turn(door: LabDoor | null, act: () => void): Promise<void> {
    this.#busy = true;
    this.#spoilt = false;
    await this.#measure(door, act);
    this.#busy = false;
  }

  /** Somebody asks when they like; what comes into another's turn spoils that one. */
  asked(door: LabDoor): void {
    if (this.#busy) return void (this.#spoilt = true);
    void this.turn(door, () => undefined);
  }

  /** @returns milliseconds for one time; null where there is nothing to say yet */
  cost(door: LabDoor): number | null {
    const [mine, idle] = [this.#sums.get(door), this.#sums.get(null)];
    if (!mine || mine.times === 0) return null;
    const nobodys = idle && idle.times > 0 ? idle.cpu / idle.times : 0;
    return Math.max(0, mine.cpu / mine.times - nobodys);
  }

  async #measure(door: LabDoor | null, act: () => void): Promise<void> {
    const before = used();
    act();
    await new Promise<void>((resolve) => this.#clock.after(TURN, resolve));
    if (this.#spoilt) return;
    const sum = this.#sums.get(door) ?? { cpu: 0, times: 0 };
    this.#sums.set(door, { cpu: sum.cpu + used() - before, times: sum.times + 1 });
  }
}
