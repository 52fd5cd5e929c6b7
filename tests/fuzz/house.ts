/** The built server as a process of its own, on a real disk, with what is looked at from outside. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Id } from '../../protocol';
import { removeFolder, temporaryFolder } from '../support/folders';

export interface Figures {
  /** Without what is compiled. */
  heap: number;
  /** V8's code, bytecode and what belongs to them. */
  compiled: number;
  external: number;
  rss: number;
  sockets: number;
}

/** How many. */
export interface Kept {
  members: number;
  rooms: number;
  logs: number;
}

export interface House {
  port: number;
  tokens: readonly string[];
  /** What anybody may name: rooms, members, entries. */
  ids: readonly Id[];
  room: Id;
  epoch: Id;
  figures(): Promise<Figures>;
  kept(): Promise<Kept>;
  /** How many are here. */
  people(): Promise<number>;
  /** What must not be: errors in its log, or that it has ended. */
  regrets(): readonly string[];
  close(): Promise<void>;
}

const PEOPLE = 24;

/** @param bundle the built server; its worker lies beside it */
export async function openHouse(bundle: string): Promise<House> {
  const folder = await temporaryFolder('fuzz');
  const options = ['--data', folder, '--port', '0', '--host', '127.0.0.1', '--json', '--no-announce'];
  const watch = join(import.meta.dirname, 'watch.mjs');
  const child = spawn(process.execPath, ['--expose-gc', '--import', watch, bundle, ...options], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const regrets: string[] = [];
  let closing = false;
  createInterface(child.stderr!).on('line', (line) => {
    // pino: 50 is an error.
    const level = line.startsWith('{') ? (JSON.parse(line) as { level: number }).level : 50;
    if (level >= 50) regrets.push(line.slice(0, 2_000));
  });
  // Not before its last words were read: they say why.
  const gone = new Promise<never>((_, reject) => {
    child.once('close', (code, signal) => {
      if (!closing) regrets.push(`the server has ended: ${code ?? signal}`);
      reject(new Error(regrets.join('\n')));
    });
  });
  gone.catch(() => undefined);
  const begun = Promise.race([once(createInterface(child.stdout!), 'line'), gone]).catch(async (error: unknown) => {
    await removeFolder(folder);
    throw error;
  });
  const [ready] = (await begun) as [string];
  const { port } = JSON.parse(ready) as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const tokens: string[] = [];
  const ids: Id[] = [];
  for (let at = 0; at < PEOPLE; at += 1) {
    const { member, token } = await asked<{ member: { id: Id }; token: string }>(`${url}/api/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: `사람 ${at}` }),
    });
    tokens.push(token);
    ids.push(member.id);
  }
  const headers = { authorization: `Bearer ${tokens[0]}` };
  const { logs } = await asked<{ logs: { log: Id; epoch: Id }[] }>(`${url}/api/logs`, { headers });
  const [{ log: room, epoch } = { log: '', epoch: '' }] = logs;
  const { entries } = await asked<{ entries: { id: Id }[] }>(`${url}/api/rooms/${room}/entries`, { headers });
  return {
    port,
    tokens,
    room,
    epoch,
    ids: [room, ...ids.slice(0, 4), ...entries.slice(0, 6).map(({ id }) => id)],
    figures: () => Promise.race([figuresOf(child), gone]),
    async kept() {
      const all = await asked<Record<keyof Kept, unknown[]>>(`${url}/api/logs`, { headers });
      return { members: all.members.length, rooms: all.rooms.length, logs: all.logs.length };
    },
    people: async () => (await asked<{ people: number }>(`${url}/hello`)).people,
    regrets: () => regrets,
    async close() {
      closing = true;
      const ended = once(child, 'exit');
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await ended;
      }
      await removeFolder(folder);
    },
  };
}

async function asked<T>(url: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(url, { ...init, headers: { ...init.headers, connection: 'close' } });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function figuresOf(child: ChildProcess): Promise<Figures> {
  const told = once(child, 'message');
  child.send('figures');
  const [figures] = (await told) as [Figures];
  return figures;
}
