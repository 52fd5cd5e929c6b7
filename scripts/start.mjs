#!/usr/bin/env node
// npm start: opens the window. Where there can be none, it says why in one line and runs the server for browsers.
import { spawn } from 'node:child_process';
import { findElectron } from './electron.mjs';
import { prepare, root } from './prepare.mjs';
import { runServer } from './server.mjs';

const args = process.argv.slice(2);

/** Null, or why no window can be drawn here. */
const noDisplay = () =>
  process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
    ? 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)'
    : null;

function openWindow(electron) {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (asRoot) console.error('Running as root: Chromium allows that only without its sandbox (--no-sandbox).');
  const child = spawn(electron, [...(asRoot ? ['--no-sandbox'] : []), root, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

await prepare();
const electron = noDisplay() ? { missing: noDisplay() } : await findElectron();
if (electron.path) openWindow(electron.path);
else {
  console.error(`No window: ${electron.missing}. The server runs instead; people join with a browser.`);
  runServer(args.filter((arg, index) => arg !== '--profile' && args[index - 1] !== '--profile' && !arg.startsWith('--profile=')));
}
