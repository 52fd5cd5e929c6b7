// What npm start runs: the window where there can be one, else the server for browsers, with the reason in one line.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { findElectron } from './electron.mjs';
import { prepare, root } from './prepare.mjs';

/** Null, or why no window can be drawn here. */
const noDisplay = () =>
  process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
    ? 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)'
    : null;

/** What only the window understands is left out for the server. */
const forServer = (args) =>
  args.filter((arg, index) => !arg.startsWith('--profile') && args[index - 1] !== '--profile');

/** Electron before 25 has no `protocol.handle`: it runs the build that tests drive, with what it lacks filled in. */
async function appFor(electron) {
  const file = path.join(path.dirname(electron), 'version');
  const major = fs.existsSync(file) ? Number.parseInt(fs.readFileSync(file, 'utf8').replace(/^v/u, ''), 10) : Infinity;
  if (major >= 25) return root;
  console.error(`Electron ${major} is too old for anything but tests; the build for tests runs.`);
  await prepare(undefined, { driven: true });
  return path.join(root, '.cache/driven');
}

/** @param args the person's own @returns {Promise<{ command: string, args: string[] }>} */
export async function findProgram(args) {
  const missing = noDisplay();
  const electron = missing ? { missing } : await findElectron();
  if (!electron.path) {
    console.error(`No window: ${electron.missing}. The server runs instead; people join with a browser.`);
    return { command: process.execPath, args: [path.join(root, 'dist/server/headless.cjs'), ...forServer(args)] };
  }
  const home = await appFor(electron.path);
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (asRoot) console.error('Running as root: Chromium allows that only without its sandbox (--no-sandbox).');
  return { command: electron.path, args: [...(asRoot ? ['--no-sandbox'] : []), home, ...args] };
}
