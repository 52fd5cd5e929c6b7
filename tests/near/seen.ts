/** A start screen on a machine of the LAN, as a test looks at it. */
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { NearServer } from '../../protocol';
import type { Machine } from './lan';

export interface Seen {
  readonly pid: number;
  readonly servers: readonly NearServer[];
  /** Opens the start screen; nothing is known yet. */
  open(): void;
  close(): Promise<void>;
  /** Resolves once the list is so, with the ms since it was opened. */
  until(look: (servers: readonly NearServer[]) => boolean): Promise<number>;
  end(): Promise<void>;
}

export async function startScreen({ prefix }: Pick<Machine, 'prefix'>): Promise<Seen> {
  const [command = '', ...args] = [
    ...prefix,
    process.execPath,
    ...['--import', 'tsx', join(import.meta.dirname, 'window.ts')],
  ];
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = new EventEmitter();
  let servers: readonly NearServer[] = [];
  let ms = 0;
  createInterface(child.stdout).on('line', (text) => {
    const line = JSON.parse(text) as { servers?: NearServer[]; ms?: number; closed?: true };
    servers = line.servers ?? servers;
    ms = line.ms ?? ms;
    lines.emit('line', line);
  });
  await once(lines, 'line');
  return {
    pid: child.pid ?? 0,
    get servers() {
      return servers;
    },
    open() {
      servers = [];
      child.stdin.write('open\n');
    },
    async close() {
      child.stdin.write('close\n');
      for (;;) {
        const [line] = (await once(lines, 'line')) as [{ closed?: true }];
        if (line.closed) return;
      }
    },
    async until(look) {
      while (!look(servers)) await once(lines, 'line');
      return ms;
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}
