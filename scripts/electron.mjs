// Finds the Electron that users get, downloading its binary once where that is possible.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';

/** A download that is not done by then is given up, in ms: about 120 MB at 3 Mbit/s. */
const PATIENCE = 300_000;

/** Runs the package's own download; resolves with null, or with the reason in its last words. */
function download(folder) {
  return new Promise((resolve) => {
    console.error('downloading Electron (once) …');
    const child = spawn(process.execPath, [path.join(folder, 'install.js')], { stdio: ['ignore', 'pipe', 'pipe'] });
    let words = '';
    const limit = setTimeout(() => {
      words = `error: not done after ${PATIENCE / 60_000} minutes`;
      child.kill();
    }, PATIENCE);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => (words = (words + data).slice(-4_000)));
    child.on('close', (code) => {
      clearTimeout(limit);
      const reason = words
        .split('\n')
        .find((line) => /error|ENOTFOUND|ECONN|EAI_AGAIN|ETIMEDOUT|refused|HTTP/iu.test(line));
      resolve(code === 0 ? null : (reason?.trim() ?? `the download ended with code ${code}`));
    });
  });
}

/** @returns {Promise<{ path: string } | { missing: string }>} the executable, or why it cannot be had */
export async function findElectron() {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('electron/package.json'));
  const name =
    { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const file = path.join(override ?? path.join(folder, 'dist'), name);
  if (fs.existsSync(file)) return { path: file };
  if (override) return { missing: `there is no Electron at ${file}` };
  const problem = await download(folder);
  if (fs.existsSync(file)) return { path: file };
  return { missing: `Electron's binary could not be downloaded (${problem ?? 'nothing arrived'})` };
}
