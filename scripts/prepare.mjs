// What every command needs before its own work: the packages, and a build that is not stale. Plain Node, no packages.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
const mark = path.join(root, 'node_modules/.installed');

const lockPrint = () =>
  createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');

/**
 * Installs the packages where they are missing or the lock file has changed.
 * Everything it prints goes to stderr: a command's stdout is its own.
 */
export function installPackages() {
  const wanted = lockPrint();
  if (fs.existsSync(mark) && fs.readFileSync(mark, 'utf8') === wanted) return;
  console.error('installing packages (npm ci) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, error } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    console.error(
      `The packages could not be installed${error ? `: ${error.message}` : ''}. Is the package registry reachable?`,
    );
    process.exit(1);
  }
  fs.writeFileSync(mark, wanted);
}

/** Installs, then builds what is stale of the named parts (all unless told). */
export async function prepare(names, options = {}) {
  installPackages();
  const { build } = await import('./build.mjs');
  await build({ ...(names ? { names } : {}), ...options, say: (line) => console.error(line) });
}
