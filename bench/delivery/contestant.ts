/** A server of the bench, in a process of its own, and its hundred clients. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { Line, type Speech } from './line';
import type { Used } from './servers/serving';

export interface Contestant {
  readonly name: string;
  readonly pid: number;
  readonly lines: readonly Line[];
  /** What the server has used so far. */
  used(): Promise<Used>;
  stop(): Promise<void>;
}

export interface Entrant {
  name: string;
  /** A file of servers/, without its ending. */
  script: string;
  args?: string[];
  speech: Speech;
}

/** @throws when the server ends instead of answering */
export async function enter({ name, script, args = [], speech }: Entrant, people: number): Promise<Contestant> {
  const file = resolve(import.meta.dirname, `servers/${script}.ts`);
  const child = fork(file, args, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let stopping = false;
  const gone = once(child, 'exit').then(([code]) => {
    if (!stopping) throw new Error(`${name} has ended (${String(code)})`);
  });
  const said = <T>() =>
    Promise.race([once(child, 'message').then(([message]) => message as T), gone as Promise<never>]);
  const { port } = await said<{ port: number }>();
  const lines: Line[] = [];
  for (let at = 0; at < people; at += 1) lines.push(await Line.open(port, speech, at));
  return {
    name,
    pid: child.pid ?? 0,
    lines,
    used() {
      const used = said<Used>();
      child.send('used');
      return used;
    },
    async stop() {
      stopping = true;
      for (const line of lines) line.close();
      child.disconnect();
      await gone;
    },
  };
}
