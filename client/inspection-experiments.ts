/** What somebody tries on their own connection, to see it being noticed and mended. Each ends by itself. */
import { limits } from '../protocol';
import type { Carrier, Clock, Step, Tap } from './ports';
import { Signal, type Readable } from './signal';

export type Experiment =
  /** These carriers and no others, in this order. */
  | { kind: 'carriers'; carriers: readonly Carrier[] }
  /** Pings stay without their pong. */
  | { kind: 'mute' }
  | { kind: 'delay'; ms: number }
  | { kind: 'cut'; ms: number }
  /** Half of the next frame is not sent. */
  | { kind: 'corrupt' };

export type Running = Experiment & { until: number };

export interface Experiments {
  readonly running: Readable<readonly Running[]>;
  /** Starts one, instead of one of its kind that runs. */
  start(experiment: Experiment): void;
  stop(kind: Experiment['kind']): void;
}

interface ExperimentParts {
  tap: Tap;
  clock: Clock;
  /** Dials now, where nothing stands; else asks for an echo. */
  hurry: () => void;
  /** What carries the connection now; null: it is not there. */
  carrier: () => Carrier | null;
  /** What is tried where no experiment says otherwise; null: whatever is usual. */
  chosen: () => readonly Carrier[] | null;
}

export class OwnExperiments implements Experiments {
  readonly running = new Signal<readonly Running[]>([]);
  readonly #parts: ExperimentParts;
  readonly #timers = new Map<Experiment['kind'], () => void>();

  constructor(parts: ExperimentParts) {
    this.#parts = parts;
  }

  start(experiment: Experiment): void {
    const { kind } = experiment;
    const { tap, clock, hurry } = this.#parts;
    this.#timers.get(kind)?.();
    const lasts = Math.min(kind === 'cut' ? experiment.ms : limits.experimentFor, limits.experimentFor);
    this.#timers.set(
      kind,
      clock.after(lasts, () => this.stop(kind)),
    );
    const running = { ...experiment, until: clock.now() + lasts };
    this.running.set([...this.running.current.filter((other) => other.kind !== kind), running]);
    this.#apply();
    if (kind === 'cut') tap.cut(lasts);
    if (kind === 'carriers') this.#dialAnew();
    if (kind === 'corrupt') {
      tap.breakNext();
      hurry();
    }
  }

  stop(kind: Experiment['kind']): void {
    if (!this.#drop(kind)) return;
    this.#apply();
    if (kind === 'cut') this.#parts.tap.cut(0);
    if (kind === 'carriers') this.#backToChosen();
  }

  /** Nobody looks any more. */
  stopAll(): void {
    for (const { kind } of this.running.current) this.stop(kind);
  }

  /** Once a frame was broken and the server has ended the line, that is over. */
  heard({ step }: Step): void {
    if (step === 'closed') this.stop('corrupt');
  }

  /** What is tried has been chosen, by whom it is for now on (`now`) or before this line began. */
  choose({ now }: { now: boolean }): void {
    if (now) this.#drop('carriers');
    this.#apply();
    if (now) this.#dialAnew();
  }

  /** @returns whether it ran */
  #drop(kind: Experiment['kind']): boolean {
    const stopped = this.running.current.find((one) => one.kind === kind);
    if (!stopped) return false;
    this.#timers.get(kind)?.();
    this.#timers.delete(kind);
    this.running.set(this.running.current.filter((one) => one !== stopped));
    return true;
  }

  /** Nobody is left on another way than the one they chose. */
  #backToChosen(): void {
    const chosen = this.#parts.chosen();
    const best = chosen === null || chosen.includes('websocket') ? 'websocket' : 'polling';
    const carrier = this.#parts.carrier();
    if (carrier !== null && carrier !== best) this.#dialAnew();
  }

  #apply(): void {
    const find = <K extends Experiment['kind']>(kind: K) =>
      this.running.current.find((one): one is Extract<Running, { kind: K }> => one.kind === kind);
    this.#parts.tap.try({
      carriers: find('carriers')?.carriers ?? this.#parts.chosen(),
      mute: find('mute') !== undefined,
      delay: find('delay')?.ms ?? 0,
    });
  }

  #dialAnew(): void {
    const { tap, hurry } = this.#parts;
    const cut = this.running.current.find(({ kind }) => kind === 'cut');
    if (cut) return;
    tap.cut(0);
    hurry();
  }
}
