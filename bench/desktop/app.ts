/** An application in a real Electron, as a person starts it, with bench/desktop/watch.cjs in front of its main script. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { personScript, type Waits } from './person';

const here = import.meta.dirname;
export const homes = { blank: resolve(here, 'blank'), maru: resolve(here, '../../.cache/driven') };

export interface Start {
  electron: string;
  home: string;
  profile: string;
  waits: Waits;
}

interface Told {
  mark: string;
  at: number;
  value?: unknown;
}

/** A start that takes longer hangs, in ms. */
const LIMIT = 120_000;
const now = () => Number(process.hrtime.bigint()) / 1e6;

export class RunningApp {
  /** When it was spawned, by the system's clock that never jumps, in ms. */
  readonly begun = now();
  /** Milliseconds from the spawn to each mark, the first time it came. */
  readonly marks = new Map<string, number>();
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #waiting: { mark: string; done: (value: unknown) => void }[] = [];
  #said = '';
  #ended = false;

  constructor({ electron, home, profile, waits }: Start) {
    const person = personScript(waits);
    this.#child = spawn(
      electron,
      [
        resolve(here, 'watched'),
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--profile',
        profile,
        '--host',
        '127.0.0.1',
      ],
      {
        env: { ...process.env, LANGUAGE: 'en_US', MARU_BENCH: JSON.stringify({ home, person }) },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#said = (this.#said + chunk.toString()).slice(-4_000)));
    this.#child.on('message', (told: Told) => this.#heard(told));
    this.#gone = new Promise((gone) =>
      this.#child.once('exit', () => {
        this.#ended = true;
        gone();
      }),
    );
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves with what came with the mark, when it comes (or came). @throws when the app ends, or takes too long */
  async until(mark: string): Promise<void> {
    if (!this.marks.has(mark)) await this.#next(mark);
  }

  /** Asks what the app's watch can do; the answer comes by the mark, where it has one. */
  tell(ask: 'measure' | 'quit'): void {
    this.#child.send({ ask });
  }

  ask<T>(ask: 'measured' | 'metrics', mark: 'loop' | 'metrics'): Promise<T> {
    const answer = this.#next(mark);
    this.#child.send({ ask });
    return answer as Promise<T>;
  }

  /** The value of an expression in the page, awaited. */
  async page<T>(script: string): Promise<T> {
    const answer = this.#next('page');
    this.#child.send({ ask: 'page', script: `(() => { const __name = (one) => one; return ${script}; })()` });
    const value = (await answer) as T & { error?: string };
    if (typeof value === 'object' && value && 'error' in value) throw new Error(value.error);
    return value;
  }

  async quit(): Promise<void> {
    if (!this.#ended) this.tell('quit');
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), 20_000);
    await this.#gone;
    clearTimeout(limit);
  }

  #next(mark: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) =>
        reject(new Error(`${mark}: ${why}; ${[...this.marks.keys()].join(', ')}\n${this.#said}`));
      if (this.#ended) return fail('the application has ended');
      const limit = setTimeout(() => fail('it does not come'), LIMIT);
      void this.#gone.then(() => fail('the application has ended'));
      this.#waiting.push({
        mark,
        done(value) {
          clearTimeout(limit);
          resolve(value);
        },
      });
    });
  }

  #heard({ mark, at, value }: Told): void {
    if (!this.marks.has(mark)) this.marks.set(mark, at - this.begun);
    const heard = this.#waiting.filter((one) => one.mark === mark);
    this.#waiting = this.#waiting.filter((one) => one.mark !== mark);
    for (const { done } of heard) done(value);
  }
}

/** The process and all that come from it. */
export function family(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const all = [root];
  for (const one of all) for (const [pid, parent] of parents) if (parent === one) all.push(pid);
  return all;
}

/** Whether somebody else runs the same program meanwhile: its pages are shared then, and count for each by less. */
export function strangers(program: string, own: readonly number[]): boolean {
  const file = realpathSync(program);
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/u.test(name) || own.includes(Number(name))) return false;
    try {
      return readlinkSync(`/proc/${name}/exe`) === file;
    } catch {
      return false;
    }
  });
}

/** Proportional set size of these processes together, in MiB: what is shared counts for each by its part (proc(5)). */
export function pss(pids: readonly number[]): number {
  let sum = 0;
  for (const pid of pids) {
    try {
      sum += Number(/^Pss:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It ended meanwhile.
    }
  }
  return sum / 1024;
}

/** CPU a process has used, all its threads, in ms. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // In ticks of 10 ms, as Linux counts for everybody (proc(5): utime, stime).
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
