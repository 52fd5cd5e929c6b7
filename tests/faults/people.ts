/** People as processes, and a server they meet on: what a round of faults is made of. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { Journal, type Line } from './journal';
import type { Told } from './said';

const root = resolve(import.meta.dirname, '../..');
const bundle = join(root, 'node_modules/.cache/maru-tests/person.mjs');

/** Bundles a person's program once: starting eight of them from source would cost more than the round. */
export async function buildPerson(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(root, 'tests/faults/person.ts'),
      target: 'node20',
      outDir: join(bundle, '..'),
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'person.mjs', codeSplitting: false } },
    },
  });
}

export interface Saying extends Told {
  /** Words before the command, such as `ip netns exec NAME`. */
  prefix?: readonly string[];
}

/** How long anybody may take for anything; a round that hangs is a failed one. In ms. */
const PATIENCE = 150_000;

export class Person {
  readonly saying: Saying;
  /** All processes this person was so far. */
  readonly pids: number[] = [];
  #child: ChildProcess;
  #stopped = false;
  #words = new Set<string>();
  #waiting: (() => void)[] = [];
  #errors = '';

  constructor(saying: Saying) {
    this.saying = saying;
    this.#child = this.#start();
  }

  #start(): ChildProcess {
    this.#words.clear();
    const { prefix = [] } = this.saying;
    const [command = '', ...args] = [...prefix, process.execPath, bundle, JSON.stringify(this.saying)];
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    if (child.pid !== undefined) this.pids.push(child.pid);
    // Whoever is gone hears nothing more; that they never said "done" tells it.
    child.stdin.on('error', () => undefined);
    child.stderr.on('data', (data: Buffer) => (this.#errors = (this.#errors + data.toString()).slice(-4_000)));
    createInterface(child.stdout).on('line', (word) => {
      if (child !== this.#child) return;
      this.#words.add(word);
      this.#look();
    });
    return child;
  }

  /** Resolves when this person's process has said a word since it was last started. */
  async says(word: string): Promise<void> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#look();
    }, PATIENCE);
    try {
      while (!this.#words.has(word)) {
        if (late) throw new Error(`${this.saying.name} never said "${word}"\n${this.#errors}`);
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #look(): void {
    for (const look of this.#waiting.splice(0)) look();
  }

  /** Halts the process where it is, as a closed lid does; and lets it go on. */
  halt(): void {
    this.#child.kill('SIGSTOP');
  }

  goOn(): void {
    this.#child.kill('SIGCONT');
  }

  /** Ends the process like a power cut. */
  async kill(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** Starts it again on what it left. */
  comeBack(): void {
    if (!this.#stopped) this.#child = this.#start();
  }

  async killAndReturn(): Promise<void> {
    await this.kill();
    this.comeBack();
  }

  /** Begins to say things, so that all begin together however long each took to come. */
  talk(): void {
    this.#child.stdin?.write('talk\n');
  }

  /** Writes the final view once everything up to `head` is held. */
  async finish(head: number): Promise<void> {
    this.#child.stdin?.write(`finish ${head}\n`);
    await this.says('done');
  }

  lines(): Line[] {
    return new Journal(join(this.saying.folder, 'journal')).read();
  }

  stop(): void {
    this.#stopped = true;
    this.#child.kill('SIGKILL');
  }
}
