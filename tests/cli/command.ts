/** The built command as a process of its own, with what goes in and what comes out. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { formatLink, type Entry } from '../../protocol';
import { startHeadless, type Headless, type HeadlessOptions } from '../support/headless';
import { person, type Person } from '../support/server';

const MARU = resolve(import.meta.dirname, '../../dist/cli/maru.cjs');
const TERMINAL = resolve(import.meta.dirname, 'terminal.py');

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** A line of `tail` and `export`. */
export type Line = Entry & {
  room: { id: string; name: string };
  epoch: string;
  name: string | null;
  whisper?: string[];
};
export const linesOf = (out: string): Line[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
export const texts = (lines: readonly Line[]): string[] =>
  lines.flatMap((line) => (line.kind === 'message' ? line.body.text : []));

/** All that was started, for the end of a test that failed in the middle. */
const started: ChildProcess[] = [];
const servers: Headless[] = [];
export async function endAll(): Promise<void> {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await Promise.all(servers.splice(0).map((server) => server.stop()));
}

/** A server that ends with the tests, if not before. */
export async function serve(options: HeadlessOptions): Promise<Headless> {
  const server = await startHeadless(options);
  servers.push(server);
  return server;
}

/** A command that runs on. */
export class Running {
  readonly child: ChildProcess;
  out = '';
  err = '';
  readonly #ended: Promise<unknown>;
  #heard: () => void = () => undefined;

  constructor(args: readonly string[], input: string | null) {
    this.child = spawn(process.execPath, [MARU, ...args], {
      env: { ...process.env, LC_ALL: 'en_GB.UTF-8' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    started.push(this.child);
    this.#ended = once(this.child, 'close');
    for (const stream of ['out', 'err'] as const)
      this.child[`std${stream}`]?.on('data', (data: Buffer) => {
        this[stream] += data.toString('utf8');
        this.#heard();
      });
    this.child.stdin?.on('error', () => undefined);
    this.child.stdin?.end(input ?? '');
  }

  /** Resolves once what came out is as it should be; fails when the command ends before. */
  async until(is: (running: Running) => boolean): Promise<void> {
    const over = this.#ended.then(() => {
      if (!is(this)) throw new Error(`it ended before that:\n${this.out}\n${this.err}`);
    });
    while (!is(this)) await Promise.race([new Promise<void>((resolve) => (this.#heard = resolve)), over]);
    over.catch(() => undefined);
  }

  async end(signal?: NodeJS.Signals): Promise<Ended> {
    if (signal) this.child.kill(signal);
    await this.#ended;
    return { code: this.child.exitCode, out: this.out, err: this.err };
  }
}

/** Somebody who uses the command, with a profile of their own. */
export const user = (profile: string) => ({
  profile,
  start: (args: readonly string[], input: string | null = null) => new Running(['--profile', profile, ...args], input),
  maru: (args: readonly string[], input: string | null = null) =>
    new Running(['--profile', profile, ...args], input).end(),
  /** On a terminal, where somebody types that once this was shown. */
  async onTerminal(args: readonly string[], when: string, typed: string): Promise<Ended> {
    const child = spawn('python3', [TERMINAL, when, typed, process.execPath, MARU, '--profile', profile, ...args], {
      env: { ...process.env, LC_ALL: 'en_GB.UTF-8' },
    });
    started.push(child);
    let out = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString('utf8')));
    await once(child, 'close');
    return { code: child.exitCode, out, err: '' };
  },
});

export const hostAt = ({ port }: Pick<Headless, 'port'>): string => `127.0.0.1:${port}`;

/** Somebody with a screen, in private. */
export const neighbour = (server: Headless, name: string): Promise<Person> =>
  person(`https://${hostAt(server)}/`, name);

export async function invitation(by: Person, server: Headless): Promise<string> {
  const { token } = await by.talker.must('invite', { role: 'member', uses: 5, lifetime: 60_000 });
  const { fingerprint } = server;
  return formatLink({ verb: 'join', host: hostAt(server), others: [], token, fingerprint });
}
