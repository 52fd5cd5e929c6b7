#!/usr/bin/env node
// npm run server -- --data DIR --port N --host ADDR --name NAME --json: the headless server.
// What it prints on stdout is the server's alone.
import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { prepare, root } from './prepare.mjs';

/** Runs the headless server in this terminal; this process ends as it ends. */
export function runServer(args) {
  const child = spawn(process.execPath, [path.join(root, 'dist/server/headless.cjs'), ...args], { stdio: 'inherit' });
  // A terminal's Ctrl+C reaches the whole group; what is sent to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

if (process.argv[1] === import.meta.filename) {
  await prepare(['renderer', 'server']);
  runServer(process.argv.slice(2));
}
