// Runs a program in this terminal; this process ends as it ends.
import { spawn } from 'node:child_process';

/** @param program { command, args } */
export function runInForeground({ command, args }) {
  const child = spawn(command, args, { stdio: 'inherit' });
  // A terminal's Ctrl+C reaches the whole group; what is sent to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
