/**
 * Keeps one embedded server running: starts its process, brings it back when it crashes, gives up when that has no
 * point, and stops it on request. Knows no Electron: processes and time are arguments.
 */
import { limits, parse, type HostFailure, type HostStatus } from '../../protocol';
import { nextStart } from './backoff';
import { FromHost, type Opening, type Porch, type Serving, type ToHost } from './messages';

/** A process that hosts a server, as the supervisor needs it. */
export interface HostProcess {
  readonly pid: number;
  send(message: ToHost): void;
  onMessage(listener: (raw: unknown) => void): void;
  /** Called once, however it ended. */
  onExit(listener: () => void): void;
  /** Ends it at once. */
  kill(): void;
}

export interface SupervisorParts {
  fork(): HostProcess;
  /** What is the same for every opening. */
  place: Omit<Opening, 'porch' | 'portTries'>;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
  after(ms: number, callback: () => void): () => void;
  /** Called with each new state. */
  onStatus(status: HostStatus): void;
  log(text: string): void;
}

/** A server that has not said anything by then is ended, in ms. Reading back a large log after a crash takes a while. */
const START_LIMIT = 60_000;
/** A server that was asked to stop has this long to close its files, in ms. */
const STOP_LIMIT = 5_000;
/** Whoever asks how many are here waits no longer, in ms: a server that is too busy to say so has people. */
const COUNT_LIMIT = 1_000;

/** One opened porch, from `open` to `stop` or giving up. */
interface Run {
  porch: Porch;
  /** Whether it may take another port than the one asked for. */
  mayMove: boolean;
  process: HostProcess | null;
  serving: { what: Serving; since: number } | null;
  /** The port that was asked for first, where another one serves. */
  askedPort: number | null;
  crashes: number;
  restarts: number;
  /** Why it could not serve when it was on its way back. */
  reason: HostFailure | null;
  cancelWait: () => void;
}

const newRun = (porch: Porch, mayMove: boolean): Run => ({
  porch,
  mayMove,
  process: null,
  serving: null,
  askedPort: null,
  crashes: 0,
  restarts: 0,
  reason: null,
  cancelWait: () => undefined,
});

