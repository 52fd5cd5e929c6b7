/** A server of the bench in a process of its own: Maru as it is built, with its limits on, or a bare one. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';
import { folderOf } from '../folder';
import type { Seat } from './lines';

export interface Contestant {
  /** @param person from 0 */
  seat(person: number): Omit<Seat, 'phase'>;
  /** Everything said so far, to come after. */
  after: number;
  /** CPU seconds of all its threads so far. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

const used = resolve(import.meta.dirname, 'used.mjs');

function begin(file: string, args: string[], execArgv: string[], stdout: 'pipe' | 'inherit'): ChildProcess {
  return fork(file, args, {
    execArgv: [...execArgv, '--import', used],
    stdio: ['ignore', stdout, 'inherit', 'ipc'],
    env: { ...process.env, MARU_LOG: 'warn' },
  });
}

function asked(child: ChildProcess): Pick<Contestant, 'cpu' | 'stop'> {
  return {
    async cpu() {
      const answer = once(child, 'message');
      child.send('used');
      const [{ cpu }] = (await answer) as [{ cpu: number }];
      return cpu;
    },
    async stop() {
      const ended = once(child, 'exit');
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** @param script of bare/ */
export async function enterBare(script: string): Promise<Contestant> {
  const file = resolve(import.meta.dirname, `bare/${script}.ts`);
  const child = begin(file, [], ['--import', 'tsx'], 'inherit');
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const contestant: Contestant = {
    after: 0,
    seat: () => ({ url: `http://127.0.0.1:${port}/`, token: 'nobody', log: 'room', after: contestant.after }),
    ...asked(child),
  };
  return contestant;
}

/** @param people so many join */
export async function enterMaru(people: number): Promise<Contestant> {
  const file = resolve(import.meta.dirname, '../../dist/server/headless.cjs');
  const data = ['--data', folderOf('doors'), '--host', '127.0.0.1', '--port', '0', '--no-announce', '--json'];
  // MARU_PROFILE=FOLDER: where its time goes, as node --cpu-prof writes it.
  const profile = process.env['MARU_PROFILE'];
  const child = begin(file, data, profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : [], 'pipe');
  const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const tokens: string[] = [];
  for (let at = 0; at < people; at += 1) {
    const joined = await fetch(`${url}api/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: `Person ${at}` }),
    });
    tokens.push(((await joined.json()) as { token: string }).token);
  }
  const read = await fetch(`${url}api/logs`, { headers: { authorization: `Bearer ${tokens[0]}` } });
  const [room] = ((await read.json()) as { logs: { log: string; head: number }[] }).logs;
  if (!room) throw new Error('there is no room');
  const contestant: Contestant = {
    after: room.head,
    seat: (person) => ({ url, token: tokens[person] ?? '', log: room.log, after: contestant.after }),
    ...asked(child),
  };
  return contestant;
}
