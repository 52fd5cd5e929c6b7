// Runs a command, keeps what it says, and shows it only where somebody needs it.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { constants, setPriority } from 'node:os';
import { root } from './prepare.mjs';

/** Sessions of their own, which a terminal's Ctrl+C does not reach: they end with this process. */
const asides = new Set();
let watching = false;
const endAsides = () => {
  for (const group of asides) {
    try {
      process.kill(-group);
    } catch {
      // It has ended by itself.
    }
  }
};

/**
 * Takes only what nobody else wants of the processor. Linux shares it out among sessions first and by priority only within
 * each (sched(7), "The autogroup feature"); a browser under test is a session of its own.
 */
function stepAside(pid) {
  if (!watching) {
    watching = true;
    process.once('exit', endAsides);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
  }
  asides.add(pid);
  setPriority(pid, constants.priority.PRIORITY_LOW);
  try {
    fs.writeFileSync(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_LOW));
  } catch {
    // Another system, or one that does not share out by sessions.
  }
}

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
      detached: aside,
    });
    if (aside && child.pid !== undefined) stepAside(child.pid);
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
    child.on('close', (code) => {
      asides.delete(child.pid);
      end(code === 0);
    });
  });
}

/** The command of a package, without a shell in between. */
export const bin = (name) => `${root}/node_modules/.bin/${name}`;