export class Supervisor {
  readonly #parts: SupervisorParts;
  #status: HostStatus = { state: 'stopped' };
  #run: Run | null = null;
  #settled: ((status: HostStatus) => void)[] = [];
  #counted: ((here: number | null) => void)[] = [];

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
  }

  get status(): HostStatus {
    return this.#status;
  }

  /**
   * Starts the server; resolves when it serves, or is stopped with the reason. While one is open, it answers with that.
   * @param mayMove whether it takes one of the next ports where the one asked for is taken
   * @param after its process is not started before that; meanwhile it is said to be starting
   */
  open(porch: Porch, mayMove: boolean, after?: Promise<void>): Promise<HostStatus> {
    if (this.#run === null) {
      const run = newRun(porch, mayMove);
      this.#run = run;
      if (after) this.#report({ state: 'starting' });
      if (after) void after.then(() => this.#run === run && this.#start(run));
      else this.#start(run);
    }
    return this.#nextSettled();
  }

  /** Stops the server; resolves when its process has ended. Idempotent. */
  async stop(): Promise<HostStatus> {
    const run = this.#run;
    if (run === null) return this.#status;
    this.#run = null;
    run.cancelWait();
    const process = run.process;
    if (process !== null) {
      const limit = this.#parts.after(STOP_LIMIT, () => process.kill());
      await new Promise<void>((resolve) => {
        process.onExit(resolve);
        process.send({ type: 'stop' });
      });
      limit();
    }
    // Somebody may have opened it again in the meantime.
    if (this.#run === null) this.#report({ state: 'stopped' });
    return this.#status;
  }

  /** How many members are here, the host with them; null where nobody can say. */
  async here(): Promise<number | null> {
    const process = this.#run?.serving ? this.#run.process : null;
    if (!process) return null;
    return new Promise((resolve) => {
      const limit = this.#parts.after(COUNT_LIMIT, () => resolve(null));
      this.#counted.push((here) => {
        limit();
        resolve(here);
      });
      process.send({ type: 'count' });
    });
  }

  #nextSettled(): Promise<HostStatus> {
    if (this.#status.state !== 'starting') return Promise.resolve(this.#status);
    return new Promise((resolve) => this.#settled.push(resolve));
  }

  #report(status: HostStatus): void {
    this.#status = status;
    this.#parts.onStatus(status);
    if (status.state === 'starting') return;
    const settled = this.#settled;
    this.#settled = [];
    for (const resolve of settled) resolve(status);
  }

  #start(run: Run): void {
    this.#report({ state: 'starting' });
    const process = this.#parts.fork();
    run.process = process;
    const limit = this.#parts.after(START_LIMIT, () => process.kill());
    process.onMessage((raw) => {
      const message = parse(FromHost, raw);
      if (run.process !== process || this.#run !== run) return;
      if (!message.ok) return this.#parts.log('the server’s process said something unknown');
      limit();
      if (message.value.type === 'here') return this.#count(message.value.here);
      if (message.value.type === 'serving') this.#serves(run, message.value.serving);
      else this.#failed(run, message.value.failure);
    });
    process.onExit(() => {
      limit();
      if (run.process === process) this.#ended(run);
    });
    // On its way back it takes the port that people know, or none.
    const portTries = run.restarts === 0 && run.mayMove ? limits.portTries : 0;
    process.send({ type: 'open', opening: { porch: run.porch, portTries, ...this.#parts.place } });
  }

  #count(here: number): void {
    for (const tell of this.#counted.splice(0)) tell(here);
  }

  /** Also said again, when the machine's addresses changed. */
  #serves(run: Run, what: Serving): void {
    if (run.askedPort === null && what.port !== run.porch.port) run.askedPort = run.porch.port;
    // From now on it comes back on the port that people know, and with the password it has on its disk.
    const { name, guests, announce } = run.porch;
    run.porch = { name, port: what.port, guests, announce };
    run.serving = { what, since: run.serving?.since ?? this.#parts.now() };
    run.reason = null;
    const asked = run.askedPort === null ? {} : { askedPort: run.askedPort };
    const { hostKey } = this.#parts.place;
    const pid = run.process?.pid ?? 0;
    this.#report({ state: 'running', ...what, ...asked, hostKey, pid, restarts: run.restarts });
  }

  /** The process lives but its server cannot serve: a reason that a person has to know, unless it is on its way back. */
  #failed(run: Run, failure: HostFailure): void {
    const process = run.process;
    if (run.restarts > 0) {
      run.reason = failure;
      this.#parts.log(`the server did not come back: ${failure.code} ${failure.detail}`);
      return process?.kill();
    }
    this.#giveUp(run, failure);
    process?.kill();
  }

  #ended(run: Run): void {
    run.process = null;
    if (this.#run !== run) return;
    const ranFor = run.serving === null ? 0 : this.#parts.now() - run.serving.since;
    run.serving = null;
    const next = nextStart(run.crashes, ranFor);
    if (next === null) {
      return this.#giveUp(
        run,
        run.reason ?? { code: 'crashed', detail: `It ended ${run.crashes + 1} times in a row.` },
      );
    }
    run.crashes = next.crashes;
    run.restarts += 1;
    this.#parts.log(`the server’s process ended; it starts again in ${next.wait} ms`);
    this.#report({ state: 'starting' });
    run.cancelWait = this.#parts.after(next.wait, () => this.#start(run));
  }

  #giveUp(run: Run, failure: HostFailure): void {
    this.#parts.log(`the server is given up: ${failure.code} ${failure.detail}`);
    if (this.#run === run) this.#run = null;
    this.#report({ state: 'stopped', failure });
  }
}
