/** The server of a simulation, on its machine: the product's own core on a disk that forgets what was not committed. */
import type { Id } from '../../protocol';
import { assemble, type Core } from '../../server/core';
import type { Outlet } from '../../server/outlet';
import { MemoryDisk, openMemoryStore } from '../../server/store/memory';
import { storeMethods } from '../../server/store/offloop';
import { StoreError, type Store } from '../../server/store/store';
import { Door } from './door';
import { Pipe, type Host, type Wire } from './network';
import { Life, type Dice, type Time } from './time';
import type { Silence } from './world';

/** A bug put between two parts, to see that it is found. */
export interface Planted {
  store?: (store: Store) => Store;
  outlet?: (outlet: Outlet) => Outlet;
  /** How late a connection is subscribed, in ms. */
  subscribeLate?: number;
}

/** What a door does not tell, though it should (see `Silence` in world.ts), and whether it says that a crowd heard it. */
function altered(outlet: Outlet, silence: Silence, dice: Dice): Outlet {
  const crowd = dice.fraction() < 0.4 ? 1_000 : 0;
  return {
    openLog: (log, members) => outlet.openLog(log, members),
    closeLog: (log, member) => outlet.closeLog(log, member),
    push: (to, name, payload) => {
      const lost =
        silence === 'heads' ? name === 'heads' : silence !== 'nothing' && name === 'entries' && dice.fraction() < 0.3;
      return (lost ? 0 : outlet.push(to, name, payload)) + crowd;
    },
  };
}

export type Kept = NonNullable<MemoryDisk['kept']>;

/** `power`: the machine is gone, nobody hears of it. `process`: the system ends its connections. `stop`: on request. */
export type Ending = 'power' | 'process' | 'stop';

/** One run of the server's process. */
interface Run {
  life: Life;
  stopping: boolean;
  /** Null while it starts. */
  door: Door | null;
  /** Null while it starts, and once it stops. */
  stop: (() => void) | null;
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export class Porch implements Host {
  off = false;
  /** The disk refuses every commit. */
  full = false;
  /** How far the server's wall clock is off, in ms. */
  askew = 0;
  restores = 0;
  readonly #time: Time;
  readonly #dice: Dice;
  readonly #newId: () => Id;
  readonly #planted: Planted;
  readonly #silence: Silence;
  #kept: Kept | null = null;
  #backup: Kept | null = null;
  #run: Run | null = null;

  constructor(time: Time, dice: Dice, newId: () => Id, planted: Planted, silence: Silence) {
    this.#time = time;
    this.#dice = dice;
    this.#newId = newId;
    this.#planted = planted;
    this.#silence = silence;
  }

  /** It takes connections. */
  get serves(): boolean {
    return this.#run?.door !== null && this.#run?.stopping === false;
  }

  /** What is committed. */
  get kept(): Kept {
    if (!this.#kept) throw new Error('the server was never started');
    return this.#kept;
  }

  knock(wire: Wire, text: string): void {
    if (this.#run?.door) this.#run.door.knock(wire, text);
    else wire.refuse('server');
  }

  /** Begins to start, unless a process is there already. */
  start(): void {
    if (this.#run) return;
    this.off = false;
    const life = new Life(this.#time, () => this.askew);
    this.#run = { life, stopping: false, door: null, stop: null };
    void this.#begin(this.#run);
  }

  end(how: Ending): void {
    const run = this.#run;
    if (!run) return;
    if (how === 'stop') {
      run.stopping = true;
      run.stop?.();
      run.stop = null;
      return;
    }
    this.#gone(run);
    run.door?.end(how === 'power');
    this.off = how === 'power';
  }

  /** Copies what is committed now. */
  backUp(): void {
    this.#backup = structuredClone(this.kept);
  }

  /** The last backup takes the place of what is there, as another lineage. @returns what was there, or null */
  restore(): Kept | null {
    if (!this.#backup) return null;
    this.end('process');
    const before = this.kept;
    const kept = structuredClone(this.#backup);
    kept.about.epoch = this.#newId();
    for (const log of kept.logs.values()) log.state = { ...log.state, epoch: kept.about.epoch };
    this.#kept = kept;
    this.restores += 1;
    return before;
  }

  async #begin(run: Run): Promise<void> {
    const { life } = run;
    const disk = new MemoryDisk();
    // Whatever a killed process still holds is a copy that nobody reads any more.
    disk.kept = this.#kept && structuredClone(this.#kept);
    const birth = { server: this.#newId(), epoch: this.#newId(), room: this.#newId(), entry: this.#newId() };
    const memory = await openMemoryStore(disk, { ...birth, name: '마루', now: life.clock.now() });
    disk.sync = () => this.#sync(life);
    this.#kept = disk.kept;
    const store = this.#far(this.#planted.store?.(memory) ?? memory, life);
    const door = new Door(life, this.#newId, this.#planted.subscribeLate);
    const outlet = altered(this.#planted.outlet?.(door) ?? door, this.#silence, this.#dice);
    const { clock } = life;
    const core = await assemble({ store, clock, log: silent, hostKey: null, newId: this.#newId }, outlet);
    door.serve(core);
    core.start();
    run.door = door;
    run.stop = () => void this.#stop(run, core, door, store);
    if (run.stopping) this.end('stop');
  }

  async #stop(run: Run, core: Core, door: Door, store: Store): Promise<void> {
    await core.close();
    door.close();
    await store.close();
    this.#gone(run);
  }

  #gone(run: Run): void {
    run.life.alive = false;
    if (this.#run === run) this.#run = null;
  }

  /** A commit takes a while, and what it would have kept is forgotten where the process ends before. */
  #sync(life: Life): Promise<void> {
    const ms = this.#dice.fraction() < 0.05 ? this.#dice.between(20, 600) : this.#dice.between(1, 8);
    return new Promise((resolve, reject) => {
      life.clock.after(ms, () => (this.full ? reject(new StoreError('disk', 'there is no space left')) : resolve()));
    });
  }

  /** The store's thread: questions and answers take a moment, each way in order. */
  #far(store: Store, life: Life): Store {
    const way = () => new Pipe(this.#time, () => this.#dice.between(0, 1));
    const [there, back] = [way(), way()];
    const methods = [...storeMethods, 'close' as const].map((name) => [
      name,
      (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          const answer = (settle: () => void) => back.send(() => void (life.alive && settle()));
          there.send(() => {
            if (!life.alive) return;
            (store[name] as (...args: unknown[]) => Promise<unknown>)(...args).then(
              (value) => answer(() => resolve(value)),
              (error: unknown) => answer(() => reject(error as Error)),
            );
          });
        }),
    ]);
    return Object.fromEntries(methods) as unknown as Store;
  }
}
