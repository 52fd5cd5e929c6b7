/** The real headless server as a process of its own, on loopback or in a network namespace. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

export interface HeadlessOptions {
  dataDir: string;
  /** 0: any free one. */
  port?: number;
  host?: string;
  name?: string;
  password?: string;
  /** Says that it is there. Default: not. */
  announce?: boolean;
  /** Further words of the command line. */
  options?: readonly string[];
  /** The built server; without it the product's own in dist/. */
  bundle?: string;
  /** Words before the command, such as `ip netns exec NAME`. */
  prefix?: readonly string[];
}

export interface Headless {
  url: string;
  port: number;
  pid: number;
  fingerprint: string;
  /** What it wrote to stderr so far. */
  log(): string;
  /** Resolves once what it wrote satisfies `look`; never if it does not, so a test has to bound it. */
  logged(look: (log: string) => boolean): Promise<void>;
  /** Halts the process where it is, and lets it go on. */
  halt(): void;
  goOn(): void;
  /** Ends it like a power cut. */
  kill(): Promise<number | null>;
  /** Asks it to stop; resolves with its exit code. */
  stop(): Promise<number | null>;
}

const BUNDLE = resolve(import.meta.dirname, '../../dist/server/headless.cjs');

/** @throws with the server's own words when it ends before it is ready */
export async function startHeadless(options: HeadlessOptions): Promise<Headless> {
  const { dataDir, port = 0, host = '127.0.0.1', name, password, announce, bundle = BUNDLE, prefix = [] } = options;
  const [command = '', ...args] = [
    ...prefix,
    process.execPath,
    bundle,
    ...['--data', dataDir, '--port', String(port), '--host', host, '--json'],
    ...(name ? ['--name', name] : []),
    ...(announce ? [] : ['--no-announce']),
    ...(options.options ?? []),
  ];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(password ? { MARU_PASSWORD: password } : {}) },
  });
  let log = '';
  child.stderr.on('data', (data: Buffer) => (log = (log + data.toString()).slice(-100_000)));
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
    exited.then(() => null),
  ]);
  if (line === null) throw new Error(`the server ended before it was ready:\n${log}`);
  const ready = JSON.parse(line) as Pick<Headless, 'url' | 'port' | 'pid' | 'fingerprint'>;
  return {
    ...ready,
    log: () => log,
    async logged(look) {
      while (!look(log)) await once(child.stderr, 'data');
    },
    halt: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    kill: () => end(child, exited, 'SIGKILL'),
    stop: () => end(child, exited, 'SIGTERM'),
  };
}

async function end(child: ChildProcess, exited: Promise<unknown>, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  await exited;
  return child.exitCode;
}
