// Runs a command, keeps what it says, and shows it only where somebody needs it.
import { spawn } from 'node:child_process';
import { root } from './prepare.mjs';

/**
 * @param show prints its output while it runs; otherwise only when it fails
 * @returns {Promise<{ ok: boolean, output: string, seconds: number }>}
 */
export function run(command, args, { show = false, env = {} } = {}) {
  const begun = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
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
