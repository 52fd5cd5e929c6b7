/** Starts the server's process: Electron's utility process, which has Node but neither window nor main's memory. */
import { utilityProcess } from 'electron';
import type { Log } from '../log';
import type { HostProcess } from './supervisor';

/**
 * @param entry the bundle to run, absolute
 * @param log gets what it prints, as it is
 */
export function forkHost(entry: string, log: Log): HostProcess {
  const child = utilityProcess.fork(entry, [], { serviceName: 'Maru porch', stdio: 'pipe' });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => log.lines(chunk.toString()));
  return {
    get pid() {
      return child.pid ?? 0;
    },
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', () => listener()),
    kill: () => void child.kill(),
  };
}
