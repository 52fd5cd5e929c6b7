// Runs a command, keeps what it says, and shows it only where somebody needs it.
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { root } from './prepare.mjs';

/**
 * @param show prints its output while it runs; otherwise only when it fails
 * @param aside takes only the time of the processor that nobody else wants
 * @returns {Promise<{ ok: boolean, output: string, seconds: number }>}
 */
export function run(command, args, { show = false, env = {}, aside = false } = {}) {
  const begun = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Before it has made threads and children: they have it from the one that makes them.
    if (aside && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    let output = '';
    const take = (data) => {
      output = (output + data).slice(-2_000_000);
      if (show) process.stdout.write(data);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const end = (ok) => resolve({ ok, output, seconds: (performance.now() - begun) / 1000 });
    child.on('error', (error) => {
      output += error.message;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

/** The command of a package, without a shell in between. */
export const bin = (name) => `${root}/node_modules/.bin/${name}`;
